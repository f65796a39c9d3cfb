/* SPDX-License-Identifier: BSD-2-Clause */

/* Chains and red-black trees. */

#include <rtems/chain.h>
#include <rtems/rbtree.h>
#include "../check.h"

#define NODES 200

static rtems_chain_node nodes[4];
static RTEMS_CHAIN_DEFINE_EMPTY(chain);
static rtems_chain_control one = RTEMS_CHAIN_INITIALIZER_ONE_NODE(&nodes[3]);
static rtems_id init_task;

static void test_empty(void)
{
    group("chains without nodes, and with one");
    EXPECT(rtems_chain_is_empty(&chain) && rtems_chain_get(&chain) == NULL);
    EXPECT(rtems_chain_first(&chain) == rtems_chain_tail(&chain));
    EXPECT(rtems_chain_last(&chain) == rtems_chain_head(&chain));
    EXPECT(!rtems_chain_has_only_one_node(&chain));
    EQUAL(0, rtems_chain_node_count_unprotected(&chain));
    nodes[3] = (rtems_chain_node)RTEMS_CHAIN_NODE_INITIALIZER_ONE_NODE_CHAIN(&one);
    EXPECT(rtems_chain_has_only_one_node(&one) && rtems_chain_get(&one) == &nodes[3]);
    EXPECT(rtems_chain_is_empty(&one));
    rtems_chain_initialize_node(&nodes[0]);
    EXPECT(rtems_chain_is_node_off_chain(&nodes[0]));
    EXPECT(rtems_chain_is_null_node(NULL) && !rtems_chain_is_null_node(&nodes[0]));
}

static void test_chain(void)
{
    rtems_chain_node *node;

    group("chain_append, _prepend, _insert, _extract, _get");
    EXPECT(rtems_chain_append_with_empty_check(&chain, &nodes[1]));
    EXPECT(!rtems_chain_append_with_empty_check(&chain, &nodes[3]));
    EXPECT(!rtems_chain_prepend_with_empty_check(&chain, &nodes[0]));
    rtems_chain_insert(&nodes[1], &nodes[2]);
    EQUAL(4, rtems_chain_node_count_unprotected(&chain));
    for (size_t i = 0; i + 1 < RTEMS_ARRAY_SIZE(nodes); i++) {
        EXPECT(rtems_chain_next(&nodes[i]) == &nodes[i + 1]);
        EXPECT(rtems_chain_previous(&nodes[i + 1]) == &nodes[i]);
    }
    EXPECT(rtems_chain_is_first(&nodes[0]) && rtems_chain_is_last(&nodes[3]));
    EXPECT(!rtems_chain_is_first(&nodes[1]) && !rtems_chain_is_last(&nodes[1]));
    rtems_chain_extract(&nodes[1]);
    EXPECT(rtems_chain_is_node_off_chain(&nodes[1]));
    EXPECT(rtems_chain_next(&nodes[0]) == &nodes[2]);
    EXPECT(!rtems_chain_get_with_empty_check(&chain, &node) && node == &nodes[0]);
    EXPECT(rtems_chain_get(&chain) == &nodes[2]);
    EXPECT(rtems_chain_get_with_empty_check(&chain, &node) && node == &nodes[3]);
    rtems_chain_initialize(&chain, nodes, RTEMS_ARRAY_SIZE(nodes), sizeof(nodes[0]));
    EXPECT(rtems_chain_first(&chain) == &nodes[0] && rtems_chain_last(&chain) == &nodes[3]);
}

static rtems_task append(rtems_task_argument index)
{
    pause_ticks(2);
    OK(rtems_chain_append_with_notification(&chain, &nodes[index], init_task, RTEMS_EVENT_3));
    rtems_task_exit();
}

static void test_notification(void)
{
    rtems_chain_node *node = &nodes[3];
    rtems_event_set events = 0;

    group("chains that send events");
    rtems_chain_initialize_empty(&chain);
    STATUS(RTEMS_TIMEOUT, rtems_chain_get_with_wait(&chain, RTEMS_EVENT_3, 1, &node));
    EXPECT(node == NULL);
    (void)spawn("APPE", 5, append, 2);
    OK(rtems_chain_get_with_wait(&chain, RTEMS_EVENT_3, 10, &node));
    EXPECT(node == &nodes[2]);
    STATUS(RTEMS_INVALID_ID,
           rtems_chain_prepend_with_notification(&chain, &nodes[0], BAD_ID, RTEMS_EVENT_1));
    OK(rtems_chain_append_with_notification(&chain, &nodes[1], BAD_ID, RTEMS_EVENT_1));
    OK(rtems_chain_get_with_notification(&chain, BAD_ID, RTEMS_EVENT_1, &node));
    OK(rtems_chain_get_with_notification(&chain, RTEMS_SELF, RTEMS_EVENT_1, &node));
    OK(rtems_event_receive(RTEMS_EVENT_1, RTEMS_NO_WAIT, 0, &events));
    EXPECT(node == &nodes[1]);
}

