/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The identity of the binary interface between the kernel and a partition.
 * Both sides and the binary configuration carry it; a mismatch is refused at
 * boot, with a message that says both versions.
 */
#ifndef BULKHEAD_VERSION_H
#define BULKHEAD_VERSION_H

/* "BHKD" in memory order on a little-endian machine. */
#define BULKHEAD_ABI_MAGIC 0x444b4842u

/* Raised by one with every change that an existing partition would notice. */
#define BULKHEAD_ABI_VERSION 2u

/*
 * An ELF note in every program that is linked with the layer's library:
 * name "Bulkhead", type BULKHEAD_NOTE_ABI, descriptor: one 32-bit word, the
 * ABI version that the program was built for.
 */
#define BULKHEAD_NOTE_NAME "Bulkhead"
#define BULKHEAD_NOTE_ABI  1u

/* Bytes of a partition's, port's or schedule's name, with its terminator
 * (ARINC 653 allows 30 characters). */
#define BULKHEAD_NAME_SIZE 32u

#endif
