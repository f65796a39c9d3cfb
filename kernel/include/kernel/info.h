/* SPDX-License-Identifier: BSD-2-Clause */

/* The pages that tell a partition about itself: start-info page and tables. */
#ifndef KERNEL_INFO_H
#define KERNEL_INFO_H

#include <stdbool.h>
#include <stdint.h>
#include "bulkhead/config.h"

struct partition;

/* Makes, fills and maps the pages; the partition has its address space. Boot
 * only. False: no memory. */
bool info_create(const struct bulkhead_config *config, struct partition *partition,
                 uint32_t free_base, uint32_t free_size);

#endif
