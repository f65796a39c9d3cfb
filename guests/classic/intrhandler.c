/* SPDX-License-Identifier: BSD-2-Clause */

/* The handlers that interrupt servers call for vectors. */

#include <stdlib.h>
#include "intrserver.h"

/* The handler that is installed for a server's vectors. */
static void trigger(void *argument)
{
    classic_server_submit(argument);
}

struct search {
    server_entry *entry;
    rtems_option options;
};

static void look(void *argument, const char *info, rtems_option options,
                 rtems_interrupt_handler handler, void *handler_argument)
{
    struct search *search = argument;

    (void)info;
    if (handler != trigger)
        return;
    search->entry = handler_argument;
    search->options = options;
}

/* The entry of the vector, NULL if it has none. */
static server_entry *entry_of(rtems_vector_number vector, rtems_option *options)
{
    struct search search = {0};

    (void)rtems_interrupt_handler_iterate(vector, look, &search);
    *options = search.options;
    return search.entry;
}

/* Handlers --------------------------------------------------------------- */

static rtems_status_code install_first(const struct server_request *request, server_action *action)
{
    server_entry *entry = calloc(1, sizeof(*entry));
    rtems_status_code status;

    if (entry == NULL)
        return RTEMS_NO_MEMORY;
    entry->server = request->server;
    entry->vector = request->vector;
    entry->actions = action;
    status = rtems_interrupt_handler_install(
        request->vector, "IRQS", request->options & RTEMS_INTERRUPT_UNIQUE, trigger, entry);
    if (status != RTEMS_SUCCESSFUL)
        free(entry);
    return status;
}

/* Where the link to the request's action is; at the last one's end if there is none. */
static server_action **find_action(server_entry *entry, const struct server_request *request)
{
    server_action **link = &entry->actions;

    while (*link != NULL &&
           ((*link)->handler != request->handler || (*link)->arg != request->argument))
        link = &(*link)->next;
    return link;
}

static rtems_status_code install_another(const struct server_request *request, server_entry *entry,
                                         rtems_option options, server_action *action)
{
    server_action **link;

    if (RTEMS_INTERRUPT_IS_UNIQUE(request->options) || RTEMS_INTERRUPT_IS_UNIQUE(options))
        return RTEMS_RESOURCE_IN_USE;
    link = find_action(entry, request);
    if (*link != NULL)
        return RTEMS_TOO_MANY;
    *link = action;
    return RTEMS_SUCCESSFUL;
}

/* The argument stays that of the handler that was there. */
static rtems_status_code replace(const struct server_request *request, server_entry *entry)
{
    server_action *action = entry == NULL ? NULL : entry->actions;

    while (action != NULL && action->arg != request->argument)
        action = action->next;
    if (action == NULL)
        return RTEMS_UNSATISFIED;
    action->handler = request->handler;
    return RTEMS_SUCCESSFUL;
}

static rtems_status_code install_action(const struct server_request *request)
{
    rtems_option options;
    server_entry *entry = entry_of(request->vector, &options);
    server_action *action;
    rtems_status_code status;

    if (RTEMS_INTERRUPT_IS_REPLACE(request->options))
        return replace(request, entry);
    action = calloc(1, sizeof(*action));
    if (action == NULL)
        return RTEMS_NO_MEMORY;
    action->handler = request->handler;
    action->arg = request->argument;
    status = entry == NULL ? install_first(request, action)
                           : install_another(request, entry, options, action);
    if (status != RTEMS_SUCCESSFUL)
        free(action);
    return status;
}

static void install(void *argument)
{
    struct server_request *request = argument;

    request->status = install_action(request);
    classic_server_done(request);
}

static rtems_status_code remove_action(const struct server_request *request)
{
    rtems_option options;
    server_entry *entry = entry_of(request->vector, &options);
    server_action **link;
    server_action *action;

    if (entry == NULL)
        return RTEMS_INVALID_ID;
    link = find_action(entry, request);
    action = *link;
    if (action == NULL)
        return RTEMS_UNSATISFIED;
    *link = action->next;
    free(action);
    if (entry->actions == NULL) {
        (void)rtems_interrupt_handler_remove(request->vector, trigger, entry);
        free(entry);
    }
    return RTEMS_SUCCESSFUL;
}

static void remove_handler(void *argument)
{
    struct server_request *request = argument;

    request->status = remove_action(request);
    classic_server_done(request);
}

static void iterate(void *argument)
{
    struct server_request *request = argument;
    rtems_option options;
    const server_entry *entry = entry_of(request->vector, &options);

    request->status = entry == NULL ? RTEMS_UNSATISFIED : RTEMS_SUCCESSFUL;
    if (entry != NULL)
        for (const server_action *action = entry->actions; action != NULL; action = action->next)
            request->visitor(request->argument, NULL, options, action->handler, action->arg);
    classic_server_done(request);
}

rtems_status_code rtems_interrupt_server_handler_install(uint32_t server_index,
                                                         rtems_vector_number vector,
                                                         const char *info, rtems_option options,
                                                         rtems_interrupt_handler routine, void *arg)
{
    struct server_request wanted = {.server = classic_server_find(server_index),
                                    .vector = vector,
                                    .options = options,
                                    .handler = routine,
                                    .argument = arg};

    (void)info;
    if (wanted.server == NULL)
        return RTEMS_INVALID_ID;
    if (exec_in_interrupt())
        return RTEMS_CALLED_FROM_ISR;
    if (routine == NULL)
        return RTEMS_INVALID_ADDRESS;
    return classic_server_request(&wanted, install);
}

rtems_status_code rtems_interrupt_server_handler_remove(uint32_t server_index,
                                                        rtems_vector_number vector,
                                                        rtems_interrupt_handler routine, void *arg)
{
    struct server_request wanted = {.server = classic_server_find(server_index),
                                    .vector = vector,
                                    .handler = routine,
                                    .argument = arg};

    return wanted.server == NULL ? RTEMS_INVALID_ID
                                 : classic_server_request(&wanted, remove_handler);
}

rtems_status_code
rtems_interrupt_server_handler_iterate(uint32_t server_index, rtems_vector_number vector,
                                       rtems_interrupt_per_handler_routine routine, void *arg)
{
    struct server_request wanted = {.server = classic_server_find(server_index),
                                    .vector = vector,
                                    .visitor = routine,
                                    .argument = arg};

    if (wanted.server == NULL || vector >= NO_VECTOR)
        return RTEMS_INVALID_ID;
    return classic_server_request(&wanted, iterate);
}

static void move(void *argument)
{
    struct server_request *request = argument;
    rtems_option options;
    server_entry *entry = entry_of(request->vector, &options);

    if (entry != NULL)
        classic_server_change(entry, request->destination);
    request->status = RTEMS_SUCCESSFUL;
    classic_server_done(request);
}

rtems_status_code rtems_interrupt_server_move(uint32_t source_server_index,
                                              rtems_vector_number vector,
                                              uint32_t destination_server_index)
{
    struct server_request wanted = {.server = classic_server_find(source_server_index),
                                    .vector = vector,
                                    .destination = classic_server_find(destination_server_index)};

    if (wanted.server == NULL || wanted.destination == NULL || vector >= NO_VECTOR)
        return RTEMS_INVALID_ID;
    return classic_server_request(&wanted, move);
}
