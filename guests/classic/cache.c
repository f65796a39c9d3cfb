/* SPDX-License-Identifier: BSD-2-Clause */

/* The cache manager: what is left of it for a partition. */

#include <stdlib.h>
#include <rtems/rtems/cache.h>
#include <rtems/score/cpu.h>

size_t rtems_cache_get_data_line_size(void)
{
    return CPU_CACHE_LINE_BYTES;
}

size_t rtems_cache_get_instruction_line_size(void)
{
    return CPU_CACHE_LINE_BYTES;
}

size_t rtems_cache_get_maximal_line_size(void)
{
    return CPU_CACHE_LINE_BYTES;
}

size_t rtems_cache_get_data_cache_size(uint32_t level)
{
    (void)level;
    return 0;
}

size_t rtems_cache_get_instruction_cache_size(uint32_t level)
{
    (void)level;
    return 0;
}

void *rtems_cache_aligned_malloc(size_t size)
{
    if (size > SIZE_MAX - CPU_CACHE_LINE_BYTES)
        return NULL;
    return aligned_alloc(CPU_CACHE_LINE_BYTES, RTEMS_ALIGN_UP(size, (size_t)CPU_CACHE_LINE_BYTES));
}

/* A barrier for the processor too. */
static void synchronize(void)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void rtems_cache_flush_multiple_data_lines(const void *begin, size_t size)
{
    (void)begin;
    (void)size;
    synchronize();
}

void rtems_cache_invalidate_multiple_data_lines(const void *begin, size_t size)
{
    (void)begin;
    (void)size;
    synchronize();
}

void rtems_cache_invalidate_multiple_instruction_lines(const void *begin, size_t size)
{
    (void)begin;
    (void)size;
    synchronize();
}

void rtems_cache_instruction_sync_after_code_change(const void *begin, size_t size)
{
    (void)begin;
    (void)size;
    synchronize();
}

void rtems_cache_flush_entire_data(void)
{
    synchronize();
}

void rtems_cache_invalidate_entire_data(void)
{
    synchronize();
}

void rtems_cache_invalidate_entire_instruction(void)
{
    synchronize();
}

void rtems_cache_enable_data(void)
{
}

void rtems_cache_disable_data(void)
{
}

void rtems_cache_enable_instruction(void)
{
}

void rtems_cache_disable_instruction(void)
{
}

void rtems_cache_freeze_data(void)
{
}

void rtems_cache_unfreeze_data(void)
{
}

void rtems_cache_freeze_instruction(void)
{
}

void rtems_cache_unfreeze_instruction(void)
{
}
