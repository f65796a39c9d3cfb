/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef EXECUTIVE_TESTS_LAYER_H
#define EXECUTIVE_TESTS_LAYER_H

#include <stdint.h>

extern uint64_t layer_now;    /* what the clock says */
extern uint64_t layer_expiry; /* for when it was set last */
extern unsigned layer_switches;

#endif
