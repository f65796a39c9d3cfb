#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs test cases: folders with a model, and what the console must show.

usage() {
    cat <<'EOF'
usage: tests/run.sh [--update] CASE...

Builds CASE/model.aadl with the programs in build/programs/CASE, runs the
image, and compares what the console shows with CASE/expected.txt (exactly)
and the exit status with CASE/expected-status (0 if there is none). --update
writes the expected output instead. Prints a line for each case and
"N passed, N failed"; the exit status is 1 if any failed.
EOF
}

root=$(cd "$(dirname "$0")/.." && pwd)
build=$root/build
update=0
passed=0
failed=0

while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit 0 ;;
    --update) update=1; shift ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
    esac
done
[ $# -gt 0 ] || { usage >&2; exit 2; }

run_case() {
    local case=$1 work=$build/tests/$1 status=0 wanted=0

    mkdir -p "$work"
    "$build/bulkhead" build "$root/$case/model.aadl" -L "$build/programs/$case" \
        -o "$work/image.elf" 2>"$work/build.txt" || { cat "$work/build.txt"; return 1; }
    "$build/bulkhead" run "$work/image.elf" --time-limit 300 >"$work/output.txt" 2>"$work/errors.txt" \
        </dev/null || status=$?
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
    if report=$(run_case "$case" 2>&1); then
        echo "ok $case"
        passed=$((passed + 1))
    else
        echo "not ok $case"
        printf '%s\n' "$report" | sed 's/^/    /'
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
