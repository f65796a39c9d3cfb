/* SPDX-License-Identifier: BSD-2-Clause */

/* The binary interface of the target: so far there is one. */
#ifndef BULKHEAD_ARCH_H
#define BULKHEAD_ARCH_H

#include "bulkhead/arch/x86.h"

#endif
