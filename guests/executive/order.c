/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/order.h"

static uint32_t rank_of(const struct exec_order_node *node)
{
    return node == NULL ? 0 : node->rank;
}

static bool comes_before(const struct exec_order_node *a, const struct exec_order_node *b)
{
    return a->key != b->key ? a->key < b->key : a->sequence < b->sequence;
}

/* Restores the leftist property of one node; false if nothing above it has to
 * change. */
static bool repair(struct exec_order_node *node)
{
    uint32_t rank;

    if (rank_of(node->left) < rank_of(node->right)) {
        struct exec_order_node *left = node->left;

        node->left = node->right;
        node->right = left;
    }
    rank = rank_of(node->right) + 1;
    if (rank == node->rank)
        return false;
    node->rank = rank;
    return true;
}

static struct exec_order_node *merge(struct exec_order_node *a, struct exec_order_node *b)
{
    struct exec_order_node *root = NULL;
    struct exec_order_node *last = NULL;

    while (a != NULL && b != NULL) {
        if (comes_before(b, a)) {
            struct exec_order_node *swap = a;

            a = b;
            b = swap;
        }
        a->parent = last;
        if (last == NULL)
            root = a;
        else
            last->right = a;
        last = a;
        a = a->right;
    }
    if (a == NULL)
        a = b;
    if (a != NULL)
        a->parent = last;
    if (last == NULL)
        return a;
    last->right = a;
    /* Every node of the merged spine may have got a new right side. */
    for (; last != NULL; last = last->parent)
        (void)repair(last);
    return root;
}

void exec_order_insert(struct exec_order *order, struct exec_order_node *node, uint64_t key)
{
    static uint64_t sequence;

    node->left = NULL;
    node->right = NULL;
    node->parent = NULL;
    node->rank = 1;
    node->key = key;
    node->sequence = sequence++;
    order->first = order->first == NULL ? node : merge(order->first, node);
}

void exec_order_remove_from_others(struct exec_order *order, struct exec_order_node *node)
{
    struct exec_order_node *parent = node->parent;
    struct exec_order_node *rest = merge(node->left, node->right);

    if (rest != NULL)
        rest->parent = parent;
    node->rank = 0;
    if (parent == NULL) {
        order->first = rest;
        return;
    }
    if (parent->left == node)
        parent->left = rest;
    else
        parent->right = rest;
    while (parent != NULL && repair(parent))
        parent = parent->parent;
}

/* The deepest first element of a subtree, where a walk in which children come
 * before their parents begins. */
static const struct exec_order_node *first_leaf(const struct exec_order_node *node)
{
    while (node->left != NULL || node->right != NULL)
        node = node->left != NULL ? node->left : node->right;
    return node;
}

uint32_t exec_order_count(const struct exec_order *order)
{
    uint32_t count = 0;
    const struct exec_order_node *node = order->first;

    if (node == NULL)
        return 0;
    for (node = first_leaf(node); node != order->first; count++) {
        const struct exec_order_node *parent = node->parent;

        if (node == parent->left && parent->right != NULL)
            node = first_leaf(parent->right);
        else
            node = parent;
    }
    return count + 1;
}
