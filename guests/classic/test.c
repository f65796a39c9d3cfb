/* SPDX-License-Identifier: BSD-2-Clause */

#include <rtems/bspIo.h>
#include <rtems/test-info.h>
#include <rtems/test-printer.h>
#include <rtems/version.h>

rtems_printer rtems_test_printer = {.printer = rtems_printk_printer};

int rtems_test_begin(const char *name, const RTEMS_TEST_STATE state)
{
    static const char *const states[] = {
        [RTEMS_TEST_STATE_PASS] = "EXPECTED_PASS",
        [RTEMS_TEST_STATE_FAIL] = "EXPECTED_FAIL",
        [RTEMS_TEST_STATE_USER_INPUT] = "USER_INPUT",
        [RTEMS_TEST_STATE_INDETERMINATE] = "INDETERMINATE",
        [RTEMS_TEST_STATE_BENCHMARK] = "BENCHMARK",
    };

    return rtems_printf(&rtems_test_printer,
                        "\n\n*** BEGIN OF TEST %s ***\n"
                        "*** TEST VERSION: %s\n"
                        "*** TEST STATE: %s\n"
                        "*** TEST BUILD:\n"
                        "*** TEST TOOLS: %s\n",
                        name, rtems_version(), states[state], __VERSION__);
}

int rtems_test_end(const char *name)
{
    return rtems_printf(&rtems_test_printer, "\n*** END OF TEST %s ***\n\n", name);
}

int rtems_test_printf(const char *format, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = rtems_vprintf(&rtems_test_printer, format, arguments);
    va_end(arguments);
    return count;
}

void rtems_test_exit(int status)
{
    rtems_shutdown_executive((uint32_t)status);
}

/* What is fatal is reported after the extensions; here only that the test did
 * not reach its end. */
void rtems_test_fatal_extension(rtems_fatal_source source, bool always_set_to_false,
                                rtems_fatal_code code)
{
    (void)always_set_to_false;
    if (source != RTEMS_FATAL_SOURCE_EXIT)
        printk("\n*** TEST ENDED BY %s, CODE %lu ***\n", rtems_fatal_source_text(source),
               (unsigned long)code);
}
