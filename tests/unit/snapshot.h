/* SPDX-License-Identifier: BSD-2-Clause */

/* All that a module consists of, to see what a call has changed: partitions,
 * schedule, machine, and all memory that was ever allocated. */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

struct partition;

/* Keeps the present state; one at a time. */
void snapshot_take(void);

/* The kept state of a partition, for the changes that are expected. */
struct partition *snapshot_partition(uint32_t index);

/* What is no longer as it was kept, or NULL. */
const char *snapshot_difference(void);

/* The same of a single partition and its memory. */
bool snapshot_partition_same(uint32_t index);

/* The running partition's call is refused with that error, and nothing else is
 * written than its result and the count of its calls. */
void assert_refused(uint32_t number, uint32_t first, uint32_t second, int32_t error);
void assert_refused_3(uint32_t number, uint32_t first, uint32_t second, uint32_t third,
                      int32_t error);

/* Addresses that a partition can neither read nor write; the last one is 0. */
extern const uint32_t snapshot_bad_addresses[];

/* The first address of the running partition's free memory at which size bytes
 * do not fit any more. */
uint32_t snapshot_too_near_the_end(uint32_t size);

/* Refused with BULKHEAD_E_ADDRESS for each wild place of a structure of size
 * bytes; the address is the call's argument of that number. */
void assert_bad_addresses_refused(uint32_t number, const uint32_t arguments[3], unsigned argument,
                                  uint32_t size);

#endif
