#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Non-maskable interrupts and machine checks, which QEMU's monitor raises.

usage() {
    cat <<'USAGE'
usage: tests/robustness/nmi.sh [INSTRUCTIONS [BANKS]]

Runs the data-type campaign under GDB (package gdb) and raises a non-maskable
interrupt in the kernel's timer interrupt: once before each of its first
INSTRUCTIONS (default 450) instructions, which are those of a window switch, window by
window. Nothing may fail, and the kernel must have counted each of them. Then
machine checks: corrected ones in the first BANKS (default 2) banks, which only
hardware records, and uncorrected ones, which are a partition's hardware fault, or the
kernel's panic; and a double fault in the kernel, its panic as well.
Prints a line for each and "N passed, N failed"; the exit status is 1 if any failed.
Being stopped by GDB makes time jump, so windows are missed here.
USAGE
}

case ${1-} in
--help) usage; exit 0 ;;
esac
command -v gdb >/dev/null || { echo "gdb is missing: apt-get install gdb" >&2; exit 2; }
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build
work=$build/tests/robustness/nmi
instructions=${1-450}
banks=${2-2}
port=$((20000 + RANDOM % 20000))
. "$root/tests/report.sh"
mkdir -p "$work"

# Machine checks need a processor that has the registers for them.
cat >"$work/qemu" <<EOF2
#!/bin/sh
for word; do
    shift
    [ "\$word" != -s ] || { set -- "\$@" -gdb; word=tcp::$port; }
    set -- "\$@" "\$word"
done
exec qemu-system-i386 "\$@" -cpu qemu32,+nx,+mce,+mca
EOF2
chmod +x "$work/qemu"

make_image() {
    sed -e "s/@ONE@/$1/; s/@TWO@/$1/; s/@THREE@/$1/; s/@ARGUMENT@/$2/" \
        "$root/tests/robustness/model.aadl.in" >"$work/model.aadl"
    "$build/bulkhead" build "$work/model.aadl" -L "$build/programs/tests/robustness" -o "$work/image"
}

# run_with_gdb NAME: with the commands in NAME.gdb, to NAME.log and NAME.out.
run_with_gdb() {
    local name=$1 machine status=0

    "$build/bulkhead" run "$work/image" --gdb --qemu "$work/qemu" --time-limit 300 \
        >"$work/$name.out" 2>"$work/$name.errors" </dev/null &
    machine=$!
    sleep 1
    timeout 280 gdb -q -batch -x "$work/$name.gdb" "$build/kernel/kernel.elf" >"$work/$name.log" 2>&1
    wait "$machine" || status=$?
    echo "$status" >"$work/$name.status"
}

begin_gdb() {
    printf '%s\n' 'set pagination off' 'set confirm off' 'set remotetimeout 60' \
        "target remote :$port"
}

all_well() {
    [ "$(cat "$work/$1.status")" -eq 0 ] &&
        [ "$(grep -a -c '^\[[a-z]*\] .*failures 0$' "$work/$1.out")" -eq 3 ] && return 0
    echo "exit status $(cat "$work/$1.status")"
    tail -n 20 "$work/$1.log" "$work/$1.out"
    return 1
}

check_nmi() {
    make_image typed 97 || return 1
    {
        begin_gdb
        cat <<EOF2
hbreak *x86_timer_stub
set \$i = 0
while \$i < $instructions
  continue
  if \$i > 0
    stepi \$i
  end
  monitor nmi
  set \$i = \$i + 1
end
delete
hbreak report_module_end
continue
printf "counted %d\n", *(int *)&x86_nmi_count
delete
continue
EOF2
    } >"$work/nmi.gdb"
    run_with_gdb nmi
    all_well nmi && grep -qx "counted $instructions" "$work/nmi.log" && return 0
    tail -n 5 "$work/nmi.log"
    return 1
}

# machine_checks STEPS BANK STATUS GLOBAL TIMES: that many instructions after a
# hypercall's last in the kernel.
machine_checks() {
    make_image page 2000 || return 1
    {
        begin_gdb
        echo "hbreak *$last"
        for ((i = 0; i < $5; i++)); do
            printf '%s\n' continue continue "stepi $1" "monitor mce 0 $2 $3 $4 0x1234 0x0"
        done
        printf '%s\n' delete continue
    } >"$work/mce.gdb"
    run_with_gdb mce
}

# VAL | EN
check_corrected() {
    machine_checks 0 "$1" 0x9000000000000000 0x0 1
    all_well mce
}

# VAL | UC | EN, and MCIP in the processor's register: an exception. In a
# partition it is that partition's hardware fault.
check_in_partition() {
    machine_checks 1 0 0xb000000000000000 0x4 3 || return 1
    all_well mce && [ "$(grep -a -c 'hardware fault .* code 18$' "$work/mce.out")" -eq 3 ] && return 0
    grep -a 'hardware fault' "$work/mce.out"
    return 1
}

check_in_kernel() {
    machine_checks 0 0 0xb000000000000000 0x4 1
    [ "$(cat "$work/mce.status")" -eq 7 ] && grep -a -q 'vector 18' "$work/mce.out" && return 0
    echo "exit status $(cat "$work/mce.status")"
    tail -n 20 "$work/mce.log" "$work/mce.out"
    return 1
}

# The kernel's stack is where nothing is mapped: a page fault can't be pushed.
check_double_fault() {
    make_image page 2000 || return 1
    {
        begin_gdb
        printf '%s\n' 'hbreak *x86_hypercall' continue delete 'set $esp = 0x1000' continue
    } >"$work/double.gdb"
    run_with_gdb double
    [ "$(cat "$work/double.status")" -eq 7 ] && grep -a -q 'double fault' "$work/double.out" && return 0
    echo "exit status $(cat "$work/double.status")"
    tail -n 20 "$work/double.log" "$work/double.out"
    return 1
}

# The instruction by which x86_leave goes to the partition.
last=0x$(objdump -d "$build/kernel/kernel.elf" |
    awk '/<x86_leave>:/ { found = 1 } found && /iret/ { sub(":", "", $1); print $1; exit }')
report_test "NMI before each of $instructions instructions of a window switch" check_nmi
for ((bank = 0; bank < banks; bank++)); do
    report_test "corrected machine check in bank $bank" check_corrected "$bank"
done
report_test "machine checks in partitions" check_in_partition
report_test "machine check in the kernel" check_in_kernel
report_test "double fault in the kernel" check_double_fault
report_end
