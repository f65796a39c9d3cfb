/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * An ordered set: a leftist heap with parent links, so that the first element
 * is found in constant time, and inserting and removing any element takes
 * logarithmic time with a small constant. Elements with equal keys come in the
 * order of their insertion. Not protected: the caller has interrupts disabled.
 */
#ifndef EXECUTIVE_ORDER_H
#define EXECUTIVE_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exec_order_node {
    struct exec_order_node *parent;
    struct exec_order_node *left;
    struct exec_order_node *right;
    uint32_t rank; /* length of the right spine; 0: in no set */
    uint64_t key;
    uint64_t sequence; /* of insertion, orders equal keys */
};

/* All zero: empty. */
struct exec_order {
    struct exec_order_node *first;
};

static inline bool exec_order_contains(const struct exec_order_node *node)
{
    return node->rank != 0;
}

/* node must be in no set. */
void exec_order_insert(struct exec_order *order, struct exec_order_node *node, uint64_t key);

/* For exec_order_remove(): a node that is not alone in its set. */
void exec_order_remove_from_others(struct exec_order *order, struct exec_order_node *node);

/* node must be in this set. */
static inline void exec_order_remove(struct exec_order *order, struct exec_order_node *node)
{
    if (order->first == node && node->left == NULL) {
        order->first = NULL;
        node->rank = 0;
    } else {
        exec_order_remove_from_others(order, node);
    }
}

/* Elements of the set; takes a step for each. */
uint32_t exec_order_count(const struct exec_order *order);

#endif
