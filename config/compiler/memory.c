/* SPDX-License-Identifier: BSD-2-Clause */

/* The memory of partitions: a memory component of their own, their share of
 * one, or what the process says that it needs. */

#include "module.h"

#include <inttypes.h>

#include "bulkhead/arch/x86.h"

#define PAGE_SIZE ((uint64_t)BULKHEAD_PAGE_SIZE)

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)

static enum answer memory_size(struct module *module, const struct instance *memory, uint64_t *size,
                               struct place *at)
{
    enum answer answer = module_size(module, memory, "Memory_Properties::Memory_Size", size, at);

    if (answer == ANSWER_NONE)
        answer = module_size(module, memory, "Memory_Properties::Byte_Count", size, at);
    return answer;
}

static uint64_t whole_pages(uint64_t size)
{
    return size / PAGE_SIZE * PAGE_SIZE + (size % PAGE_SIZE == 0 ? 0 : PAGE_SIZE);
}

static void check_memory_size(struct module *module, struct module_partition *partition,
                              uint64_t size, struct place at)
{
    uint64_t limit = BULKHEAD_MEMORY_LIMIT - BULKHEAD_MEMORY_FIRST;

    if (size == 0)
        REPORT(module, at, "the memory of partition '%s' has no bytes; give it some",
               partition->name);
    else if (size > limit)
        REPORT(module, at,
               "partition '%s' has %" PRIu64 " bytes of memory; the most is %" PRIu64
               " bytes, give it less",
               partition->name, size, limit);
    else
        partition->memory_size = (uint32_t)whole_pages(size);
}

/* Partitions without paging are made to the byte, in models for other kernels. */
static void warn_of_part_page(struct module *module, const struct module_partition *partition,
                              uint64_t size, struct place at)
{
    if (size % PAGE_SIZE != 0 && partition->memory_size != 0)
        report_warning(module_messages(module), at,
                       "the memory of partition '%s' has %" PRIu64
                       " bytes, which is not whole pages, so it gets %" PRIu64 "; write that",
                       partition->name, size, whole_pages(size));
}

static void check_memory_base(struct module *module, struct module_partition *partition)
{
    uint64_t base = BULKHEAD_MEMORY_DEFAULT_BASE;
    struct place at = partition->at;

    if (partition->memory != NULL)
        module_size(module, partition->memory, "Memory_Properties::Base_Address", &base, &at);
    if (base % PAGE_SIZE != 0)
        REPORT(module, at,
               "the memory of partition '%s' does not begin at a page; write 16#%" PRIX64 "#",
               partition->name,
               base < BULKHEAD_MEMORY_FIRST ? BULKHEAD_MEMORY_FIRST : base / PAGE_SIZE * PAGE_SIZE);
    else if (base < BULKHEAD_MEMORY_FIRST || base >= BULKHEAD_MEMORY_LIMIT ||
             partition->memory_size > BULKHEAD_MEMORY_LIMIT - base)
        REPORT(module, at,
               "the memory of partition '%s' is not between 16#%X# and 16#%X#; choose another "
               "Base_Address (it is the partition's virtual address)",
               partition->name, BULKHEAD_MEMORY_FIRST, BULKHEAD_MEMORY_LIMIT);
    else
        partition->memory_base = (uint32_t)base;
}

/* A memory of several partitions is divided by what each process needs. */
static bool memory_shared(const struct module *module, const struct module_partition *partition)
{
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *other = module->partitions.items[i];

        if (other != partition && other->memory == partition->memory)
            return true;
    }
    return false;
}

static void take_memory(struct module *module, struct module_partition *partition)
{
    const struct instance *process = partition->process;
    const struct instance *memory = partition->memory;
    uint64_t needed = 0, size = 0;
    struct place needed_at = partition->at, at = partition->at;
    enum answer need = module_size(module, process, "POK::Needed_Memory_Size", &needed, &needed_at);
    enum answer has = memory == NULL ? ANSWER_NONE : memory_size(module, memory, &size, &at);

    if (need == ANSWER_WRONG || has == ANSWER_WRONG)
        return;
    needed = whole_pages(needed);
    if (need == ANSWER_GIVEN && (has == ANSWER_NONE || memory_shared(module, partition))) {
        check_memory_size(module, partition, needed, needed_at);
    } else if (has == ANSWER_GIVEN && memory_shared(module, partition)) {
        REPORT(module, at,
               "several partitions share the memory '%s'; say with POK::Needed_Memory_Size how "
               "much of it the process '%s' needs",
               memory->name, process->name);
    } else if (has == ANSWER_GIVEN) {
        check_memory_size(module, partition, size, at);
        warn_of_part_page(module, partition, size, at);
        if (needed > whole_pages(size))
            REPORT(module, needed_at,
                   "the process '%s' needs %" PRIu64 " bytes, the memory '%s' has %" PRIu64
                   "; enlarge it",
                   process->name, needed, memory->name, size);
    } else if (memory != NULL) {
        REPORT(module, memory->at, "the memory '%s' has no size; add 'Byte_Count => ...;' to it",
               memory->name);
    } else {
        REPORT(module, process->at,
               "the partition '%s' has no memory; bind its process to one with "
               "'Actual_Memory_Binding => (reference (MEMORY)) applies to %s;'",
               partition->name, instance_path(module->model, process));
    }
}

/* What the partitions on one memory need together must fit into it. */
static void check_shared_memory(struct module *module, const struct module_partition *first)
{
    uint64_t sum = 0, size;
    struct place at;

    if (first->memory == NULL || !memory_shared(module, first))
        return;
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        if (partition->memory == first->memory && partition->index < first->index)
            return;
        if (partition->memory == first->memory)
            sum += partition->memory_size;
    }
    if (memory_size(module, first->memory, &size, &at) == ANSWER_GIVEN && sum > size)
        REPORT(module, at,
               "the partitions on the memory '%s' need %" PRIu64 " bytes, it has %" PRIu64
               "; enlarge it",
               first->memory->name, sum, size);
}

static void bind_memory(struct module *module, struct module_partition *partition)
{
    struct place at;
    enum answer answer =
        module_binding(module, partition->process, "Deployment_Properties::Actual_Memory_Binding",
                       &partition->memory, &at);

    partition->memory_wrong =
        answer == ANSWER_WRONG ||
        (answer == ANSWER_GIVEN && partition->memory->category != CATEGORY_MEMORY &&
         partition->memory->category != CATEGORY_ABSTRACT);
}

void memories_build(struct module *module)
{
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        struct module_partition *partition = module->partitions.items[i];

        if (partition->process != NULL)
            bind_memory(module, partition);
    }
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        struct module_partition *partition = module->partitions.items[i];

        if (partition->process == NULL || partition->memory_wrong)
            continue;
        take_memory(module, partition);
        check_memory_base(module, partition);
    }
    for (uint32_t i = 0; i < module->partitions.count; i++)
        check_shared_memory(module, module->partitions.items[i]);
}
