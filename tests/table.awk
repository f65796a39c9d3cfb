# SPDX-License-Identifier: BSD-2-Clause
# Of lines "WHO CODE CODE ...": a row for each WHO with its codes, and how many there
# are. Variables: who and what, in the plural.
{
    if (!($1 in codes))
        rows++
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
    printf "%d %s, %d %s\n", rows, who, pairs, what
}
