/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Chains: doubly linked lists whose nodes are in the program's objects. The
 * _unprotected functions and those that only look leave the protection to the
 * caller; the others disable interrupts while they change the chain, for any
 * context. (Classic API Guide, Chains.)
 */
#ifndef _RTEMS_CHAIN_H
#define _RTEMS_CHAIN_H

#include <rtems/rtems/event.h>
#include <rtems/score/basedefs.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rtems_chain_node {
    struct rtems_chain_node *next;
    struct rtems_chain_node *previous; /* NULL beside next: in no chain */
} rtems_chain_node;

/* The ends are nodes that overlap in what is NULL of each. */
typedef union {
    struct {
        rtems_chain_node Node;
        rtems_chain_node *fill; /* the first node's, or the tail's, place */
    } Head;
    struct {
        rtems_chain_node *fill;
        rtems_chain_node Node;
    } Tail;
} rtems_chain_control;

#define RTEMS_CHAIN_INITIALIZER_EMPTY(name)                                                        \
    {                                                                                              \
        {                                                                                          \
            {&(name).Tail.Node, NULL}, &(name).Head.Node                                           \
        }                                                                                          \
    }
#define RTEMS_CHAIN_INITIALIZER_ONE_NODE(node)                                                     \
    {                                                                                              \
        {                                                                                          \
            {(node), NULL}, (node)                                                                 \
        }                                                                                          \
    }
#define RTEMS_CHAIN_NODE_INITIALIZER_ONE_NODE_CHAIN(chain)                                         \
    {                                                                                              \
        &(chain)->Tail.Node, &(chain)->Head.Node                                                   \
    }
#define RTEMS_CHAIN_DEFINE_EMPTY(name)                                                             \
    rtems_chain_control name = RTEMS_CHAIN_INITIALIZER_EMPTY(name)

/* Chains and nodes --------------------------------------------------------- */

static inline void rtems_chain_initialize_empty(rtems_chain_control *the_chain)
{
    the_chain->Head.Node.next = &the_chain->Tail.Node;
    the_chain->Head.Node.previous = NULL;
    the_chain->Tail.Node.previous = &the_chain->Head.Node;
}

/* Chains number_nodes nodes that are node_size bytes apart. */
void rtems_chain_initialize(rtems_chain_control *the_chain, void *starting_address,
                            size_t number_nodes, size_t node_size);

static inline void rtems_chain_set_off_chain(rtems_chain_node *node)
{
    node->next = NULL;
}

static inline void rtems_chain_initialize_node(rtems_chain_node *node)
{
    node->next = NULL;
    node->previous = NULL;
}

/* Only of nodes that were set off, or initialized. */
static inline bool rtems_chain_is_node_off_chain(const rtems_chain_node *node)
{
    return node->next == NULL;
}

static inline bool rtems_chain_is_null_node(const rtems_chain_node *the_node)
{
    return the_node == NULL;
}

static inline rtems_chain_node *rtems_chain_head(rtems_chain_control *the_chain)
{
    return &the_chain->Head.Node;
}

static inline const rtems_chain_node *rtems_chain_immutable_head(const rtems_chain_control *chain)
{
    return &chain->Head.Node;
}

static inline rtems_chain_node *rtems_chain_tail(rtems_chain_control *the_chain)
{
    return &the_chain->Tail.Node;
}

static inline const rtems_chain_node *rtems_chain_immutable_tail(const rtems_chain_control *chain)
{
    return &chain->Tail.Node;
}

/* The tail of an empty chain. */
static inline rtems_chain_node *rtems_chain_first(const rtems_chain_control *the_chain)
{
    return the_chain->Head.Node.next;
}

static inline const rtems_chain_node *rtems_chain_immutable_first(const rtems_chain_control *chain)
{
    return chain->Head.Node.next;
}

/* The head of an empty chain. */
static inline rtems_chain_node *rtems_chain_last(const rtems_chain_control *the_chain)
{
    return the_chain->Tail.Node.previous;
}

static inline const rtems_chain_node *rtems_chain_immutable_last(const rtems_chain_control *chain)
{
    return chain->Tail.Node.previous;
}

static inline rtems_chain_node *rtems_chain_next(const rtems_chain_node *the_node)
{
    return the_node->next;
}

static inline const rtems_chain_node *rtems_chain_immutable_next(const rtems_chain_node *the_node)
{
    return the_node->next;
}

static inline rtems_chain_node *rtems_chain_previous(const rtems_chain_node *the_node)
{
    return the_node->previous;
}

static inline const rtems_chain_node *rtems_chain_immutable_previous(const rtems_chain_node *node)
{
    return node->previous;
}

static inline bool rtems_chain_are_nodes_equal(const rtems_chain_node *left,
                                               const rtems_chain_node *right)
{
    return left == right;
}

