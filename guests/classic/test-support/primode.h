/* SPDX-License-Identifier: BSD-2-Clause */

/* How a mode_t, which has 32 bits, is printed. */
#ifndef PRIMODE_H
#define PRIMODE_H

#include <inttypes.h>

#define PRIomode_t PRIo32

#endif
