/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Interrupt servers: tasks that call the handlers of vectors, which stay
 * disabled until they have. The operations on a server are done by the server
 * itself, one after the other with the handlers.
 */

#include "intrserver.h"

static server_control first_server; /* task 0: there is none */
static struct exec_list servers = {{&servers.head, &servers.head}};

static struct exec_link *link_of(rtems_interrupt_server_node *node)
{
    return (struct exec_link *)(void *)node;
}

static server_control *server_of(struct exec_link *link)
{
    return EXEC_CONTAINER(link, server_control, node);
}

static struct exec_list *entries_of(server_control *server)
{
    return (struct exec_list *)(void *)&server->entries;
}

server_control *classic_server_find(uint32_t index)
{
    server_control *found = NULL;
    int level = exec_enter();

    for (struct exec_link *link = servers.head.next; link != &servers.head; link = link->next)
        if (server_of(link)->index == index)
            found = server_of(link);
    exec_leave(level);
    return found;
}

/* The task --------------------------------------------------------------- */

void classic_server_submit(server_entry *entry)
{
    server_control *server = entry->server;
    int level = exec_enter();

    (void)exec_interrupt_line_disable((int)entry->vector);
    if (!entry->is_pending) {
        entry->is_pending = true;
        exec_list_append(entries_of(server), link_of(&entry->node));
    } else {
        server->errors++;
    }
    (void)rtems_event_system_send(server->server, RTEMS_EVENT_SYSTEM_SERVER);
    exec_leave(level);
}

static server_entry *next_entry(server_control *server)
{
    int level = exec_enter();
    struct exec_link *link = exec_list_take_first(entries_of(server));
    server_entry *entry = link == NULL ? NULL : EXEC_CONTAINER(link, server_entry, node);

    if (entry != NULL)
        entry->is_pending = false;
    exec_leave(level);
    return entry;
}

/* A handler may remove itself, and its entry with it. */
static void serve_entry(const server_entry *entry)
{
    rtems_vector_number vector = entry->vector;
    const server_action *action = entry->actions;

    while (action != NULL) {
        const server_action *current = action;

        action = action->next;
        current->handler(current->arg);
    }
    if (vector < NO_VECTOR)
        (void)rtems_interrupt_vector_enable(vector);
}

static rtems_task serve(rtems_task_argument argument)
{
    server_control *server = (server_control *)argument;
    const server_entry *entry;
    rtems_event_set events;

    for (;;) {
        (void)rtems_event_system_receive(RTEMS_EVENT_SYSTEM_SERVER, RTEMS_EVENT_ALL | RTEMS_WAIT,
                                         RTEMS_NO_TIMEOUT, &events);
        while ((entry = next_entry(server)) != NULL)
            serve_entry(entry);
    }
}

/* Requests to a server --------------------------------------------------- */

