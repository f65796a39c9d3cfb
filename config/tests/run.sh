#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Tests of the model compiler and the bulkhead command.
# usage: run.sh [--update] PATH-OF-BULKHEAD
#
# good/NAME.aadl and bad/NAME.aadl are checked together with base.aadl; what
# "bulkhead check --dump" says and its exit status are in NAME.expected, more
# arguments in NAME.args. --update writes NAME.expected anew. The functions in
# tool.sh test the command itself.
set -u

update=false
if [ "${1:-}" = --update ]; then
    update=true
    shift
fi
if [ $# -ne 1 ] || [ ! -x "$1" ]; then
    echo "usage: $0 [--update] PATH-OF-BULKHEAD" >&2
    exit 2
fi
bulkhead=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

passed=0
failed=0

# report NAME STATUS [FILE]: one line, and the file if the test failed.
report() {
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "not ok $1"
        [ $# -lt 3 ] || sed 's/^/    /' "$3"
    fi
}

# same NAME EXPECTED ACTUAL: files are equal.
same() {
    diff -u "$2" "$3" > "$work/diff"
    report "$1" $? "$work/diff"
}

check_model() {
    name=$(basename "$1" .aadl)
    folder=$(basename "$(dirname "$1")")
    arguments=
    [ ! -f "$here/$folder/$name.args" ] || arguments=$(cat "$here/$folder/$name.args")
    # The arguments are words of ours, separated by spaces.
    # shellcheck disable=SC2086
    (cd "$here/$folder" && "$bulkhead" check --dump -L "$work" ../base.aadl "$name.aadl" $arguments
        echo "exit status $?") > "$work/actual" 2>&1
    $update && cp "$work/actual" "$here/$folder/$name.expected"
    if [ -f "$here/$folder/$name.expected" ]; then
        same "$folder/$name" "$here/$folder/$name.expected" "$work/actual"
    else
        echo "$name.expected is missing" > "$work/diff"
        report "$folder/$name" 1 "$work/diff"
    fi
}

if ! ${HOST_CC:-cc} -std=c11 -Wall -Wextra -I"$here/../../abi/include" -o "$work/make-elf" \
    "$here/make-elf.c"; then
    echo "$0: make-elf.c does not compile" >&2
    exit 2
fi
"$work/make-elf" "$work/program.elf" good
"$work/make-elf" "$work/high.elf" high

for model in "$here"/good/*.aadl "$here"/bad/*.aadl; do
    check_model "$model"
done
. "$here/tool.sh"
. "$here/limits.sh"

# Where there is a browser, which is much to install for one test.
"$here/browser.sh" "$bulkhead" > "$work/diff" 2>&1
status=$?
if [ "$status" -eq 77 ]; then
    echo "skipped report/browser: $(cat "$work/diff")"
else
    report report/browser "$status" "$work/diff"
fi

# Each message has a fixture.
awk -f "$here/messages.awk" "$here"/../compiler/*.[cly] "$here"/../../tools/*.c "$here"/*.sh \
    "$here"/good/*.expected "$here"/bad/*.expected > "$work/diff"
report messages $? "$work/diff"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
