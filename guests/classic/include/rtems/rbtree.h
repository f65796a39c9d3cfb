/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Red-black trees whose nodes are in the program's objects: inserting, finding
 * and extracting take logarithmic time. Not protected: the caller sees to it.
 * (Classic API Guide, Red-Black Trees.)
 */
#ifndef _RTEMS_RBTREE_H
#define _RTEMS_RBTREE_H

#include <rtems/score/basedefs.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rtems_rbtree_node {
    struct rtems_rbtree_node *left;
    struct rtems_rbtree_node *right;
    struct rtems_rbtree_node *parent; /* itself: in no tree; NULL: the root */
    bool is_red;
} rtems_rbtree_node;

typedef struct {
    rtems_rbtree_node *root;
} rtems_rbtree_control;

/* Below 0: left comes before right; 0: equal; above 0: after it. */
typedef long rtems_rbtree_compare_result;
typedef rtems_rbtree_compare_result (*rtems_rbtree_compare)(const rtems_rbtree_node *left,
                                                            const rtems_rbtree_node *right);

#define RTEMS_RBTREE_INITIALIZER_EMPTY(name)                                                       \
    {                                                                                              \
        NULL                                                                                       \
    }
#define RTEMS_RBTREE_DEFINE_EMPTY(name)                                                            \
    rtems_rbtree_control name = RTEMS_RBTREE_INITIALIZER_EMPTY(name)

static inline void rtems_rbtree_initialize_empty(rtems_rbtree_control *the_rbtree)
{
    the_rbtree->root = NULL;
}

/* Inserts number_nodes nodes that are node_size bytes apart. */
void rtems_rbtree_initialize(rtems_rbtree_control *the_rbtree, rtems_rbtree_compare compare,
                             void *starting_address, size_t number_nodes, size_t node_size,
                             bool is_unique);

static inline void rtems_rbtree_set_off_tree(rtems_rbtree_node *node)
{
    node->parent = node;
}

/* Only of nodes that were set off, inserted or extracted. */
static inline bool rtems_rbtree_is_node_off_tree(const rtems_rbtree_node *node)
{
    return node->parent == node;
}

/* Each of these is NULL if there is no such node. */
static inline rtems_rbtree_node *rtems_rbtree_root(const rtems_rbtree_control *the_rbtree)
{
    return the_rbtree->root;
}

static inline rtems_rbtree_node *rtems_rbtree_left(const rtems_rbtree_node *the_node)
{
    return the_node->left;
}

static inline rtems_rbtree_node *rtems_rbtree_right(const rtems_rbtree_node *the_node)
{
    return the_node->right;
}

static inline rtems_rbtree_node *rtems_rbtree_parent(const rtems_rbtree_node *the_node)
{
    return the_node->parent;
}

rtems_rbtree_node *rtems_rbtree_min(const rtems_rbtree_control *the_rbtree);
rtems_rbtree_node *rtems_rbtree_max(const rtems_rbtree_control *the_rbtree);
rtems_rbtree_node *rtems_rbtree_predecessor(const rtems_rbtree_node *node);
rtems_rbtree_node *rtems_rbtree_successor(const rtems_rbtree_node *node);

static inline rtems_rbtree_node *rtems_rbtree_peek_min(const rtems_rbtree_control *the_rbtree)
{
    return rtems_rbtree_min(the_rbtree);
}

static inline rtems_rbtree_node *rtems_rbtree_peek_max(const rtems_rbtree_control *the_rbtree)
{
    return rtems_rbtree_max(the_rbtree);
}

static inline bool rtems_rbtree_is_empty(const rtems_rbtree_control *the_rbtree)
{
    return the_rbtree->root == NULL;
}

static inline bool rtems_rbtree_is_min(const rtems_rbtree_control *the_rbtree,
                                       const rtems_rbtree_node *the_node)
{
    return rtems_rbtree_min(the_rbtree) == the_node;
}

static inline bool rtems_rbtree_is_max(const rtems_rbtree_control *the_rbtree,
                                       const rtems_rbtree_node *the_node)
{
    return rtems_rbtree_max(the_rbtree) == the_node;
}

static inline bool rtems_rbtree_is_root(const rtems_rbtree_node *the_node)
{
    return the_node->parent == NULL;
}

static inline bool rtems_rbtree_is_equal(rtems_rbtree_compare_result compare_result)
{
    return compare_result == 0;
}

static inline bool rtems_rbtree_is_greater(rtems_rbtree_compare_result compare_result)
{
    return compare_result > 0;
}

static inline bool rtems_rbtree_is_lesser(rtems_rbtree_compare_result compare_result)
{
    return compare_result < 0;
}

/* A node that is equal to the_node, which may be in no tree; NULL: there is
 * none. Of several equal ones, unless is_unique says that there are none, the
 * one that was inserted first. */
rtems_rbtree_node *rtems_rbtree_find(const rtems_rbtree_control *the_rbtree,
                                     const rtems_rbtree_node *the_node,
                                     rtems_rbtree_compare compare, bool is_unique);

/* NULL if the_node was inserted, behind those that are equal; with is_unique the
 * node that is equal, and the tree stays as it is. */
rtems_rbtree_node *rtems_rbtree_insert(rtems_rbtree_control *the_rbtree,
                                       rtems_rbtree_node *the_node, rtems_rbtree_compare compare,
                                       bool is_unique);

/* The node is in this tree; then it is in none. */
void rtems_rbtree_extract(rtems_rbtree_control *the_rbtree, rtems_rbtree_node *the_node);

/* Extract what they return; NULL: the tree is empty. */
rtems_rbtree_node *rtems_rbtree_get_min(rtems_rbtree_control *the_rbtree);
rtems_rbtree_node *rtems_rbtree_get_max(rtems_rbtree_control *the_rbtree);

#ifdef __cplusplus
}
#endif
#endif
