/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Red-black trees (Classic API Guide): a red node has black children, and all
 * ways from the root down pass as many black nodes.
 */

#include <rtems/rbtree.h>

static bool is_red(const rtems_rbtree_node *node)
{
    return node != NULL && node->is_red;
}

static rtems_rbtree_node *leftmost(rtems_rbtree_node *node)
{
    while (node != NULL && node->left != NULL)
        node = node->left;
    return node;
}

static rtems_rbtree_node *rightmost(rtems_rbtree_node *node)
{
    while (node != NULL && node->right != NULL)
        node = node->right;
    return node;
}

rtems_rbtree_node *rtems_rbtree_min(const rtems_rbtree_control *the_rbtree)
{
    return leftmost(the_rbtree->root);
}

rtems_rbtree_node *rtems_rbtree_max(const rtems_rbtree_control *the_rbtree)
{
    return rightmost(the_rbtree->root);
}

rtems_rbtree_node *rtems_rbtree_successor(const rtems_rbtree_node *node)
{
    if (node->right != NULL)
        return leftmost(node->right);
    while (node->parent != NULL && node == node->parent->right)
        node = node->parent;
    return node->parent;
}

rtems_rbtree_node *rtems_rbtree_predecessor(const rtems_rbtree_node *node)
{
    if (node->left != NULL)
        return rightmost(node->left);
    while (node->parent != NULL && node == node->parent->left)
        node = node->parent;
    return node->parent;
}

/* The place that points to the node. */
static rtems_rbtree_node **link_of(rtems_rbtree_control *tree, const rtems_rbtree_node *node)
{
    rtems_rbtree_node *parent = node->parent;

    if (parent == NULL)
        return &tree->root;
    return parent->left == node ? &parent->left : &parent->right;
}

/* Puts a child, or NULL, into the node's place. */
static void replace(rtems_rbtree_control *tree, rtems_rbtree_node *node, rtems_rbtree_node *by)
{
    *link_of(tree, node) = by;
    if (by != NULL)
        by->parent = node->parent;
}

/* The right child comes above the node; its left subtree goes below the node. */
static void rotate_left(rtems_rbtree_control *tree, rtems_rbtree_node *node)
{
    rtems_rbtree_node *up = node->right;

    replace(tree, node, up);
    node->right = up->left;
    if (node->right != NULL)
        node->right->parent = node;
    up->left = node;
    node->parent = up;
}

static void rotate_right(rtems_rbtree_control *tree, rtems_rbtree_node *node)
{
    rtems_rbtree_node *up = node->left;

    replace(tree, node, up);
    node->left = up->right;
    if (node->left != NULL)
        node->left->parent = node;
    up->right = node;
    node->parent = up;
}

static void rotate(rtems_rbtree_control *tree, rtems_rbtree_node *node, bool to_the_left)
{
    if (to_the_left)
        rotate_left(tree, node);
    else
        rotate_right(tree, node);
}

/* node is red, as its parent may be. */
static void balance_inserted(rtems_rbtree_control *tree, rtems_rbtree_node *node)
{
    while (is_red(node->parent)) {
        rtems_rbtree_node *parent = node->parent;
        rtems_rbtree_node *grandparent = parent->parent;
        bool on_left = parent == grandparent->left;
        rtems_rbtree_node *uncle = on_left ? grandparent->right : grandparent->left;

        if (is_red(uncle)) {
            parent->is_red = uncle->is_red = false;
            grandparent->is_red = true;
            node = grandparent;
            continue;
        }
        if (node == (on_left ? parent->right : parent->left)) {
            rotate(tree, parent, on_left);
            parent = node;
        }
        parent->is_red = false;
        grandparent->is_red = true;
        rotate(tree, grandparent, !on_left);
        break;
    }
    tree->root->is_red = false;
}

rtems_rbtree_node *rtems_rbtree_insert(rtems_rbtree_control *the_rbtree,
                                       rtems_rbtree_node *the_node, rtems_rbtree_compare compare,
                                       bool is_unique)
{
    rtems_rbtree_node **place = &the_rbtree->root;
    rtems_rbtree_node *parent = NULL;

    while (*place != NULL) {
        rtems_rbtree_compare_result order = compare(the_node, *place);

        parent = *place;
        if (is_unique && order == 0)
            return parent;
        place = order < 0 ? &parent->left : &parent->right;
    }
    *the_node = (rtems_rbtree_node){.parent = parent, .is_red = true};
    *place = the_node;
    balance_inserted(the_rbtree, the_node);
    return NULL;
}

