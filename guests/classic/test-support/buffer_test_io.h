/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef BUFFER_TEST_IO_H
#define BUFFER_TEST_IO_H

#include <rtems/test-info.h>

#define TEST_BEGIN() rtems_test_begin(rtems_test_name, TEST_STATE)
#define TEST_END()   rtems_test_end(rtems_test_name)

#endif
