/* SPDX-License-Identifier: BSD-2-Clause */

/* The ring's arithmetic against a queue that is written out. */
#include "fixture.h"

#include <stdbool.h>
#include <stdlib.h>
#include "kernel/port.h"
#include "kernel/ring.h"

/* Slots of a queue, oldest first: what the ring must say. */
struct queue {
    uint32_t depth;
    uint32_t count;
    uint32_t slots[64];
};

static void assert_agree(const struct ring *ring, const struct queue *queue)
{
    assert_int_equal(ring->depth, queue->depth);
    assert_int_equal(ring->count, queue->count);
    assert_int_equal(ring_full(ring), queue->count == queue->depth);
    assert_true(ring->first < ring->depth);
    if (queue->count != 0)
        assert_int_equal(ring->first, queue->slots[0]);
}

static void push(struct ring *ring, struct queue *queue)
{
    uint32_t slot = ring_free(ring);

    assert_true(slot < queue->depth);
    for (uint32_t i = 0; i < queue->count; i++)
        assert_int_not_equal(slot, queue->slots[i]);
    ring_push(ring);
    queue->slots[queue->count++] = slot;
    assert_agree(ring, queue);
}

static void pop(struct ring *ring, struct queue *queue)
{
    ring_pop(ring);
    queue->count--;
    for (uint32_t i = 0; i < queue->count; i++)
        queue->slots[i] = queue->slots[i + 1];
    assert_agree(ring, queue);
}

/* From each first slot to each fill level, and back to empty. */
static void every_fill_level_and_wrap(void **state)
{
    static const uint32_t depths[] = {1, 2, 3, 4, 5, 7, 8, 16, 31, 64};

    (void)state;
    for (size_t d = 0; d < ELEMENTS(depths); d++)
        for (uint32_t first = 0; first < depths[d]; first++)
            for (uint32_t level = 0; level <= depths[d]; level++) {
                struct ring ring = {.depth = depths[d]};
                struct queue queue = {.depth = depths[d]};

                for (uint32_t i = 0; i < first; i++) {
                    push(&ring, &queue);
                    pop(&ring, &queue);
                }
                assert_int_equal(ring.first, first % depths[d]);
                for (uint32_t i = 0; i < level; i++)
                    push(&ring, &queue);
                for (uint32_t i = 0; i < level; i++)
                    pop(&ring, &queue);
                assert_int_equal(ring.first, (first + level) % depths[d]);
            }
}

static void random_walk(void **state)
{
    struct random random = {31};

    (void)state;
    for (uint32_t depth = 1; depth <= 40; depth++) {
        struct ring ring = {.depth = depth};
        struct queue queue = {.depth = depth};

        for (int i = 0; i < 5000; i++)
            if (queue.count == 0 || (queue.count < depth && random_below(&random, 2) == 0))
                push(&ring, &queue);
            else
                pop(&ring, &queue);
    }
}

static void deepest_ring(void **state)
{
    struct ring ring = {.depth = INT32_MAX, .first = INT32_MAX - 1, .count = 0};

    (void)state;
    assert_int_equal(ring_free(&ring), INT32_MAX - 1);
    ring_push(&ring);
    assert_int_equal(ring_free(&ring), 0);
    ring.count = INT32_MAX - 1;
    assert_int_equal(ring_free(&ring), INT32_MAX - 2);
    assert_false(ring_full(&ring));
    ring_push(&ring);
    assert_true(ring_full(&ring));
    ring_pop(&ring);
    assert_int_equal(ring.first, 0);
    ring_clear(&ring);
    assert_int_equal(ring.count, 0);
    assert_int_equal(ring_free(&ring), 0);
}

static void clearing_at_each_level(void **state)
{
    (void)state;
    for (uint32_t first = 0; first < 7; first++)
        for (uint32_t count = 0; count <= 7; count++) {
            struct ring ring = {.depth = 7, .first = first, .count = count};

            ring_clear(&ring);
            assert_int_equal(ring.count, 0);
            assert_int_equal(ring_free(&ring), 0);
            assert_false(ring_full(&ring));
        }
}

/* The last instant at which a message is valid is its age = refresh period. */
static void validity_at_the_instant(void **state)
{
    static const uint64_t periods[] = {1,          2,         1000,       UINT32_MAX,
                                       1ull << 32, INT64_MAX, 1ull << 63, UINT64_MAX - 1};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(periods); i++) {
        assert_true(port_valid(periods[i], 0));
        assert_true(port_valid(periods[i], periods[i] - 1));
        assert_true(port_valid(periods[i], periods[i]));
        assert_false(port_valid(periods[i], periods[i] + 1));
        assert_false(port_valid(periods[i], UINT64_MAX));
        assert_true(port_valid(0, periods[i]));
    }
    assert_true(port_valid(UINT64_MAX, UINT64_MAX));
    assert_true(port_valid(0, 0));
    assert_true(port_valid(0, UINT64_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fill_level_and_wrap),
        cmocka_unit_test(random_walk),
        cmocka_unit_test(deepest_ring),
        cmocka_unit_test(clearing_at_each_level),
        cmocka_unit_test(validity_at_the_instant),
    };

    return cmocka_run_group_tests_name("rings and validity", tests, NULL, NULL);
}
