#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints which service has been seen to return which code, over all the cases
# here, from their expected outputs (which tests/run.sh compares with real ones).

cd "$(dirname "$0")" || exit 1
sed -n 's/^\[[a-z_]*\] | \([A-Z_]*\) | \(.*\) |$/\1 \2/p' ./*/expected.txt | awk '
{
    if (!($1 in codes))
        services++
    for (i = 2; i <= NF; i++)
        if (!(($1, $i) in seen)) {
            seen[$1, $i] = 1
            codes[$1] = codes[$1] " " $i
            pairs++
        }
}
END {
    for (service in codes)
        print "| " service " |" codes[service] " |" | "sort"
    close("sort")
    printf "%d services, %d return codes\n", services, pairs
}'
