/* SPDX-License-Identifier: BSD-2-Clause */

/* The name by which some applications include it. */
#ifndef APEX_H
#define APEX_H

#include "ARINC653.h"

#endif
