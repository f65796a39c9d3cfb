#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs the command with QEMU's monitor at a pipe, and presses the keys of
# keys.txt there when the program is ready. usage: run.sh bulkhead run ...

here=$(dirname "$0")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkfifo "$work/monitor.in" "$work/monitor.out"

"$@" --monitor "pipe:$work/monitor" | while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
    *' ready; '*) sed 's/^/sendkey /; s/$/ 10/' "$here/keys.txt" >"$work/monitor.in" ;;
    esac
done
exit "${PIPESTATUS[0]}"
