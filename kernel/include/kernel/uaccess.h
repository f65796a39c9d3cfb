/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The only way from the core to memory that a partition named: the running
 * partition's, range-checked, and with the partition's own rights.
 */
#ifndef KERNEL_UACCESS_H
#define KERNEL_UACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True if [address, address + size) lies in the partition's half; no overflow. */
bool uaccess_range(uint32_t address, size_t size);

/* Copy size bytes; false if the partition could not do it itself, then a part
 * may have been copied. */
bool uaccess_read(void *to, uint32_t from, size_t size);
bool uaccess_write(uint32_t to, const void *from, size_t size);

#endif
