#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints a C file with the given texts as the array shipped_files.
set -eu

echo '#include "shipped.h"'
echo '#include <stddef.h>'
echo 'const struct shipped_file shipped_files[] = {'
for file in "$@"; do
    printf '    {"%s",\n' "$(basename "$file")"
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/     "/' -e 's/$/\\n"/' "$file"
    echo '    },'
done
echo '    {NULL, NULL},'
echo '};'
