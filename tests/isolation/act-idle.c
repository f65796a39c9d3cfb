/* SPDX-License-Identifier: BSD-2-Clause */

/* The quiet neighbour that all others are compared with. */
#include "attacker.h"

int main(void)
{
    return 0;
}
