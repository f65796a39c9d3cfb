#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs the image with a console that nobody reads for the first second. The writer's
# lines must come in order; only their number is shown.
folder=$(mktemp -d) || exit 2
trap 'rm -r "$folder"' EXIT
export CONSOLE=$folder/console
mkfifo "$CONSOLE.in" "$CONSOLE.out" || exit 2

{
    sleep 1
    awk '/^\[writer\] [0-9]+ is/ { if ($2 != lines) print "FAILED: " $2 " behind line " lines; lines++; next }
         { print }
         END { print lines " lines" }'
} <"$CONSOLE.out" &
reader=$!
"$@" --qemu "$(dirname "$0")/piped.sh"
status=$?
[ "$status" -le 1 ] || kill "$reader"
wait "$reader"
exit "$status"
