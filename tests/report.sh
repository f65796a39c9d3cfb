# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# How the test scripts report; to be sourced.

passed=0
failed=0

# report_test NAME COMMAND...: a line that says whether the command succeeded,
# and what it printed if not.
report_test() {
    local name=$1 report

    shift
    if report=$("$@" 2>&1); then
        echo "ok $name"
        passed=$((passed + 1))
    else
        echo "not ok $name"
        printf '%s\n' "$report" | sed 's/^/    /'
        failed=$((failed + 1))
    fi
}

# The closing line; fails if a test did.
report_end() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
