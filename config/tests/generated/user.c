/* SPDX-License-Identifier: BSD-2-Clause */

#include "shared.h"
#include "subprograms.h"
