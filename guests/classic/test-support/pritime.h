/* SPDX-License-Identifier: BSD-2-Clause */

/* How a time_t, which has 64 bits, is printed. */
#ifndef PRITIME_H
#define PRITIME_H

#include <inttypes.h>

#define PRIdtime_t PRId64

#endif
