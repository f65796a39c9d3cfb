/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 2, the services that docs/apex.md names; Part 1 with it. */
#ifndef ARINC653P2_H
#define ARINC653P2_H

#include "ARINC653.h"
#include "apexInterrupt.h"
#include "apexLogbook.h"
#include "apexMemoryBlock.h"
#include "apexSamplingPortExtension.h"
#include "apexSchedule.h"

#endif
