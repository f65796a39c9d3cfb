#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Boots images and machines that the kernel must refuse.

usage() {
    cat <<'EOT'
usage: tests/boot/run.sh

Makes each bad image of tests/boot/cases from a good one and boots it: the
console must show the case's lines and nothing else, the exit status of
"bulkhead run" must be the case's. Then boots the good image on machines that
lack something. Prints a line for each case and "N passed, N failed"; the exit
status is 1 if any failed.
EOT
}

case ${1-} in
--help) usage; exit 0 ;;
'') ;;
*) usage >&2; exit 2 ;;
esac

cd "$(dirname "$0")/../.." || exit 1
make -s --no-print-directory boot-tests || exit 1
work=build/tests/boot
bulkhead=build/bulkhead
kernel=build/kernel/kernel.elf
passed=0
failed=0

result() {
    if [ "$1" -eq 0 ]; then
        echo "ok boot: $2"
        passed=$((passed + 1))
    else
        echo "not ok boot: $2"
        sed 's/^/    /' "$work/report.txt"
        failed=$((failed + 1))
    fi
}

# boot_image IMAGE OPTIONS: the console's output in output.txt, prints the status.
boot_image() {
    local status=0

    # shellcheck disable=SC2086
    "$bulkhead" run --time-limit 20 $2 "$1" >"$work/output.txt" 2>"$work/errors.txt" </dev/null ||
        status=$?
    echo "$status"
}

# check NAME STATUS WANTED-STATUS, with the lines wanted in wanted.txt
check() {
    {
        [ "$2" -eq "$3" ] || echo "exit status $2, expected $3"
        diff -a -u "$work/wanted.txt" "$work/output.txt"
    } >"$work/report.txt"
    [ ! -s "$work/report.txt" ]
    result $? "$1"
}

wanted_lines() {
    tr '|' '\n' <<<"$1" | sed 's/^/[bulkhead] /' >"$work/wanted.txt"
}

# A kernel that has not read its command line can't end the machine: it stops
# there, and the time limit would pass. So these are ended as soon as they have spoken.
check_halted() {
    local name=$1 image=$2 lines=$3

    wanted_lines "$lines"
    timeout -k 2 2 "$bulkhead" run "$image" >"$work/output.txt" 2>"$work/errors.txt" </dev/null
    diff -a -u "$work/wanted.txt" "$work/output.txt" >"$work/report.txt"
    result $? "$name"
}

# check_machine NAME PROCESSOR LINES: the good image on another processor. The
# tool offers no choice of it, so a wrapper stands in for the emulator.
check_machine() {
    local name=$1 processor=$2

    wanted_lines "$3"
    cat >"$work/qemu" <<EOT
#!/bin/sh
exec qemu-system-i386 "\$@" -cpu $processor
EOT
    chmod +x "$work/qemu"
    check "$name" "$(boot_image "$work/good.elf" "--qemu $work/qemu")" 6
}

"$bulkhead" build tests/boot/model.aadl -L build/programs/tests/boot -o "$work/good.elf" || exit 1
"$work/spoil" "$work/good.elf" nothing "$work/bad.elf" || exit 1
status=$(boot_image "$work/bad.elf" "")
grep -a -q '^\[first\] booted' "$work/output.txt" && [ "$status" -eq 0 ]
result $? "the good image"

while IFS='|' read -r name edit options status lines; do
    case $name in '#'*) continue ;; esac
    image=$work/bad.elf
    if [ "$edit" = - ]; then
        image=$kernel
    else
        "$work/spoil" "$work/good.elf" "$edit" "$image" || exit 1
    fi
    if [ "$status" -eq 8 ]; then
        check_halted "$name" "$image" "$lines"
    else
        wanted_lines "$lines"
        check "$name" "$(boot_image "$image" "$options")" "$status"
    fi
done <tests/boot/cases

missing='refused: the processor has not all of FPU, TSC, MSR, PAE, APIC, PGE, FXSR and SSE'
for feature in fxsr sse pae pge apic tsc msr fpu; do
    check_machine "processor without $feature" "qemu32,-$feature" "$missing"
done
check_machine "processor pentium2" pentium2 "$missing"

# Then the kernel measures them.
cat >"$work/qemu" <<'EOT'
#!/bin/sh
for word; do
    shift
    case $word in tsc=*) word=debug-exit=0xf4 ;; esac
    set -- "$@" "$word"
done
exec qemu-system-i386 "$@" -cpu qemu32,+nx,-mce
EOT
chmod +x "$work/qemu"
status=$(boot_image "$work/good.elf" "--qemu $work/qemu")
cp "$work/output.txt" "$work/report.txt"
[ "$status" -eq 0 ] && grep -a -q ' 0 windows missed; all partitions have ended' "$work/output.txt"
result $? "frequencies not given, no machine checks"

# The layer looks again when it starts, in each partition.
"$bulkhead" build tests/boot/model.aadl -L "$work/other-abi" -o "$work/bad.elf" || exit 1
status=$(boot_image "$work/bad.elf" "")
message='libpart: this partition was built for ABI version 4711, the kernel has version 2'
printf '[first] %s\n[second] %s\n' "$message" "$message" >"$work/wanted.txt"
grep -a libpart "$work/output.txt" >"$work/lines.txt"
mv "$work/lines.txt" "$work/output.txt"
check "library of another ABI version" "$status" 1

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
