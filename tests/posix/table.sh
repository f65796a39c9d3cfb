#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints which function of the POSIX API has been seen to give which error number,
# from the expected output (which tests/run.sh compares with the real one).

cd "$(dirname "$0")" || exit 1
sed -n 's/^\[[a-z]*\] | \([a-z_]*\) | \(E.*\) |$/\1 \2/p' expected.txt | awk '
{
    if (!($1 in codes))
        functions++
    for (i = 2; i <= NF; i++)
        if (!(($1, $i) in seen)) {
            seen[$1, $i] = 1
            codes[$1] = codes[$1] " " $i
            pairs++
        }
}
END {
    for (name in codes)
        print "| " name " |" codes[name] " |" | "sort"
    close("sort")
    printf "%d functions, %d error numbers\n", functions, pairs
}'
