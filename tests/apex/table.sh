#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints which service has been seen to return which code, over all the cases
# here, from their expected outputs (which tests/run.sh compares with real ones).

cd "$(dirname "$0")" || exit 1
sed -n 's/^\[[a-z_]*\] | \([A-Z_]*\) | \(.*\) |$/\1 \2/p' ./*/expected.txt | awk -v who='services' -v what='return codes' -f ../table.awk
