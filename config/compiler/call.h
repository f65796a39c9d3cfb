/* SPDX-License-Identifier: BSD-2-Clause */

/* What call.c and parameter.c share: the calls of one thread or subprogram. */
#ifndef CONFIG_CALL_H
#define CONFIG_CALL_H

#include "behaviour.h"

/* Whose calls they are: a thread's, or a composed subprogram's. */
struct caller {
    struct behaviour *behaviour;
    struct behaviour_thread *thread;     /* NULL: a subprogram's */
    struct behaviour_function *function; /* NULL: a thread's */
    const struct classifier *classifier;
    struct behaviour_sequence *sequence;
    struct list own; /* struct own_data */
};

/* A variable of the function that makes the calls; NULL type: bool. */
const char *caller_variable(const struct caller *caller, const char *text,
                            const struct datatype *type);

/* Connects parameters as the connections of the caller say. */
void parameters_connect(struct caller *caller);

/* Connects them to the features of the thread that have their names. */
void parameters_match(struct caller *caller, struct behaviour_call *call);

/* A variable for what an input port brings. */
const char *caller_port_variable(const struct caller *caller, struct behaviour_port *port);

#endif
