#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Runs the groups of unit tests one after the other.
# Usage: run.sh SUMMARY GROUP...
# Each GROUP is a cmocka program; its output goes to GROUP.tap and is shown if
# a test failed. The file
# SUMMARY gets one line "N passed, N failed". Exit status: 0 all passed, 1 some
# failed, 2 used wrongly.

set -u
limit=120 # s for one group; the longest takes a few

case ${1-} in
-h | --help) sed -n '4,8s/^# //p' "$0"; exit 0 ;;
esac
if [ $# -lt 2 ]; then
    echo "usage: $0 SUMMARY GROUP..." >&2
    exit 2
fi
summary=$1
shift
passed=0
failed=0

for group in "$@"; do
    name=${group##*/}
    CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 5 "$limit" "$group" >"$group.tap" 2>&1
    status=$?
    good=$(grep -c '^ok ' "$group.tap")
    bad=$(grep -c '^not ok ' "$group.tap")
    planned=$(sed -n 's/^1\.\.\([0-9][0-9]*\)$/\1/p' "$group.tap" | head -n 1)
    # A group that ended early, or badly without saying so, has failed too.
    missing=$((${planned:-1} - good - bad))
    [ "$missing" -lt 0 ] && missing=0
    [ "$missing" -eq 0 ] && [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && missing=1
    passed=$((passed + good))
    failed=$((failed + bad + missing))
    if [ $((bad + missing)) -eq 0 ]; then
        printf '  %-8s %s: %d passed\n' UNIT "$name" "$good"
    else
        cat "$group.tap"
        printf '  %-8s %s: %d passed, %d failed, %d not run to the end (exit status %d)\n' \
            UNIT "$name" "$good" "$bad" "$missing" "$status"
    fi
done

echo "$passed passed, $failed failed" | tee "$summary"
[ "$failed" -eq 0 ]
