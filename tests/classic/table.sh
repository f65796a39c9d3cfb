#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints which directive has been seen to return which status code, over all the
# cases here and in tests/ports, from their expected outputs (which tests/run.sh
# compares with real ones). With --missing: which of documented.txt were not seen.

cd "$(dirname "$0")" || exit 1

seen()
{
    sed -n 's/^\[[a-z_]*\] | \([a-z_]*\) | \(.*\) |$/\1 \2/p' expected.txt ./*/expected.txt \
        ../ports/*/expected.txt | awk -v who='directives' -v what='status codes' -f ../table.awk
}

case ${1-} in
'') seen ;;
--missing)
    seen | awk -v FS='[| ]+' '
    FNR == NR { for (i = 3; i < NF; i++) pairs[$2, $i] = 1; next }
    /^never/ {
        split($0, word, " ")
        sub(":", "", word[3])
        never[word[2], word[3]] = 1
        next
    }
    /^[a-z]/ {
        split($0, word, " ")
        for (i = 2; i in word; i++) {
            if (("*", word[i]) in never || (word[1], word[i]) in never) {
                impossible++
                continue
            }
            total++
            if (!((word[1], word[i]) in pairs)) {
                missing++
                print word[1], word[i]
            }
        }
    }
    END { printf "%d of %d documented status codes not seen; %d more cannot occur\n", missing, total, impossible }' - documented.txt
    ;;
*)
    echo "usage: tests/classic/table.sh [--missing]" >&2
    exit 2
    ;;
esac
