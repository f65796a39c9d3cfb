#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs a victim beside each attacker: its transcript must not change.

usage() {
    cat <<'EOF'
usage: tests/isolation/run.sh [--update] [ACT...]

For each hostile act (default: all act-*.c) runs tests/isolation/victim.c in a
partition beside it. The victim's console lines, time stamps included, must be
the same to the byte as beside the idle neighbour; the attacker's lines must be
those in expected/ACT.txt (--update writes them). Prints a line for each act and
"N passed, N failed"; the exit status is 1 if any failed.
EOF
}

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/isolation
build=$root/build
work=$build/tests/isolation
update=0
. "$root/tests/report.sh"

case ${1-} in
--help) usage; exit 0 ;;
--update) update=1; shift ;;
-*) usage >&2; exit 2 ;;
esac
acts=("$@")
[ ${#acts[@]} -gt 0 ] || acts=($(cd "$here" && ls act-*.c | sed 's/^act-//; s/\.c$//'))
mkdir -p "$work"

run_act() {
    local act=$1 status=0

    sed "s/@ACT@/$act/" "$here/model.aadl.in" >"$work/$act.aadl"
    "$build/bulkhead" build "$work/$act.aadl" -L "$build/programs/tests/isolation" \
        -o "$work/$act.elf" || return 1
    "$build/bulkhead" run "$work/$act.elf" --time-limit 120 --serial2 null >"$work/$act.out" </dev/null || status=$?
    # 0 and 1: all partitions ended, well or not; the rest is the kernel's trouble.
    [ "$status" -le 1 ] || { echo "exit status $status"; tail -n 20 "$work/$act.out"; return 1; }
    grep -a '^\[victim\]' "$work/$act.out" >"$work/$act.victim"
    # The attacker's lines and the kernel's about it, without log and summary.
    grep -a -v '^\[victim\]' "$work/$act.out" |
        sed -e '/^\[bulkhead\] health log of /,$d' -e '/^\[bulkhead\] partition  /,$d' >"$work/$act.attacker"
    echo "exit status $status" >>"$work/$act.attacker"
}

check_act() {
    local act=$1

    run_act "$act" || return 1
    [ "$act" != idle ] || [ "$(wc -l <"$work/idle.victim")" -ge 300 ] ||
        { echo "the victim's transcript is not complete"; return 1; }
    cmp "$work/idle.victim" "$work/$act.victim" || return 1
    [ "$update" -eq 0 ] || cp "$work/$act.attacker" "$here/expected/$act.txt"
    diff -u -a "$here/expected/$act.txt" "$work/$act.attacker"
}

run_act idle >/dev/null 2>&1 || { echo "not ok isolation idle"; exit 1; }
for act in "${acts[@]}"; do
    report_test "isolation $act" check_act "$act"
done
report_end
