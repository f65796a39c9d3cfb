#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs cases and machine code on a second machine, Bochs.

usage() {
    cat <<'EOF'
usage: tests/bochs/run.sh [BLOCKS [CASE...]]

Bochs has a processor, interrupt controllers, timers and a serial port of its own making.
The serial port is as slow as a real one.

Runs each case (default: those of tests/bochs/cases) and compares what each partition
shows with CASE/expected.txt; only the order of different partitions' lines, and of the
kernel's, is left open. Then BLOCKS (default 4) of up to 50,000 runs of random and mutated machine code in
ring 3, nothing left out of it, beside a partition whose windows must all begin at the same
instant. Prints a line for each and "N passed, N failed"; the exit status is 1 if any failed.
EOF
}

case ${1-} in
--help) usage; exit 0 ;;
*[!0-9]*) usage >&2; exit 2 ;;
esac
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/bochs
build=$root/build
work=$build/tests/bochs
blocks=${1-4}
shift
cases=("$@")
[ ${#cases[@]} -gt 0 ] || mapfile -t cases < <(grep -v '^#' "$here/cases")
mkdir -p "$work"
. "$root/tests/report.sh"
. "$root/tests/normal.sh"

# Of each partition the lines in their order, of the kernel in any. A processor
# sets RF in the flags of a fault (Intel SDM volume 3, 17.3.1.1), QEMU does not.
by_partition() {
    without_counts "$1" | sed -E 's/ eflags 0001/ eflags 0000/' | sed -E 's/^\[bulkhead\].*/&\t&/; t; s/^[^ ]+/&\t&/' |
        sort -s -t "$(printf '\t')" -k1,1 | cut -f2-
}

check_case() {
    "$build/bulkhead" build "$root/$1/model.aadl" -L "$build/programs/$1" -o "$work/image.elf" || return 1
    "$here/machine.sh" "$work/image.elf" 300 >"$work/console.txt" || { cat "$work/console.txt"; return 1; }
    diff -a -u <(by_partition "$root/$1/expected.txt") <(by_partition "$work/console.txt")
}

check_code() {
    : >"$work/figures.txt"
    sed -e 's/@ONE@/guardian/; s/@TWO@\|@THREE@/code/' -e "s/@ARGUMENT@/25000 2000 $1 1/" \
        -e 's/"witness.elf";/"frames.elf"; Bulkhead::Argument => "2500";/' \
        "$root/tests/robustness/model.aadl.in" >"$work/code.aadl"
    "$build/bulkhead" build "$work/code.aadl" -L "$build/programs/tests/robustness" -o "$work/code.image" || return 1
    "$here/machine.sh" "$work/code.image" 600 p4_willamette >"$work/code.txt" || { tail -n 20 "$work/code.txt"; return 1; }
    sed -n -E 's/^\[(two|three|witness)\] (.*), failures 0$/\1: \2/p' "$work/code.txt" |
        sort -u -t: -k1,1 | tee "$work/figures.txt"
    [ "$(wc -l <"$work/figures.txt")" -eq 3 ] && grep -a -q ' 0 windows missed; all partitions have ended' "$work/code.txt"
}

for case in "${cases[@]}"; do
    report_test "bochs $case" check_case "$case"
done
# Runs that came to an end: code that has gone wild can write the count of those begun.
runs=0
for ((block = 1; block <= blocks; block++)); do
    report_test "bochs code, block $block" check_code "$block"
    cat "$work/figures.txt"
    runs=$((runs + $(sed -n -E 's/.*faults ([0-9]+), .* timer ([0-9]+), restarts ([0-9]+)$/\1 + \2 + \3/p' "$work/figures.txt" |
        paste -sd+ - | sed 's/^$/0/')))
done
[ "$blocks" -eq 0 ] || echo "$runs runs of machine code"
report_end
