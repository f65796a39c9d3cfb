/* SPDX-License-Identifier: BSD-2-Clause */

#include <assert.h>
#include <rtems/bspIo.h>
#include <rtems/fatal.h>

void __assert_func(const char *file, int line, const char *function, const char *failed_expression)
{
    const rtems_assert_context context = {file, line, function, failed_expression};

    printk("assertion \"%s\" failed: file \"%s\", line %d%s%s\n", failed_expression, file, line,
           function == NULL ? "" : ", function: ", function == NULL ? "" : function);
    rtems_fatal(RTEMS_FATAL_SOURCE_ASSERT, (rtems_fatal_code)(uintptr_t)&context);
}
