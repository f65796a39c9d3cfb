#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What of the kernel's machine code do the tests in QEMU execute?

usage() {
    cat <<'EOF'
usage: tests/coverage/run.sh [--report] [--without TEST]...

Runs the system tests, the hostile partitions, the images and machines that are
refused, and the short campaigns with a plugin of QEMU's that counts the
kernel's instructions and where its conditional jumps went. Their outputs are
compared as always. Each test has its counts in build/coverage/counts; --report
takes those of the last run. --without leaves a test out: a folder of
tests/cases.sh, or tests/isolation, tests/boot, tests/robustness, tests/frames,
tests/nmi. The table is build/coverage/qemu.txt, what was not executed is in
build/coverage/unreached.txt, the counts of lines are for gcovr in
build/coverage/qemu.json. The exit status is 1 if a test failed, or the figures
or functions that are not reached are not those of tests/coverage/goals.
EOF
}

cd "$(dirname "$0")/../.." || exit 2
work=$PWD/build/coverage
counts=$work/counts
report_only=0
without=' '
. tests/report.sh

while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit 0 ;;
    --report) report_only=1; shift ;;
    --without) without+="$2 "; shift 2 ;;
    *) usage >&2; exit 2 ;;
    esac
done

# "NAME COMMAND" for each test.
tests() {
    tests/cases.sh | sed 's|.*|& tests/run.sh &|'
    cat <<'EOF'
tests/isolation tests/isolation/run.sh
tests/boot tests/boot/run.sh
tests/robustness tests/robustness/run.sh
tests/frames tests/robustness/run.sh frames
tests/nmi tests/robustness/nmi.sh 20 1
EOF
}

# The scripts and "bulkhead run" find this emulator first.
make_emulator() {
    local emulator

    emulator=$(command -v qemu-system-i386) || { echo 'qemu-system-i386 is missing' >&2; exit 2; }
    mkdir -p "$work/bin" "$counts"
    cat >"$work/bin/qemu-system-i386" <<EOF
#!/bin/sh
exec "$emulator" "\$@" -plugin "$work/plugin.so,counts=\$BULKHEAD_COUNTS"
EOF
    chmod +x "$work/bin/qemu-system-i386"
}

# run_test FILE COMMAND...
run_test() {
    local file=$1

    shift
    rm -f "$file"
    PATH="$work/bin:$PATH" BULKHEAD_COUNTS=$file "$@" </dev/null && [ -s "$file" ]
}

# Where the kernel's code comes from, and what of it was executed.
make_report() {
    local kernel=build/kernel/kernel.elf

    objdump -dl --no-show-raw-insn "$kernel" >"$work/objdump.txt" &&
        nm -l "$kernel" >"$work/nm.txt" || return 2
    "$work/report" "$work/objdump.txt" "$work/nm.txt" "$work/unit.json" tests/coverage/goals \
        "$work/unreached.txt" "$work/qemu.json" "${files[@]}" >"$work/qemu.txt"
}

make -s --no-print-directory coverage-tests || exit 2
make_emulator
files=()
while read -r name command; do
    [[ $without != *" $name "* ]] || continue
    file=$counts/${name//\//-}
    files+=("$file")
    # shellcheck disable=SC2086
    [ "$report_only" -eq 1 ] || report_test "coverage $name" run_test "$file" $command
done < <(tests)
status=0
make_report || status=$?
cat "$work/qemu.txt"
[ "$report_only" -eq 1 ] || report_end || status=1
exit "$status"
