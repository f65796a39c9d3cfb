/* SPDX-License-Identifier: BSD-2-Clause */

/* A personality may bring its own. */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

void __assert_func(const char *file, int line, const char *function, const char *expression)
{
    fprintf(stderr, "assertion \"%s\" failed: file \"%s\", line %d%s%s\n", expression, file, line,
            function == NULL ? "" : ", function: ", function == NULL ? "" : function);
    abort();
}
