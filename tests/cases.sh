#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints the system test cases: the folders that have a model and an expected
# output. usage: tests/cases.sh

cd "$(dirname "$0")/.." || exit 1
find tests examples -name expected.txt | sort | while read -r expected; do
    folder=${expected%/expected.txt}
    [ ! -f "$folder/model.aadl" ] || echo "$folder"
done
