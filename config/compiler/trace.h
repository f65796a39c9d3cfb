/* SPDX-License-Identifier: BSD-2-Clause */

/* Connections from end to end: from the feature of the innermost component
 * that sends, through the boundaries of the components around it, to the
 * feature of the innermost one that receives. */
#ifndef CONFIG_TRACE_H
#define CONFIG_TRACE_H

#include "instance.h"

/* One end: a feature of an instance. */
struct trace_end {
    const struct instance *instance;
    const struct element *feature;
    const char *key; /* "group.port" for one in a feature group */
};

struct trace {
    struct trace_end from;
    struct trace_end to;
    /* The declarations on the way, struct element; the first one is nearest to from. */
    struct list connections;
    struct list ends; /* struct trace_end: all features on the way, from the first to the last */
};

/* All of them, in the order of the text of their first connections. Declared
 * connections whose ends are wrong have been reported and are left out. */
void trace_connections(struct model *model, struct list *traces);

#endif
