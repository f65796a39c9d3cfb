#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs test cases: folders with a model, and what the console must show.

usage() {
    cat <<'EOF'
usage: tests/run.sh [--update | --repeat] CASE...

Builds CASE/model.aadl with the programs in build/programs/CASE, runs the
image, and compares what the console shows with CASE/expected.txt and the exit
status with CASE/expected-status (0 if there is none). CASE/input.txt, if it is
there, is the console's input. CASE/run.sh, if it is there, gets the command that
runs the image as its arguments, and executes it with what else the case needs
(options, input of devices); its output is what is compared. In the health log and the
summary at the end, times, addresses and the counts of windows, interrupts and
hypercalls are left out: they change with every instruction. --update writes the expected output
instead. --repeat runs the image a second time: both outputs must be the same
to the byte. Prints a line for each case and "N passed, N failed"; the exit
status is 1 if any failed.
EOF
}

root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build
update=0
repeat=0
. "$root/tests/report.sh"
. "$root/tests/normal.sh"

while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit 0 ;;
    --update) update=1; shift ;;
    --repeat) repeat=1; shift ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || { usage >&2; exit 2; }

# run_image CASE WORK OUTPUT INPUT
run_image() {
    local command=("$build/bulkhead" run "$2/image.elf" --time-limit 300)

    [ ! -x "$root/$1/run.sh" ] || command=("$root/$1/run.sh" "${command[@]}")
    "${command[@]}" >"$3" 2>"$2/errors.txt" <"$4"
}

run_case() {
    local case=$1 work=$build/tests/$1 status=0 wanted=0 input=/dev/null

    [ ! -f "$root/$case/input.txt" ] || input=$root/$case/input.txt

    mkdir -p "$work"
    "$build/bulkhead" build "$root/$case/model.aadl" -L "$build/programs/$case" \
        -o "$work/image.elf" 2>"$work/build.txt" || { cat "$work/build.txt"; return 1; }
    run_image "$case" "$work" "$work/raw.txt" "$input" || status=$?
    without_counts "$work/raw.txt" >"$work/output.txt"
    if [ "$repeat" -eq 1 ]; then
        run_image "$case" "$work" "$work/again.txt" "$input" || [ $? -eq "$status" ] || return 1
        cmp "$work/raw.txt" "$work/again.txt" || return 1
    fi
    [ ! -f "$root/$case/expected-status" ] || wanted=$(cat "$root/$case/expected-status")
    if [ "$status" -ne "$wanted" ]; then
        echo "exit status $status, expected $wanted"
        tail -n 30 "$work/output.txt" "$work/errors.txt"
        return 1
    fi
    if [ "$update" -eq 1 ]; then
        cp "$work/output.txt" "$root/$case/expected.txt"
    fi
    diff -u "$root/$case/expected.txt" "$work/output.txt"
}

for case in "$@"; do
    report_test "$case" run_case "$case"
done
report_end
