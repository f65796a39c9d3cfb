/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 1, Supplement 5. Part 2: ARINC653P2.h. */
#ifndef ARINC653_H
#define ARINC653_H

#include "apexBlackboard.h"
#include "apexBuffer.h"
#include "apexError.h"
#include "apexEvent.h"
#include "apexMutex.h"
#include "apexPartition.h"
#include "apexProcess.h"
#include "apexQueuingPort.h"
#include "apexSamplingPort.h"
#include "apexSemaphore.h"
#include "apexTime.h"
#include "apexType.h"

#endif
