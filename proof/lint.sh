#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Static checks of the kernel: cppcheck with its MISRA addon, and clang-tidy.
# usage: proof/lint.sh FOLDER
# Logs go to FOLDER. Each finding must be explained in proof/deviations.txt, and
# each line there must explain one. Ends with "N passed, N failed".
# Exit status: 0 so it is, 1 not, 2 wrong usage, 3 a tool is missing.

set -u
export LC_ALL=C
case ${1-} in
-h | --help) sed -n '3,7s/^# //p' "$0"; exit 0 ;;
'') sed -n '4s/^# //p' "$0" >&2; exit 2 ;;
esac
cd "$(dirname "$0")/.." || exit 1
for tool in cppcheck clang-tidy; do
    if ! command -v "$tool" >/dev/null; then
        echo "error: $tool is missing: apt-get install cppcheck clang-tidy" >&2
        exit 3
    fi
done
logs=$1
mkdir -p "$logs" || exit 1
includes='-Iabi/include -Ikernel/include -Ikernel/include/freestanding -Ikernel/arch/x86/include -Ikernel/drivers -Ikernel/boards/pc'
sources=$(find kernel/core kernel/arch/x86 kernel/drivers kernel/boards -name '*.c' | sort)

# shellcheck disable=SC2086 # lists of words
cppcheck --std=c11 --platform=unix32 --enable=warning,style,performance,portability --addon=misra --quiet -j2 \
    -D__i386__ $includes --template='{file}:{line}: {message} [{id}]' $sources >"$logs/cppcheck.txt" 2>&1
cppcheck_status=$?
# shellcheck disable=SC2086
clang-tidy --quiet --checks='-*,bugprone-*,cert-*,clang-analyzer-*,misc-*,performance-*,portability-*' $sources -- \
    --target=i686-linux-gnu -std=c11 -ffreestanding -mgeneral-regs-only $includes >"$logs/clang-tidy.txt" 2>"$logs/clang-tidy.err"
tidy_status=$?
if [ "$cppcheck_status" -ne 0 ] || [ "$tidy_status" -ne 0 ]; then
    echo "error: cppcheck ended with $cppcheck_status, clang-tidy with $tidy_status; see $logs" >&2
    echo '0 passed, 1 failed'
    exit 1
fi

sed "s|^$PWD/||" "$logs/cppcheck.txt" "$logs/clang-tidy.txt" \
    | grep -E '^[^ :]+:[0-9]+:.*\[[A-Za-z][A-Za-z0-9.,-]*\]$' | sort -u >"$logs/findings.txt"
awk -v list=proof/deviations.txt '
    function explains(n, id, file) {
        if (rule[n] != id)
            return 0
        if (where[n] !~ /\*$/)
            return where[n] == file
        return index(file, substr(where[n], 1, length(where[n]) - 1)) == 1
    }
    FILENAME == list {
        if ($0 !~ /^#/ && NF > 0) {
            rule[++rules] = $1
            where[rules] = $2
            if (NF < 4) { print list ":" FNR ": no reason"; bad++ }
        }
        next
    }
    {
        file = $0; sub(/:.*/, "", file)
        id = $NF; gsub(/[][]/, "", id)
        found = 0
        for (n = 1; n <= rules; n++)
            if (explains(n, id, file)) { used[n]++; found = 1 }
        if (found) explained++
        else { print "not explained: " $0; bad++ }
    }
    END {
        for (n = 1; n <= rules; n++)
            if (!used[n]) { print list ": explains nothing: " rule[n] " " where[n]; bad++ }
        print explained + 0 " findings explained by " rules " deviations"
        print (bad ? 0 : 1) " passed, " bad + 0 " failed"
        exit bad != 0
    }
' proof/deviations.txt "$logs/findings.txt"
