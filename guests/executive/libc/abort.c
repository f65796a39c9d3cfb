/* SPDX-License-Identifier: BSD-2-Clause */

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Signals between processes do not exist here: what raise() does is the
 * default action, which ends the program. */
int raise(int signal_number)
{
    fprintf(stderr, "raise(%d): the program ends\n", signal_number);
    _exit(128 + signal_number);
}

void __assert_func(const char *file, int line, const char *function, const char *expression)
{
    fprintf(stderr, "assertion \"%s\" failed: file \"%s\", line %d%s%s\n", expression, file, line,
            function == NULL ? "" : ", function: ", function == NULL ? "" : function);
    abort();
}
