/* SPDX-License-Identifier: BSD-2-Clause */

/* One field of a good configuration changed, and the verdict that must follow. */
#ifndef CHANGE_H
#define CHANGE_H

#include "fixture.h"

enum part { HEAD, PARTITION, SCHEDULE, WINDOW, CHANNEL, PORT, REGION, MAPPING, IO_RANGE };

struct change {
    enum part part;
    uint32_t index;
    size_t offset, size; /* of the field in its structure */
    uint64_t value;
    const char *expected; /* what config_check() says; GOOD: nothing */
};
#define GOOD NULL

#define FIELD(type, field)     offsetof(struct type, field), sizeof(((struct type *)NULL)->field)
#define IN_HEAD(field)         HEAD, 0, FIELD(bulkhead_config, field)
#define IN_PARTITION(i, field) PARTITION, i, FIELD(bulkhead_config_partition, field)
#define IN_SCHEDULE(i, field)  SCHEDULE, i, FIELD(bulkhead_config_schedule, field)
#define IN_WINDOW(i, field)    WINDOW, i, FIELD(bulkhead_config_window, field)
#define IN_CHANNEL(i, field)   CHANNEL, i, FIELD(bulkhead_config_channel, field)
#define IN_PORT(i, field)      PORT, i, FIELD(bulkhead_config_port, field)
#define IN_REGION(i, field)    REGION, i, FIELD(bulkhead_config_region, field)
#define IN_MAPPING(i, field)   MAPPING, i, FIELD(bulkhead_config_mapping, field)
#define IN_IO(i, field)        IO_RANGE, i, FIELD(bulkhead_config_io, field)

/* Changes the field in the block that make() gives, makes the checksum right
 * again, and fails, naming number, if the verdict is another one. */
void change_try(struct block (*make)(void), const struct change *change, size_t number);

#endif