void rtems_rbtree_initialize(rtems_rbtree_control *the_rbtree, rtems_rbtree_compare compare,
                             void *starting_address, size_t number_nodes, size_t node_size,
                             bool is_unique)
{
    char *place = starting_address;

    rtems_rbtree_initialize_empty(the_rbtree);
    for (; number_nodes > 0; number_nodes--, place += node_size)
        (void)rtems_rbtree_insert(the_rbtree, (rtems_rbtree_node *)(void *)place, compare,
                                  is_unique);
}

rtems_rbtree_node *rtems_rbtree_find(const rtems_rbtree_control *the_rbtree,
                                     const rtems_rbtree_node *the_node,
                                     rtems_rbtree_compare compare, bool is_unique)
{
    rtems_rbtree_node *node = the_rbtree->root;
    rtems_rbtree_node *found = NULL;

    while (node != NULL) {
        rtems_rbtree_compare_result order = compare(the_node, node);

        if (order == 0) {
            found = node;
            if (is_unique)
                break;
        }
        node = order <= 0 ? node->left : node->right;
    }
    return found;
}

/* The ways through node, which may be NULL, have lost a black node. */
static void balance_extracted(rtems_rbtree_control *tree, rtems_rbtree_node *parent,
                              rtems_rbtree_node *node)
{
    while (parent != NULL && !is_red(node)) {
        bool on_left = node == parent->left;
        rtems_rbtree_node *sibling = on_left ? parent->right : parent->left;

        if (sibling->is_red) {
            sibling->is_red = false;
            parent->is_red = true;
            rotate(tree, parent, on_left);
            sibling = on_left ? parent->right : parent->left;
        }
        if (!is_red(sibling->left) && !is_red(sibling->right)) {
            sibling->is_red = true;
            node = parent;
            parent = node->parent;
            continue;
        }
        if (!is_red(on_left ? sibling->right : sibling->left)) {
            (on_left ? sibling->left : sibling->right)->is_red = false;
            sibling->is_red = true;
            rotate(tree, sibling, !on_left);
            sibling = on_left ? parent->right : parent->left;
        }
        sibling->is_red = parent->is_red;
        parent->is_red = false;
        (on_left ? sibling->right : sibling->left)->is_red = false;
        rotate(tree, parent, on_left);
        return;
    }
    if (node != NULL)
        node->is_red = false;
}

/* A node with two children changes places with its successor, which has no left one. */
static void exchange_with_successor(rtems_rbtree_control *tree, rtems_rbtree_node *node)
{
    rtems_rbtree_node *successor = leftmost(node->right);
    rtems_rbtree_node old = *successor;

    *link_of(tree, node) = successor;
    *successor = *node;
    if (old.parent == node) {
        successor->right = node;
        node->parent = successor;
    } else {
        node->parent = old.parent;
        old.parent->left = node;
        successor->right->parent = successor;
    }
    successor->left->parent = successor;
    node->left = NULL;
    node->right = old.right;
    if (node->right != NULL)
        node->right->parent = node;
    node->is_red = old.is_red;
}

void rtems_rbtree_extract(rtems_rbtree_control *the_rbtree, rtems_rbtree_node *the_node)
{
    rtems_rbtree_node *child;

    if (the_node->left != NULL && the_node->right != NULL)
        exchange_with_successor(the_rbtree, the_node);
    child = the_node->left != NULL ? the_node->left : the_node->right;
    replace(the_rbtree, the_node, child);
    if (!the_node->is_red)
        balance_extracted(the_rbtree, the_node->parent, child);
    rtems_rbtree_set_off_tree(the_node);
}

rtems_rbtree_node *rtems_rbtree_get_min(rtems_rbtree_control *the_rbtree)
{
    rtems_rbtree_node *node = rtems_rbtree_min(the_rbtree);

    if (node != NULL)
        rtems_rbtree_extract(the_rbtree, node);
    return node;
}

rtems_rbtree_node *rtems_rbtree_get_max(rtems_rbtree_control *the_rbtree)
{
    rtems_rbtree_node *node = rtems_rbtree_max(the_rbtree);

    if (node != NULL)
        rtems_rbtree_extract(the_rbtree, node);
    return node;
}