rtems_status_code classic_server_request(struct server_request *request,
                                         rtems_interrupt_handler operation)
{
    server_action action = {.handler = operation, .arg = request};
    server_entry entry = {.server = request->server, .vector = NO_VECTOR, .actions = &action};

    request->client = rtems_task_self();
    classic_server_submit(&entry);
    (void)rtems_event_transient_receive(RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    return request->status;
}

void classic_server_done(const struct server_request *request)
{
    (void)rtems_event_transient_send(request->client);
}

/* Servers ---------------------------------------------------------------- */

static void start(server_control *server, uint32_t index)
{
    int level;

    server->index = index;
    server->errors = 0;
    exec_list_initialize(entries_of(server));
    level = exec_enter();
    exec_list_append(&servers, link_of(&server->node));
    exec_leave(level);
    (void)rtems_task_start(server->server, serve, (rtems_task_argument)server);
}

rtems_status_code rtems_interrupt_server_initialize(rtems_task_priority priority, size_t stack_size,
                                                    rtems_mode modes, rtems_attribute attributes,
                                                    uint32_t *server_count)
{
    rtems_status_code status = RTEMS_INCORRECT_STATE;
    uint32_t count = 0;

    if (first_server.server == 0) {
        status = rtems_task_create(rtems_build_name('I', 'R', 'Q', 'S'), priority, stack_size,
                                   modes, attributes, &first_server.server);
        if (status == RTEMS_SUCCESSFUL) {
            count = 1;
            start(&first_server, RTEMS_INTERRUPT_SERVER_DEFAULT);
        }
    }
    if (server_count != NULL)
        *server_count = count;
    return status;
}

rtems_status_code rtems_interrupt_server_create(rtems_interrupt_server_control *control,
                                                const rtems_interrupt_server_config *config,
                                                uint32_t *server_index)
{
    rtems_status_code status =
        rtems_task_create(config->name, config->priority, config->storage_size, config->modes,
                          config->attributes, &control->server);

    if (status != RTEMS_SUCCESSFUL)
        return status;
    control->destroy = config->destroy;
    *server_index = (uint32_t)rtems_object_id_get_index(control->server) +
                    rtems_scheduler_get_processor_maximum();
    start(control, *server_index);
    return RTEMS_SUCCESSFUL;
}

static void end_server(void *argument)
{
    struct server_request *request = argument;
    server_control *server = request->server;
    int level = exec_enter();

    exec_list_remove(link_of(&server->node));
    exec_leave(level);
    if (server == &first_server)
        first_server.server = 0;
    if (server->destroy != NULL)
        server->destroy(server);
    classic_server_done(request);
    rtems_task_exit();
}

rtems_status_code rtems_interrupt_server_delete(uint32_t server_index)
{
    struct server_request wanted = {.server = classic_server_find(server_index)};

    return wanted.server == NULL ? RTEMS_INVALID_ID : classic_server_request(&wanted, end_server);
}

/* The client does not wait for the end of the suspension. */
static void suspend(void *argument)
{
    rtems_event_set events;

    classic_server_done(argument);
    (void)rtems_event_system_receive(RTEMS_EVENT_SYSTEM_SERVER_RESUME, RTEMS_WAIT, RTEMS_NO_TIMEOUT,
                                     &events);
}

static void synchronize(void *argument)
{
    classic_server_done(argument);
}

rtems_status_code rtems_interrupt_server_suspend(uint32_t server_index)
{
    struct server_request wanted = {.server = classic_server_find(server_index)};

    return wanted.server == NULL ? RTEMS_INVALID_ID : classic_server_request(&wanted, suspend);
}

rtems_status_code rtems_interrupt_server_resume(uint32_t server_index)
{
    struct server_request wanted = {.server = classic_server_find(server_index)};

    if (wanted.server == NULL)
        return RTEMS_INVALID_ID;
    (void)rtems_event_system_send(wanted.server->server, RTEMS_EVENT_SYSTEM_SERVER_RESUME);
    return classic_server_request(&wanted, synchronize);
}

rtems_status_code rtems_interrupt_server_set_affinity(uint32_t server_index, size_t affinity_size,
                                                      const cpu_set_t *affinity,
                                                      rtems_task_priority priority)
{
    const server_control *server = classic_server_find(server_index);
    rtems_status_code status;
    rtems_id scheduler;

    if (server == NULL)
        return RTEMS_INVALID_ID;
    status = rtems_scheduler_ident_by_processor_set(affinity_size, affinity, &scheduler);
    if (status == RTEMS_SUCCESSFUL)
        status = rtems_task_set_scheduler(server->server, scheduler, priority);
    if (status == RTEMS_SUCCESSFUL)
        status = rtems_task_set_affinity(server->server, affinity_size, affinity);
    return status;
}

/* Entries ---------------------------------------------------------------- */

void classic_server_change(server_entry *entry, server_control *destination)
{
    int level = exec_enter();
    bool pending = entry->is_pending;

    if (pending)
        exec_list_remove(link_of(&entry->node));
    entry->is_pending = false;
    entry->server = destination;
    if (pending)
        classic_server_submit(entry);
    exec_leave(level);
}

rtems_status_code rtems_interrupt_server_entry_initialize(uint32_t server_index,
                                                          rtems_interrupt_server_entry *entry)
{
    server_control *server = classic_server_find(server_index);

    if (server == NULL)
        return RTEMS_INVALID_ID;
    *entry = (server_entry){.server = server, .vector = NO_VECTOR};
    return RTEMS_SUCCESSFUL;
}

void rtems_interrupt_server_action_prepend(rtems_interrupt_server_entry *entry,
                                           rtems_interrupt_server_action *action,
                                           rtems_interrupt_handler routine, void *arg)
{
    *action = (server_action){.next = entry->actions, .handler = routine, .arg = arg};
    entry->actions = action;
}

void rtems_interrupt_server_entry_submit(rtems_interrupt_server_entry *entry)
{
    classic_server_submit(entry);
}

rtems_status_code rtems_interrupt_server_entry_move(rtems_interrupt_server_entry *entry,
                                                    uint32_t server_index)
{
    server_control *destination = classic_server_find(server_index);

    if (destination == NULL)
        return RTEMS_INVALID_ID;
    classic_server_change(entry, destination);
    return RTEMS_SUCCESSFUL;
}

/* When the server has come by, it does not use the entry any more. */
void rtems_interrupt_server_entry_destroy(rtems_interrupt_server_entry *entry)
{
    struct server_request wanted = {.server = entry->server};
    int level = exec_enter();

    if (entry->is_pending)
        exec_list_remove(link_of(&entry->node));
    entry->is_pending = false;
    exec_leave(level);
    (void)classic_server_request(&wanted, synchronize);
}

rtems_status_code rtems_interrupt_server_request_initialize(uint32_t server_index,
                                                            rtems_interrupt_server_request *request,
                                                            rtems_interrupt_handler routine,
                                                            void *arg)
{
    rtems_status_code status =
        rtems_interrupt_server_entry_initialize(server_index, &request->entry);

    if (status == RTEMS_SUCCESSFUL)
        rtems_interrupt_server_action_prepend(&request->entry, &request->action, routine, arg);
    return status;
}