static inline bool rtems_chain_is_empty(const rtems_chain_control *the_chain)
{
    return rtems_chain_first(the_chain) == rtems_chain_immutable_tail(the_chain);
}

static inline bool rtems_chain_is_first(const rtems_chain_node *the_node)
{
    return the_node->previous->previous == NULL;
}

static inline bool rtems_chain_is_last(const rtems_chain_node *the_node)
{
    return the_node->next->next == NULL;
}

static inline bool rtems_chain_has_only_one_node(const rtems_chain_control *the_chain)
{
    return !rtems_chain_is_empty(the_chain) &&
           rtems_chain_first(the_chain) == rtems_chain_last(the_chain);
}

static inline bool rtems_chain_is_head(const rtems_chain_control *the_chain,
                                       const rtems_chain_node *the_node)
{
    return the_node == rtems_chain_immutable_head(the_chain);
}

static inline bool rtems_chain_is_tail(const rtems_chain_control *the_chain,
                                       const rtems_chain_node *the_node)
{
    return the_node == rtems_chain_immutable_tail(the_chain);
}

/* Takes a step for each node. */
size_t rtems_chain_node_count_unprotected(const rtems_chain_control *chain);

/* Changes without protection ----------------------------------------------- */

static inline void rtems_chain_extract_unprotected(rtems_chain_node *the_node)
{
    the_node->next->previous = the_node->previous;
    the_node->previous->next = the_node->next;
}

static inline void rtems_chain_insert_unprotected(rtems_chain_node *after_node,
                                                  rtems_chain_node *the_node)
{
    the_node->previous = after_node;
    the_node->next = after_node->next;
    after_node->next->previous = the_node;
    after_node->next = the_node;
}

static inline void rtems_chain_append_unprotected(rtems_chain_control *the_chain,
                                                  rtems_chain_node *the_node)
{
    rtems_chain_insert_unprotected(rtems_chain_last(the_chain), the_node);
}

static inline void rtems_chain_prepend_unprotected(rtems_chain_control *the_chain,
                                                   rtems_chain_node *the_node)
{
    rtems_chain_insert_unprotected(rtems_chain_head(the_chain), the_node);
}

/* The chain is not empty. */
static inline rtems_chain_node *rtems_chain_get_first_unprotected(rtems_chain_control *the_chain)
{
    rtems_chain_node *first = rtems_chain_first(the_chain);

    rtems_chain_extract_unprotected(first);
    return first;
}

/* NULL: the chain is empty. */
static inline rtems_chain_node *rtems_chain_get_unprotected(rtems_chain_control *the_chain)
{
    return rtems_chain_is_empty(the_chain) ? NULL : rtems_chain_get_first_unprotected(the_chain);
}

/* Changes with interrupts disabled ----------------------------------------- */

/* The node is off its chain then. */
void rtems_chain_extract(rtems_chain_node *the_node);
void rtems_chain_insert(rtems_chain_node *after_node, rtems_chain_node *the_node);
void rtems_chain_append(rtems_chain_control *the_chain, rtems_chain_node *the_node);
void rtems_chain_prepend(rtems_chain_control *the_chain, rtems_chain_node *the_node);

/* NULL: the chain is empty. */
rtems_chain_node *rtems_chain_get(rtems_chain_control *the_chain);

/* Was the chain empty before? */
bool rtems_chain_append_with_empty_check(rtems_chain_control *chain, rtems_chain_node *node);
bool rtems_chain_prepend_with_empty_check(rtems_chain_control *chain, rtems_chain_node *node);

/* Is it empty afterwards? *node: NULL if there was none. */
bool rtems_chain_get_with_empty_check(rtems_chain_control *chain, rtems_chain_node **node);

/* Sends the events if the chain was empty before: INVALID_ID (no such task). */
rtems_status_code rtems_chain_append_with_notification(rtems_chain_control *chain,
                                                       rtems_chain_node *node, rtems_id task,
                                                       rtems_event_set events);
rtems_status_code rtems_chain_prepend_with_notification(rtems_chain_control *chain,
                                                        rtems_chain_node *node, rtems_id task,
                                                        rtems_event_set events);

/* Sends the events if the chain is empty afterwards: INVALID_ID. */
rtems_status_code rtems_chain_get_with_notification(rtems_chain_control *chain, rtems_id task,
                                                    rtems_event_set events,
                                                    rtems_chain_node **node);

/* Waits for the events as long as there is no node, at most that many ticks each
 * time: what rtems_event_receive() returns. Task context. */
rtems_status_code rtems_chain_get_with_wait(rtems_chain_control *chain, rtems_event_set events,
                                            rtems_interval timeout, rtems_chain_node **node);

#ifdef __cplusplus
}
#endif
#endif
