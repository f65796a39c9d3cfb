/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <rtems.h>

/* Busy until that many ticks have come; the first one counts from wherever it
 * is just now. */
void rtems_test_spin_for_ticks(rtems_interval ticks);
void rtems_test_spin_until_next_tick(void);

#endif
