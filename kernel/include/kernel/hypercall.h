/* SPDX-License-Identifier: BSD-2-Clause */

/* Decodes and carries out the running partition's hypercall. */
#ifndef KERNEL_HYPERCALL_H
#define KERNEL_HYPERCALL_H

struct partition;

void hypercall(struct partition *partition);

#endif
