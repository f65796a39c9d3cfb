#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Runs the command with a second serial port: what comes in there is input.com2,
# what goes out is shown at the end. usage: run.sh bulkhead run ...

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp "$(dirname "$0")/input.com2" "$work/com2.in"
: >"$work/com2.out"
"$@" --serial2 "pipe:$work/com2"
status=$?
echo "at the second serial port:"
tr -d '\r' <"$work/com2.out" | sed 's/^/  /'
exit $status
