/* SPDX-License-Identifier: BSD-2-Clause */

/* Memory regions: what is mapped to partitions beside their own memory. */
#ifndef KERNEL_REGION_H
#define KERNEL_REGION_H

#include "bulkhead/config.h"

/* Finds memory for the regions of the checked configuration and maps them;
 * partitions exist. Boot only. Returns NULL, or what is wrong. */
const char *regions_init(const struct bulkhead_config *config);

#endif
