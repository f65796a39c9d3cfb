#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Builds and runs all tests.

usage() {
    cat <<'EOF'
usage: tests/all.sh

Builds everything, runs every test suite, and ends with one line
"N passed, N failed" over all of them. The exit status is 1 if any failed.
EOF
}

case ${1-} in
--help) usage; exit 0 ;;
'') ;;
*) usage >&2; exit 2 ;;
esac

cd "$(dirname "$0")/.." || exit 1
logs=build/tests/logs
mkdir -p "$logs"
passed=0
failed=0

# suite NAME COMMAND...: the command's last "N passed, N failed" counts; if it
# prints none, or fails without a failed test, that is one failure.
suite() {
    local name=$1 begun=$SECONDS status line good bad

    shift
    echo "== $name"
    "$@" 2>&1 | tee "$logs/$name.txt"
    status=${PIPESTATUS[0]}
    line=$(grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$logs/$name.txt" | tail -n 1)
    good=${line%% passed*}
    bad=${line#*passed, }
    bad=${bad%% failed*}
    if [ -z "$line" ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        echo "suite $name did not finish (status $status)"
        bad=$((${bad:-0} + 1))
    fi
    passed=$((passed + ${good:-0}))
    failed=$((failed + bad))
    echo "== $name: $((SECONDS - begun)) s"
}

make_and_show() {
    local target=$1 summary=$2

    rm -f "$summary"
    make --no-print-directory "$target" && cat "$summary"
}

make --no-print-directory -j"$(nproc)" all || { echo "0 passed, 1 failed"; exit 1; }
suite check tests/check.sh
suite unit make_and_show unit build/unit/summary
suite unit-executive make_and_show unit-executive build/unit/executive/summary
suite config make --no-print-directory test-config
suite fuzz make --no-print-directory fuzz
suite fuzz-kernel make --no-print-directory fuzz-kernel FUZZ_KERNEL_RUNS=20000
suite spin make --no-print-directory spin-short
suite system tests/run.sh $(tests/cases.sh)
# The demo twice: both runs must be the same to the byte.
suite repeat tests/run.sh --repeat examples/rtems-samples
suite isolation tests/isolation/run.sh
suite robustness tests/robustness/run.sh
suite frames tests/robustness/run.sh frames
[ ! -x tests/boot/run.sh ] || suite boot tests/boot/run.sh
suite rtems-bsp tests/rtems-bsp/form.sh
suite bench make --no-print-directory bench
suite usability tests/usability.sh
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
