/* SPDX-License-Identifier: BSD-2-Clause */

/* Decodes and carries out the running partition's hypercall. */
#ifndef KERNEL_HYPERCALL_H
#define KERNEL_HYPERCALL_H

#include <stdbool.h>
#include <stdint.h>

struct partition;

/* False if the call is done again later, and there is no time for anything but
 * to go back to it. */
bool hypercall(struct partition *partition);

/* Makes the running partition do its hypercall again, when it has more time;
 * the hypercall returns what this does, and has done nothing. */
int32_t hypercall_again(struct partition *partition);

#endif
