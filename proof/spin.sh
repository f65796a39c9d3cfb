#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Checks the model of virtual interrupts (proof/spin/virq.pml) exhaustively, and
# that each of its wrong variants is found out.
# usage: proof/spin.sh [--short] FOLDER
# --short: fewer interrupts and window switches. Ends with "N passed, N failed".
# Exit status: 0 all as it must be, 1 not, 2 wrong usage, 3 no spin.

set -u
size='-DEDGES=3 -DRAISES=3 -DSWITCHES=3'
small='-DEDGES=2 -DRAISES=1 -DSWITCHES=1'
case ${1-} in
-h | --help) sed -n '3,7s/^# //p' "$0"; exit 0 ;;
--short) size=$small; shift ;;
esac
if [ $# -ne 1 ]; then
    sed -n '5s/^# //p' "$0" >&2
    exit 2
fi
if ! command -v spin >/dev/null; then
    echo "error: spin is missing: apt-get install spin" >&2
    exit 3
fi
model=$(cd "$(dirname "$0")" && pwd)/spin/virq.pml
mkdir -p "$1" && cd "$1" || exit 1
passed=0
failed=0

# search NAME SPIN-OPTION...: the search's output is in NAME.txt.
search() {
    name=$1
    shift
    rm -f pan
    # One folder holds one pan.c.
    spin -a "$@" "$model" >"$name.txt" 2>&1 \
        && gcc -O1 -w -DSAFETY -DCOLLAPSE -o pan pan.c >>"$name.txt" 2>&1 \
        && timeout 900 ./pan -m100000 -w22 >>"$name.txt" 2>&1
}

# verdict NAME GOOD TEXT
verdict() {
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
        printf '  %-8s %s: %s\n' SPIN "$1" "$3"
    else
        failed=$((failed + 1))
        printf '  %-8s %s: %s, NOT as it must be; see %s/%s.txt\n' SPIN "$1" "$3" "$PWD" "$1"
    fi
}

# shellcheck disable=SC2086 # a list of options
search model $size
grep -q 'errors: 0$' model.txt && ! grep -q 'max search depth too small\|out of memory' model.txt
verdict model $? "no error in $(awk '/states, stored/ { print $1 }' model.txt) states, all that there are"
for wrong in ORDER COUNT LEVEL IDLE ACKNOWLEDGE RAISE; do
    # shellcheck disable=SC2086
    search "$wrong" $small "-DWRONG_$wrong"
    grep -qE '^pan:1: (assertion violated|invalid end state)' "$wrong.txt"
    verdict "$wrong" $? "found: $(sed -n 's/^pan:1: //p' "$wrong.txt")"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
