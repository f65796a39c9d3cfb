/* SPDX-License-Identifier: BSD-2-Clause */

/* Chains (Classic API Guide, Chains). */

#include <rtems/chain.h>
#include "classic.h"

_Static_assert(offsetof(rtems_chain_control, Tail.Node.previous) ==
                   offsetof(rtems_chain_control, Head.fill),
               "the last node's place is the same in both views");

void rtems_chain_initialize(rtems_chain_control *the_chain, void *starting_address,
                            size_t number_nodes, size_t node_size)
{
    char *place = starting_address;

    rtems_chain_initialize_empty(the_chain);
    for (; number_nodes > 0; number_nodes--, place += node_size)
        rtems_chain_append_unprotected(the_chain, (rtems_chain_node *)(void *)place);
}

size_t rtems_chain_node_count_unprotected(const rtems_chain_control *chain)
{
    size_t count = 0;

    for (const rtems_chain_node *node = rtems_chain_immutable_first(chain);
         !rtems_chain_is_tail(chain, node); node = node->next)
        count++;
    return count;
}

void rtems_chain_extract(rtems_chain_node *the_node)
{
    int level = exec_enter();

    rtems_chain_extract_unprotected(the_node);
    rtems_chain_set_off_chain(the_node);
    exec_leave(level);
}

void rtems_chain_insert(rtems_chain_node *after_node, rtems_chain_node *the_node)
{
    int level = exec_enter();

    rtems_chain_insert_unprotected(after_node, the_node);
    exec_leave(level);
}

void rtems_chain_append(rtems_chain_control *the_chain, rtems_chain_node *the_node)
{
    (void)rtems_chain_append_with_empty_check(the_chain, the_node);
}

void rtems_chain_prepend(rtems_chain_control *the_chain, rtems_chain_node *the_node)
{
    (void)rtems_chain_prepend_with_empty_check(the_chain, the_node);
}

rtems_chain_node *rtems_chain_get(rtems_chain_control *the_chain)
{
    rtems_chain_node *node;

    (void)rtems_chain_get_with_empty_check(the_chain, &node);
    return node;
}

bool rtems_chain_append_with_empty_check(rtems_chain_control *chain, rtems_chain_node *node)
{
    int level = exec_enter();
    bool was_empty = rtems_chain_is_empty(chain);

    rtems_chain_append_unprotected(chain, node);
    exec_leave(level);
    return was_empty;
}

bool rtems_chain_prepend_with_empty_check(rtems_chain_control *chain, rtems_chain_node *node)
{
    int level = exec_enter();
    bool was_empty = rtems_chain_is_empty(chain);

    rtems_chain_prepend_unprotected(chain, node);
    exec_leave(level);
    return was_empty;
}

bool rtems_chain_get_with_empty_check(rtems_chain_control *chain, rtems_chain_node **node)
{
    int level = exec_enter();
    bool is_empty;

    *node = rtems_chain_get_unprotected(chain);
    is_empty = rtems_chain_is_empty(chain);
    exec_leave(level);
    return is_empty;
}

rtems_status_code rtems_chain_append_with_notification(rtems_chain_control *chain,
                                                       rtems_chain_node *node, rtems_id task,
                                                       rtems_event_set events)
{
    if (rtems_chain_append_with_empty_check(chain, node))
        return rtems_event_send(task, events);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_chain_prepend_with_notification(rtems_chain_control *chain,
                                                        rtems_chain_node *node, rtems_id task,
                                                        rtems_event_set events)
{
    if (rtems_chain_prepend_with_empty_check(chain, node))
        return rtems_event_send(task, events);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_chain_get_with_notification(rtems_chain_control *chain, rtems_id task,
                                                    rtems_event_set events, rtems_chain_node **node)
{
    if (rtems_chain_get_with_empty_check(chain, node))
        return rtems_event_send(task, events);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_chain_get_with_wait(rtems_chain_control *chain, rtems_event_set events,
                                            rtems_interval timeout, rtems_chain_node **node)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    rtems_event_set received;

    while ((*node = rtems_chain_get(chain)) == NULL && status == RTEMS_SUCCESSFUL)
        status = rtems_event_receive(events, RTEMS_EVENT_ALL | RTEMS_WAIT, timeout, &received);
    return status;
}