/* Trees ------------------------------------------------------------------ */

struct number {
    rtems_rbtree_node node;
    uint32_t value;
    uint32_t order;
};

static struct number numbers[NODES];
static RTEMS_RBTREE_DEFINE_EMPTY(tree);

static rtems_rbtree_compare_result compare(const rtems_rbtree_node *left,
                                           const rtems_rbtree_node *right)
{
    uint32_t a = RTEMS_CONTAINER_OF(left, const struct number, node)->value;
    uint32_t b = RTEMS_CONTAINER_OF(right, const struct number, node)->value;

    return a < b ? -1 : a > b;
}

/* Black nodes on each way down from the node, or 0 if the tree is not balanced. */
static unsigned black_height(const rtems_rbtree_node *node)
{
    unsigned left;

    if (node == NULL)
        return 1;
    left = black_height(node->left);
    if (left == 0 || left != black_height(node->right))
        return 0;
    if (node->is_red && ((node->left != NULL && node->left->is_red) ||
                         (node->right != NULL && node->right->is_red)))
        return 0;
    return left + !node->is_red;
}

/* Is it balanced, and in order in both directions, with that many nodes? */
static bool is_good(size_t expected)
{
    const rtems_rbtree_node *node = rtems_rbtree_min(&tree);
    const rtems_rbtree_node *last = NULL;
    size_t count = 0;

    for (; node != NULL; last = node, node = rtems_rbtree_successor(node), count++) {
        if (last == NULL)
            continue;
        if (compare(last, node) > 0 || rtems_rbtree_predecessor(node) != last)
            return false;
        if (compare(last, node) == 0 &&
            RTEMS_CONTAINER_OF(last, const struct number, node)->order >
                RTEMS_CONTAINER_OF(node, const struct number, node)->order)
            return false;
    }
    return count == expected && last == rtems_rbtree_max(&tree) &&
           black_height(rtems_rbtree_root(&tree)) != 0;
}

static void test_tree(void)
{
    uint32_t random = 12345;
    bool good = true;

    group("rbtree_insert, _extract keep the tree balanced and in order");
    EXPECT(rtems_rbtree_is_empty(&tree) && rtems_rbtree_get_min(&tree) == NULL);
    for (uint32_t i = 0; i < NODES; i++) {
        random = random * 1103515245 + 12345;
        numbers[i].value = random >> 16 & 63;
        numbers[i].order = i;
        rtems_rbtree_set_off_tree(&numbers[i].node);
        EXPECT(rtems_rbtree_is_node_off_tree(&numbers[i].node));
        EXPECT(rtems_rbtree_insert(&tree, &numbers[i].node, compare, false) == NULL);
        good = good && is_good(i + 1);
    }
    EXPECT(good);
    for (uint32_t i = 0; i < NODES; i += 2) {
        rtems_rbtree_extract(&tree, &numbers[i].node);
        EXPECT(rtems_rbtree_is_node_off_tree(&numbers[i].node));
        good = good && is_good(NODES - i / 2 - 1);
    }
    EXPECT(good && rtems_rbtree_is_root(rtems_rbtree_root(&tree)));
}

static void test_find(void)
{
    struct number key = {.value = numbers[1].value};
    struct number *found;

    group("rbtree_find, unique nodes, _get_min, _get_max");
    found = RTEMS_CONTAINER_OF(rtems_rbtree_find(&tree, &key.node, compare, false), struct number,
                               node);
    EQUAL(key.value, found->value);
    EXPECT(rtems_rbtree_predecessor(&found->node) == NULL ||
           compare(rtems_rbtree_predecessor(&found->node), &found->node) < 0); /* the first one */
    EXPECT(rtems_rbtree_insert(&tree, &key.node, compare, true) != NULL);
    EXPECT(is_good(NODES / 2));
    key.value = 1000;
    EXPECT(rtems_rbtree_find(&tree, &key.node, compare, true) == NULL);
    EXPECT(rtems_rbtree_insert(&tree, &key.node, compare, true) == NULL);
    EXPECT(rtems_rbtree_is_max(&tree, &key.node) && !rtems_rbtree_is_min(&tree, &key.node));
    EXPECT(rtems_rbtree_get_max(&tree) == &key.node);
    for (size_t left = NODES / 2; left > 0; left--) {
        const rtems_rbtree_node *least = rtems_rbtree_peek_min(&tree);

        EXPECT(rtems_rbtree_get_min(&tree) == least);
    }
    EXPECT(rtems_rbtree_is_empty(&tree));
    rtems_rbtree_initialize(&tree, compare, numbers, 10, sizeof(numbers[0]), false);
    EXPECT(is_good(10));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    init_task = rtems_task_self();
    test_empty();
    test_chain();
    test_notification();
    test_tree();
    test_find();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         2
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
