/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Interrupt servers of the interrupt manager: tasks that call the handlers of
 * vectors; a vector is disabled from its interrupt until its handlers have
 * returned. Task context, unless a comment says otherwise. INVALID_ID: there
 * is no such server.
 */
#ifndef _RTEMS_RTEMS_INTRSERVER_H
#define _RTEMS_RTEMS_INTRSERVER_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/intr.h>
#include <rtems/rtems/modes.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RTEMS_INTERRUPT_SERVER_DEFAULT 0

typedef struct rtems_interrupt_server_node {
    struct rtems_interrupt_server_node *next;
    struct rtems_interrupt_server_node *previous;
} rtems_interrupt_server_node;

/* In memory of the caller, for the server's lifetime. */
typedef struct rtems_interrupt_server_control {
    rtems_interrupt_server_node entries;
    rtems_id server;
    unsigned long errors; /* submissions while one was pending */
    uint32_t index;
    rtems_interrupt_server_node node;
    void (*destroy)(struct rtems_interrupt_server_control *control);
} rtems_interrupt_server_control;

typedef struct {
    rtems_name name;
    rtems_task_priority priority;
    void *storage_area; /* without meaning, as in RTEMS */
    size_t storage_size;
    rtems_mode modes;
    rtems_attribute attributes;
    void (*destroy)(
        rtems_interrupt_server_control *control); /* or NULL; by the server at its end */
} rtems_interrupt_server_config;

typedef struct rtems_interrupt_server_action {
    struct rtems_interrupt_server_action *next;
    rtems_interrupt_handler handler;
    void *arg;
} rtems_interrupt_server_action;

typedef struct {
    rtems_interrupt_server_node node;
    rtems_interrupt_server_control *server;
    rtems_vector_number vector;
    rtems_interrupt_server_action *actions;
    bool is_pending;
} rtems_interrupt_server_entry;

typedef struct {
    rtems_interrupt_server_entry entry;
    rtems_interrupt_server_action action;
} rtems_interrupt_server_request;

/* Makes the default server. INCORRECT_STATE (it exists), or what
 * rtems_task_create() returns. *server_count (may be NULL): servers made. */
rtems_status_code rtems_interrupt_server_initialize(rtems_task_priority priority, size_t stack_size,
                                                    rtems_mode modes, rtems_attribute attributes,
                                                    uint32_t *server_count);

/* What rtems_task_create() returns. */
rtems_status_code rtems_interrupt_server_create(rtems_interrupt_server_control *control,
                                                const rtems_interrupt_server_config *config,
                                                uint32_t *server_index);

/* INVALID_ID. Handlers must have been removed before. */
rtems_status_code rtems_interrupt_server_delete(uint32_t server_index);

/* INVALID_ID (server), CALLED_FROM_ISR, INVALID_ADDRESS (routine), UNSATISFIED
 * (nothing to replace), NO_MEMORY, what rtems_interrupt_handler_install() returns,
 * RESOURCE_IN_USE (unique), TOO_MANY (installed already). RTEMS_INTERRUPT_REPLACE
 * replaces the routine with the same argument. */
rtems_status_code rtems_interrupt_server_handler_install(uint32_t server_index,
                                                         rtems_vector_number vector,
                                                         const char *info, rtems_option options,
                                                         rtems_interrupt_handler routine,
                                                         void *arg);

/* INVALID_ID (server, or the vector has none), UNSATISFIED (not installed). */
rtems_status_code rtems_interrupt_server_handler_remove(uint32_t server_index,
                                                        rtems_vector_number vector,
                                                        rtems_interrupt_handler routine, void *arg);

/* INVALID_ID (server, vector), UNSATISFIED (the vector has none). */
rtems_status_code
rtems_interrupt_server_handler_iterate(uint32_t server_index, rtems_vector_number vector,
                                       rtems_interrupt_per_handler_routine routine, void *arg);

/* INVALID_ID (a server, vector). */
rtems_status_code rtems_interrupt_server_move(uint32_t source_server_index,
                                              rtems_vector_number vector,
                                              uint32_t destination_server_index);

/* INVALID_ID. A suspended server serves again when it is resumed. */
rtems_status_code rtems_interrupt_server_suspend(uint32_t server_index);
rtems_status_code rtems_interrupt_server_resume(uint32_t server_index);

/* INVALID_ID, or what the directives on schedulers and tasks return. */
rtems_status_code rtems_interrupt_server_set_affinity(uint32_t server_index, size_t affinity_size,
                                                      const cpu_set_t *affinity,
                                                      rtems_task_priority priority);

/* Entries without a vector, which software submits. INVALID_ID. */
rtems_status_code rtems_interrupt_server_entry_initialize(uint32_t server_index,
                                                          rtems_interrupt_server_entry *entry);
void rtems_interrupt_server_action_prepend(rtems_interrupt_server_entry *entry,
                                           rtems_interrupt_server_action *action,
                                           rtems_interrupt_handler routine, void *arg);

/* Lets the server call the actions, once for all submissions until then. Any context. */
void rtems_interrupt_server_entry_submit(rtems_interrupt_server_entry *entry);

/* INVALID_ID. */
rtems_status_code rtems_interrupt_server_entry_move(rtems_interrupt_server_entry *entry,
                                                    uint32_t server_index);
void rtems_interrupt_server_entry_destroy(rtems_interrupt_server_entry *entry);

/* An entry with one action. INVALID_ID. */
rtems_status_code rtems_interrupt_server_request_initialize(uint32_t server_index,
                                                            rtems_interrupt_server_request *request,
                                                            rtems_interrupt_handler routine,
                                                            void *arg);

static inline void
rtems_interrupt_server_request_set_vector(rtems_interrupt_server_request *request,
                                          rtems_vector_number vector)
{
    request->entry.vector = vector;
}

static inline void rtems_interrupt_server_request_submit(rtems_interrupt_server_request *request)
{
    rtems_interrupt_server_entry_submit(&request->entry);
}

static inline void rtems_interrupt_server_request_destroy(rtems_interrupt_server_request *request)
{
    rtems_interrupt_server_entry_destroy(&request->entry);
}

#ifdef __cplusplus
}
#endif
#endif
