#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs the campaign "code" of run.sh block by block, each with other code.

usage() {
    cat <<'USAGE'
usage: tests/robustness/fuzz.sh [RUNS [FIRST]]

Executes random and mutated machine code in ring 3, at least RUNS (default
1000000) times, in blocks of 50000 with seeds from FIRST (default 1) on, beside a witness whose
transcript must be the same to the byte as beside partitions that do nothing.
Prints a line for each block, at last "N runs, N passed, N failed, N spoiled".

A block is spoiled if QEMU did what no processor does: it aborted (at LOCK before an
instruction that can't have it), its IRET took the virtual-8086 or the interrupt
flag from ring 3's stack, or a load of SS kept interrupts off for ever, which a
second run shows. It counts for nothing.
The exit status is 1 if any block failed.
USAGE
}

case ${1-} in
--help) usage; exit 0 ;;
-*) usage >&2; exit 2 ;;
esac
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/robustness
build=$root/build
work=$build/tests/robustness/fuzz
wanted=${1-1000000}
first=${2-1}
block=50000
limit=60 # seconds for a block; it takes about 6
mkdir -p "$work"

# make_image NAME PROGRAM-OF-ONE PROGRAM-OF-OTHERS ARGUMENT
make_image() {
    sed -e "s/@ONE@/$2/; s/@TWO@/$3/; s/@THREE@/$3/; s/@ARGUMENT@/$4/" "$here/model.aadl.in" >"$work/$1.aadl"
    "$build/bulkhead" build "$work/$1.aadl" -L "$build/programs/tests/robustness" -o "$work/$1.image"
}

# run NAME QEMU LIMIT
run() {
    "$build/bulkhead" run "$work/$1.image" --qemu "$2" --time-limit "$3" >"$work/$1.out" 2>"$work/$1.errors" </dev/null
}

witness_of() {
    grep -a '^\[witness\] ' "$work/$1.out" >"$work/$1.witness"
}

# The witness alone, at least until the given second.
still_until() {
    [ "$1" -gt "$still" ] || return 0
    still=$(($1 + 5))
    make_image still still still "0 0 $still" && run still "$here/code.qemu" 600 && witness_of still
}

# A second run. At an interrupt out of virtual-8086 mode QEMU's log shows its flag
# (bit 17); if the machine stands still, the processor is in ring 3 with interrupts
# off (bit 9), where no partition can come by itself, or in the shadow of a load of
# SS, which on a processor ends with the next instruction (Intel SDM volume 2, MOV).
is_qemus_fault() {
    local log=$work/interrupts reader port=$((20000 + RANDOM % 20000)) runs

    grep -q 'tcg fatal error' "$work/code.errors" && return 0
    cat >"$work/qemu" <<EOF2
#!/bin/sh
exec "$here/code.qemu" "\$@" -d int -D "$log" -monitor tcp:127.0.0.1:$port,server=on,wait=off
EOF2
    chmod +x "$work/qemu"
    rm -f "$log"
    mkfifo "$log" || return 1
    awk '/EFL=00.[2367abef]/ && !found++' "$log" >"$work/virtual-8086.txt" &
    reader=$!
    : >"$work/registers.txt"
    run code "$work/qemu" "$limit" &
    runs=$!
    for ((second = 0; second < limit - 10; second++)); do
        sleep 1
        kill -0 "$runs" 2>/dev/null || break
    done
    if kill -0 "$runs" 2>/dev/null && exec 4<>"/dev/tcp/127.0.0.1/$port"; then
        printf 'info registers\nquit\n' >&4
        timeout -k 5 5 cat <&4 >"$work/registers.txt"
        exec 4>&-
    fi
    wait "$runs"
    wait "$reader"
    [ -s "$work/virtual-8086.txt" ] || \
        grep -a -q -E 'EFL=.....([014589cd].. .*CPL=3|... .*CPL=3 II=1)' "$work/registers.txt"
}

check_block() {
    local lines time

    make_image code guardian code "$((block / 2)) 2000 $1" || return 1
    run code "$here/code.qemu" "$limit" || return 1
    # A partition that was started anew at its end may say it again.
    [ "$(sed -n 's/^\(\[[a-z]*\]\) .*failures 0$/\1/p' "$work/code.out" | sort -u | wc -l)" -eq 3 ] || return 1
    grep -a -q ' 0 windows missed; all partitions have ended' "$work/code.out" || return 1
    witness_of code
    lines=$(wc -l <"$work/code.witness")
    time=$(tail -n 1 "$work/code.witness" | awk '{ printf "%d", $4 / 1e9 + 1 }')
    still_until "$time" || return 1
    head -n "$lines" "$work/still.witness" | cmp -s - "$work/code.witness"
}

still=0 runs=0 passed=0 failed=0 spoiled=0
for ((seed = first; runs < wanted && failed == 0; seed++)); do
    if check_block "$seed"; then
        runs=$((runs + block))
        passed=$((passed + 1))
        echo "ok block $seed: $(sed -n -E 's/^\[(two|three)\] (.*), failures 0$/\1 \2/p' "$work/code.out" | sort -u -k1,1 | paste -sd';' -)"
    elif is_qemus_fault; then
        spoiled=$((spoiled + 1))
        echo "spoiled block $seed"
    else
        failed=$((failed + 1))
        echo "not ok block $seed"
        tail -n 20 "$work/code.errors" "$work/code.out"
    fi
done
echo "$runs runs, $passed passed, $failed failed, $spoiled spoiled"
[ "$failed" -eq 0 ]
