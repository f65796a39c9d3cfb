/* SPDX-License-Identifier: BSD-2-Clause */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "executive/heap.h"

#define BLOCKS 100

static _Alignas(16) unsigned char area[70000];
static struct exec_heap heap;
static unsigned char *blocks[BLOCKS];
static size_t sizes[BLOCKS];

static void check_content(size_t i)
{
    for (size_t k = 0; k < sizes[i]; k++)
        assert_int_equal(blocks[i][k], i);
}

static void use(size_t i, size_t size)
{
    sizes[i] = size;
    memset(blocks[i], (int)i, size);
}

static void free_block(size_t i)
{
    assert_true(exec_heap_free(&heap, blocks[i]));
    assert_false(exec_heap_free(&heap, blocks[i]));
    blocks[i] = NULL;
    sizes[i] = 0;
}

static void resize_block(size_t i)
{
    size_t size = (size_t)rand() % 1500;

    if (!exec_heap_resize(&heap, blocks[i], size))
        return;
    assert_true(exec_heap_size_of(blocks[i]) >= size);
    use(i, size);
}

static void allocate_block(size_t i)
{
    size_t size = (size_t)rand() % 1200;
    size_t alignment = (size_t)1 << rand() % 10;

    blocks[i] = exec_heap_allocate_aligned(&heap, size, alignment);
    if (blocks[i] == NULL)
        return;
    assert_int_equal((uintptr_t)blocks[i] % alignment, 0);
    assert_int_equal((uintptr_t)blocks[i] % EXEC_HEAP_ALIGNMENT, 0);
    use(i, size);
}

static void random_use(size_t offset)
{
    struct exec_heap_statistics before;
    struct exec_heap_statistics after;

    assert_true(exec_heap_initialize(&heap, area + offset, sizeof(area) - offset - 5));
    exec_heap_get_statistics(&heap, &before);
    for (unsigned step = 0; step < 50000; step++) {
        size_t i = (size_t)rand() % BLOCKS;
        int operation = rand() % 4;

        check_content(i);
        if (blocks[i] == NULL)
            allocate_block(i);
        else if (operation == 0)
            free_block(i);
        else if (operation == 1)
            resize_block(i);
    }
    for (size_t i = 0; i < BLOCKS; i++)
        if (blocks[i] != NULL)
            free_block(i);
    exec_heap_get_statistics(&heap, &after);
    assert_memory_equal(&before, &after, sizeof(before));
}

/* Afterwards the heap is one free block again, wherever it begins. */
static void random_allocations(void **state)
{
    (void)state;
    srand(1);
    for (size_t offset = 0; offset < 16; offset++)
        random_use(offset);
}

static void impossible_sizes(void **state)
{
    (void)state;
    assert_true(exec_heap_initialize(&heap, area, sizeof(area)));
    assert_null(exec_heap_allocate(&heap, SIZE_MAX));
    assert_null(exec_heap_allocate(&heap, SIZE_MAX - 8));
    assert_null(exec_heap_allocate(&heap, sizeof(area)));
    assert_null(exec_heap_allocate_aligned(&heap, 16, 24));
    assert_null(exec_heap_allocate_aligned(&heap, 16, 0));
    assert_null(exec_heap_allocate_aligned(&heap, 16, (size_t)1 << 40));
    assert_non_null(exec_heap_allocate(&heap, 0));
    assert_false(exec_heap_initialize(&heap, area, 40));
}

static void foreign_pointers(void **state)
{
    unsigned char *block;

    (void)state;
    assert_true(exec_heap_initialize(&heap, area, sizeof(area)));
    block = exec_heap_allocate(&heap, 100);
    assert_false(exec_heap_free(&heap, block + 1));
    assert_false(exec_heap_free(&heap, block + 16));
    assert_false(exec_heap_free(&heap, area + sizeof(area) + 16));
    assert_false(exec_heap_resize(&heap, block + 32, 10));
    assert_true(exec_heap_free(&heap, block));
}

static size_t free_bytes(void)
{
    struct exec_heap_statistics statistics;

    exec_heap_get_statistics(&heap, &statistics);
    assert_int_equal(statistics.used_blocks, 0);
    return statistics.free_size;
}

/* Allocates all of it, block by block, and gives it back. */
static void fill(void)
{
    size_t before = free_bytes();
    size_t count = 0;

    while (count < BLOCKS && (blocks[count] = exec_heap_allocate(&heap, 400)) != NULL)
        use(count++, 400);
    for (size_t i = 0; i < count; i++) {
        check_content(i);
        free_block(i);
    }
    assert_int_equal(free_bytes(), before);
}

static void extended(void **state)
{
    unsigned char *middle = area + 20000;
    size_t size;

    (void)state;
    memset(area, 0xee, sizeof(area));
    assert_true(exec_heap_initialize(&heap, middle, 5000));
    size = free_bytes();
    assert_int_equal(exec_heap_extend(&heap, middle + 100, 5000), 0);
    assert_int_equal(exec_heap_extend(&heap, middle - 4900, 5000), 0);
    assert_int_equal(exec_heap_extend(&heap, middle + 5000, 20), 0);
    /* Next to it: one free block. */
    assert_true(exec_heap_extend(&heap, middle + 5000, 5000) > 4900);
    assert_true(free_bytes() >= size + 4900);
    assert_non_null(blocks[0] = exec_heap_allocate(&heap, size + 4000));
    free_block(0);
    /* With gaps: what lies in them is left alone. */
    assert_true(exec_heap_extend(&heap, middle + 12000, 5000) > 4900);
    assert_true(exec_heap_extend(&heap, middle - 8000, 5000) > 4900);
    fill();
    for (size_t i = 10100; i < 12000; i++)
        assert_int_equal(middle[i], 0xee);
    for (unsigned char *gap = middle - 3000; gap < middle; gap++)
        assert_int_equal(*gap, 0xee);
    assert_null(exec_heap_allocate(&heap, 11000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_allocations),
        cmocka_unit_test(impossible_sizes),
        cmocka_unit_test(foreign_pointers),
        cmocka_unit_test(extended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
