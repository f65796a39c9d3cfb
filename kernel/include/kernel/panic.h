/* SPDX-License-Identifier: BSD-2-Clause */

/* When the module can't go on. */
#ifndef KERNEL_PANIC_H
#define KERNEL_PANIC_H

/* A fault of the kernel itself. */
_Noreturn void panic(const char *why);

/* The image can't be run: says why, for what ("" or a name), before anything ran. */
_Noreturn void refuse(const char *what, const char *why);

#endif
