/* SPDX-License-Identifier: BSD-2-Clause */

/* The ordered set against a plain search, with every shape that random
 * insertion and removal make of it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "executive/order.h"

#define COUNT 120
#define STEPS 200000

static struct exec_order_node nodes[COUNT];

static uint32_t check_shape(const struct exec_order_node *node)
{
    uint32_t left;
    uint32_t right;

    if (node == NULL)
        return 0;
    left = check_shape(node->left);
    right = check_shape(node->right);
    assert_true(left >= right);
    assert_int_equal(node->rank, right + 1);
    if (node->left != NULL)
        assert_ptr_equal(node->left->parent, node);
    if (node->right != NULL)
        assert_ptr_equal(node->right->parent, node);
    return node->rank;
}

static struct exec_order_node *search_first(void)
{
    struct exec_order_node *first = NULL;

    for (size_t i = 0; i < COUNT; i++) {
        struct exec_order_node *node = &nodes[i];

        if (!exec_order_contains(node))
            continue;
        if (first == NULL || node->key < first->key ||
            (node->key == first->key && node->sequence < first->sequence))
            first = node;
    }
    return first;
}

static void random_changes(void **state)
{
    struct exec_order order = {0};
    uint32_t count = 0;

    (void)state;
    srand(1);
    for (unsigned step = 0; step < STEPS; step++) {
        struct exec_order_node *node = &nodes[(unsigned)rand() % COUNT];

        if (exec_order_contains(node)) {
            exec_order_remove(&order, node);
            count--;
        } else {
            exec_order_insert(&order, node, (uint64_t)(rand() % 20));
            count++;
        }
        assert_int_equal(exec_order_count(&order), count);
        assert_ptr_equal(order.first, search_first());
        if (step % 64 == 0)
            (void)check_shape(order.first);
    }
}

static void equal_keys_keep_their_order(void **state)
{
    static struct exec_order_node equal[50];
    struct exec_order order = {0};

    (void)state;
    for (size_t i = 0; i < 50; i++)
        exec_order_insert(&order, &equal[i], 7);
    for (size_t i = 0; i < 50; i++) {
        assert_ptr_equal(order.first, &equal[i]);
        exec_order_remove(&order, &equal[i]);
    }
    assert_null(order.first);
}

static void extreme_keys(void **state)
{
    struct exec_order_node low = {0};
    struct exec_order_node high = {0};
    struct exec_order order = {0};

    (void)state;
    exec_order_insert(&order, &high, UINT64_MAX);
    exec_order_insert(&order, &low, 0);
    assert_ptr_equal(order.first, &low);
    exec_order_remove(&order, &low);
    assert_ptr_equal(order.first, &high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_changes),
        cmocka_unit_test(equal_keys_keep_their_order),
        cmocka_unit_test(extreme_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
