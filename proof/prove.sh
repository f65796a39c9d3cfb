#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Proves with Frama-C what docs/proof.md says of the kernel's core.
# usage: proof/prove.sh FOLDER
# Logs go to FOLDER. Ends with "N passed, N failed": one for each analysis.
# Exit status: 0 all proved, 1 something is not, 2 wrong usage, 3 no Frama-C.

set -u
export LC_ALL=C
case ${1-} in
-h | --help) sed -n '3,6s/^# //p' "$0"; exit 0 ;;
'') sed -n '4s/^# //p' "$0" >&2; exit 2 ;;
esac
cd "$(dirname "$0")/.." || exit 1
for tool in frama-c why3 z3 cvc4; do
    if ! command -v "$tool" >/dev/null; then
        echo "error: $tool is missing: apt-get install frama-c-base why3 z3 cvc4" >&2
        exit 3
    fi
done
logs=$1
mkdir -p "$logs" || exit 1
root=$PWD
passed=0
failed=0
includes="-I$root/proof/eva -I$root/abi/include -I$root/kernel/include -I$root/kernel/arch/null/include"
# Sizes and alignment of the target; gcc's own functions by their definition.
common="-machdep gcc_x86_32 -c11 -cpp-frama-c-compliant"

# result NAME PROVED WHAT
result() {
    if [ "$2" -eq 1 ]; then
        passed=$((passed + 1))
        printf '  %-8s %s: %s\n' PROVED "$1" "$3"
    else
        failed=$((failed + 1))
        printf '  %-8s %s: %s; see %s/%s.log\n' FAILED "$1" "$3" "$logs" "$1"
        grep -aE -A1 'alarm\]|Goal .*(Timeout|Unknown|Failed)|rror' "$logs/$1.log" | head -n 40
    fi
}

# contracts FILE FUNCTIONS [OPTION...]: every goal of the functions' contracts
# and of their freedom from run-time errors.
contracts() {
    file=$1 functions=$2
    name=$(basename "$file" .c)
    shift 2
    # shellcheck disable=SC2086 # lists of words
    timeout 600 frama-c $common -cpp-extra-args="$includes -include $root/proof/eva/builtins.h" "$file" \
        -wp -wp-rte -wp-fct "$functions" -wp-prover z3,cvc4 -wp-timeout 10 -wp-par 2 "$@" >"$logs/$name.log" 2>&1
    goals=$(sed -n 's/.*Proved goals: *//p' "$logs/$name.log")
    good=0
    [ -n "$goals" ] && [ "${goals%% *}" = "${goals##* }" ] && [ "${goals%% *}" -gt 0 ] && good=1
    result "$name" "$good" "WP ${goals:-did not finish} goals ($functions)"
}

# no_alarms NAME DRIVER-FILES CORE-FILES [OPTION...]: none from the driver's
# main() on; every function has code or a contract.
no_alarms() {
    name=$1 drivers=$2 core=$3 files=''
    shift 3
    for file in $core; do
        files="$files kernel/core/$file.c"
    done
    # shellcheck disable=SC2086
    timeout 900 frama-c $common -cpp-extra-args="$includes -include $root/proof/eva/builtins.h" \
        $drivers $files -eva -eva-precision 3 -eva-no-results \
        -eva-no-alloc-returns-null -eva-alloc-builtin fresh -eva-split-return full -eva-interprocedural-splits \
        -eva-msg-key=-initial-state,-final-states "$@" >"$logs/$name.log" 2>&1
    good=0
    # Postconditions are WP's affair, but for those of where elements are; and
    # none may be wrong: nothing would be analysed from there on.
    grep -qE '^ *0 alarms generated' "$logs/$name.log" \
        && [ "$(grep -cE '^ *(Assertions|Preconditions) .* 0 unknown +0 invalid' "$logs/$name.log")" -eq 2 ] \
        && ! grep -qE 'got status invalid|function config_[a-z]*: postcondition|Neither code' "$logs/$name.log" && good=1
    result "$name" "$good" "EVA, $(sed -n 's/^ *\([0-9]* alarms\) generated.*/\1/p' "$logs/$name.log"), \
$(sed -n 's/.*In these functions, \([0-9]* statements reached (out of [0-9]*)\).*/\1/p' "$logs/$name.log") ($core)"
}

WHY3CONFIG=$logs/why3.conf
export WHY3CONFIG
[ -f "$WHY3CONFIG" ] || why3 config detect >"$logs/why3.log" 2>&1

contracts kernel/core/uaccess.c uaccess_range
contracts kernel/core/port.c ring_full,ring_free,ring_push,ring_pop,ring_clear,port_valid -warn-unsigned-overflow
# The casts here are between kinds of bytes.
contracts kernel/core/elf.c inside,read_header,check_segment,add_segment,entry_in_code,check_program,elf_check,\
whole_words,note_version,elf_abi_version -wp-model Typed+Cast
contracts kernel/core/config.c at,element -warn-unsigned-overflow
contracts kernel/core/configcheck.c table_fits,text_ends,name_good,check_header,check_memory,rules_good,\
check_partition,check_partitions,check_window,check_schedule,check_channels,set_once,check_port,owners_good,\
check_ports,check_region,ranges_overlap,mapped_size,check_mapping,check_regions,check_io_ranges,config_check \
    -cpp-extra-args="-include $root/proof/wp/configcheck.h"
contracts kernel/core/sched.c set_switch,set_schedule,begin_slot,mark_partitions,sched_change_time,shift_last_switch,\
begin_next_schedule,sched_advance,sched_next_start,sched_has_time_now,sched_will_change -wp-timeout 30
no_alarms calls 'proof/eva/calls.c proof/eva/anytime.c proof/eva/machine.c proof/eva/others.c' \
    'virq irq timer uaccess port hypercall config'
no_alarms windows 'proof/eva/windows.c proof/eva/machine.c proof/eva/others.c' 'sched timer virq config' \
    -eva-precision 1
no_alarms boot 'proof/eva/boot.c proof/eva/machine.c proof/eva/anytime.c' \
    'boot panic partition info region device irq port timer virq uaccess time config' \
    -eva-slevel-function bulkhead_checksum_words:400,elements_of:50
no_alarms bytes-config proof/eva/config.c config -eva-precision 0 -eva-split-limit 1000
no_alarms bytes-elf proof/eva/elf.c '' -eva-precision 0 -eva-split-limit 2000
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
