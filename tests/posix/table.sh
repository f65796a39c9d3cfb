#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints which function of the POSIX API has been seen to give which error number,
# from the expected output (which tests/run.sh compares with the real one).

cd "$(dirname "$0")" || exit 1
sed -n 's/^\[[a-z]*\] | \([a-z_]*\) | \(E.*\) |$/\1 \2/p' expected.txt | awk -v who='functions' -v what='error numbers' -f ../table.awk
