#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs campaigns against the kernel, beside a witness whose transcript must not
# change.

usage() {
    cat <<'USAGE'
usage: tests/robustness/run.sh [--long] [--table FILE] [CAMPAIGN...]

Runs each campaign (default: all; docs/robustness.md says what they do) as
partitions beside tests/robustness/witness.c. The attackers must find no
failure, no window may be missed, and the witness' console lines, time stamps included,
must be the same to the byte as beside attackers that do nothing. The campaign
frames is by itself. --long runs
them at length (minutes) and shows how far they are. Prints a line for each campaign,
"N passed, N failed", and a table of what the attackers counted, also to
FILE. The exit status is 1 if any failed.
USAGE
}

# Attackers print any bytes.
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/robustness
build=$root/build
work=$build/tests/robustness
long=0
table=/dev/null
. "$root/tests/report.sh"

# NAME ONE TWO THREE TIME-LIMIT: the attackers' programs, and seconds for the long
# form; then the model's argument, short and long.
campaigns() {
    cat <<'LIST'
typed typed typed typed 900 | 23 | 1
sequence sequence sequence sequence 1800 | 6 5000 | 100 106000
page page page page 600 | 2000 | 100000
restarts restarts restarts restarts 900 | 300 | 100000
conserve conserve conserve conserve 900 | 60000 | 10000000
code guardian code code 600 | 2000 500 1 | 25000 2000 1
flips guardian flips flips 900 | 600 1000000 | 5000 1000000
survive survive survive survive 900 | 61 | 1
edge still edge still 900 | 700 13 | 1400 1
LIST
}

while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit 0 ;;
    --long) long=1; shift ;;
    --table) table=$2; shift 2 ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
    esac
done
names=("$@")
[ ${#names[@]} -gt 0 ] || names=($(campaigns | cut -d' ' -f1))
mkdir -p "$work"

# Window starts have a model of their own: the shortest frames, and no witness. The
# short form goes beyond the counter's first 2^32.
check_frames() {
    local frames=120000

    [ "$long" -eq 0 ] || frames=10000000
    sed "s/@ARGUMENT@/$frames/" "$here/frames.aadl.in" >"$work/frames.aadl"
    "$build/bulkhead" build "$work/frames.aadl" -L "$build/programs/tests/robustness" \
        -o "$work/frames.image" || return 1
    run_image frames 2400 && grep -q '^\[frames\] .*failures 0$' "$work/frames.out" && return 0
    cat "$work/frames.errors" "$work/frames.out"
    return 1
}

# make_image NAME ONE TWO THREE ARGUMENT
make_image() {
    sed -e "s/@ONE@/$2/; s/@TWO@/$3/; s/@THREE@/$4/; s/@ARGUMENT@/$5/" \
        "$here/model.aadl.in" >"$work/$1.aadl"
    "$build/bulkhead" build "$work/$1.aadl" -L "$build/programs/tests/robustness" -o "$work/$1.image"
}

run_image() {
    local name=$1 limit=$2 qemu=qemu-system-i386

    [ ! -f "$here/$name.qemu" ] || qemu=$here/$name.qemu
    "$build/bulkhead" run "$work/$name.image" --qemu "$qemu" --time-limit "$limit" \
        >"$work/$name.out" 2>"$work/$name.errors" </dev/null
}

witness_of() {
    grep -a '^\[witness\] ' "$work/$1.out" >"$work/$1.witness"
}

show_progress() {
    local name=$1

    while sleep 20; do
        witness_of "$name"
        echo "   $name: $(tail -n 1 "$work/$name.witness" | awk '{ printf "%.1f", $4 / 1e9 }') s of the machine's time"
    done
}

# run_campaign NAME: everything but the comparison of the transcripts.
run_campaign() {
    local name=$1 line attackers short_argument long_argument limit status=0 found

    line=$(campaigns | grep "^$name ") || { echo "there is no campaign '$name'"; return 1; }
    IFS='|' read -r attackers short_argument long_argument <<<"$line"
    read -r _ one two three limit <<<"$attackers"
    [ "$long" -eq 1 ] || { long_argument=$short_argument; limit=120; }
    make_image "$name" "$one" "$two" "$three" "$(echo $long_argument)" || return 1
    run_image "$name" "$limit" || status=$?
    # A partition that was started anew at its end may say it again.
    found=$(sed -n 's/^\(\[[a-z]*\]\) .*failures 0$/\1/p' "$work/$name.out" | sort -u | wc -l)
    [ "$status" -eq 0 ] && [ "$found" -eq 3 ] &&
        grep -a -q ' 0 windows missed; all partitions have ended' "$work/$name.out" && return 0
    echo "exit status $status, $found of 3 attackers without failures"
    cat "$work/$name.errors"
    grep -a -v '^\[witness\]' "$work/$name.out" | tail -n 40
    return 1
}

# The witness beside partitions that do nothing, for as long as the longest
# campaign took.
run_still() {
    local last=0 time

    for name in "${names[@]}"; do
        witness_of "$name"
        time=$(tail -n 1 "$work/$name.witness" | awk '{ printf "%d", $4 / 1e9 }')
        [ "$time" -le "$last" ] || last=$time
    done
    make_image still still still still "0 0 $((last + 1))" || return 1
    run_image still 600 || return 1
    witness_of still
}

# All complete lines of the one transcript are the first ones of the other.
compare_witness() {
    local lines

    lines=$(wc -l <"$work/$1.witness")
    [ "$lines" -ge 5 ] || { echo "the witness has printed $lines lines only"; return 1; }
    head -n "$lines" "$work/still.witness" | cmp - "$work/$1.witness"
}

if [ "${names[*]}" = frames ]; then
    report_test "robustness frames" check_frames
    sed -n 's/^\[frames\]/frames/p' "$work/frames.out" | tee "$table"
    report_end
    exit
fi
for name in "${names[@]}"; do
    [ "$long" -eq 0 ] || { show_progress "$name" & progress=$!; }
    report_test "robustness $name" run_campaign "$name"
    [ "$long" -eq 0 ] || { kill "$progress"; wait "$progress"; } 2>/dev/null
done
report_test "robustness still" run_still
for name in "${names[@]}"; do
    report_test "robustness $name witness" compare_witness "$name"
done
for name in "${names[@]}"; do
    sed -n -E 's/^\[(one|two|three)\] (.*failures [0-9]+)$/\1: \2/p' "$work/$name.out" |
        grep -a -v 'nothing done' | sort | sed "s/^/$name /"
done | tee "$table"
report_end
