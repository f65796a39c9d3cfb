/* SPDX-License-Identifier: BSD-2-Clause */

/* Memory regions: data that partitions share, or that one has as a memory
 * block (ARINC 653 Part 2), and where they and devices' memory are mapped. */

#include "datatype.h"
#include "module.h"

#include <inttypes.h>
#include <string.h>

#include "bulkhead/arch/x86.h"

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)

#define PAGE_SIZE ((uint64_t)BULKHEAD_PAGE_SIZE)
/* Where regions are mapped that the model gives no address. */
#define FIRST_ADDRESS UINT64_C(0xa0000000)

struct regions {
    struct module *module;
    struct datatypes types;
    struct list data; /* struct shared_data */
};

struct shared_data {
    const struct instance *instance;
    struct module_region *region;
};

/* --- what is a region --- */

/* As given, or else as its type has in C; 0: not known. */
static uint64_t data_size(struct regions *regions, const struct instance *data)
{
    static const char *const names[] = {"Memory_Properties::Data_Size",
                                        "Memory_Properties::Source_Data_Size"};
    struct place at;
    uint64_t size = 0;

    for (int i = 0; i < 2; i++)
        if (module_size(regions->module, data, names[i], &size, &at) != ANSWER_NONE)
            return size;
    if (data->classifier == NULL)
        return 0;
    const struct datatype *type = datatype_of(&regions->types, data->classifier);
    return type->wrong == NULL ? type->size : 0;
}

static void read_size(struct regions *regions, const struct instance *data,
                      struct module_region *region)
{
    uint64_t most = BULKHEAD_MEMORY_LIMIT - FIRST_ADDRESS;
    uint64_t size = data_size(regions, data);

    if (size == 0)
        REPORT(regions->module, data->at,
               "the memory region '%s' has no size; add 'Data_Size => ...;' to its data type",
               region->name);
    else if (size > most)
        REPORT(regions->module, data->at,
               "the memory region '%s' has %" PRIu64 " bytes; the most is %" PRIu64
               ", make several",
               region->name, size, most);
    else
        region->size = (uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE);
}

static void read_address(struct module *module, const struct instance *data,
                         struct module_region *region)
{
    struct place at;
    uint64_t address;

    if (module_size(module, data, "Memory_Properties::Base_Address", &address, &at) != ANSWER_GIVEN)
        return;
    if (address % PAGE_SIZE != 0)
        REPORT(module, at, "the memory region '%s' does not begin at a page; write 16#%" PRIX64 "#",
               region->name, address / PAGE_SIZE * PAGE_SIZE);
    else if (address < BULKHEAD_MEMORY_FIRST || address >= BULKHEAD_MEMORY_LIMIT ||
             region->size > BULKHEAD_MEMORY_LIMIT - address)
        REPORT(module, at,
               "the memory region '%s' is not between 16#%X# and 16#%X#; choose another "
               "Base_Address (it is the virtual address in all partitions)",
               region->name, BULKHEAD_MEMORY_FIRST, BULKHEAD_MEMORY_LIMIT);
    else
        region->address = (uint32_t)address;
    region->at = at;
}

static struct module_region *region_of(struct regions *regions, const struct instance *data)
{
    struct module *module = regions->module;
    struct arena *arena = module_arena(module);

    for (uint32_t i = 0; i < regions->data.count; i++) {
        const struct shared_data *shared = regions->data.items[i];

        if (shared->instance == data)
            return shared->region;
    }
    struct shared_data *shared = ARENA_NEW(arena, struct shared_data);
    shared->instance = data;
    shared->region = ARENA_NEW(arena, struct module_region);
    shared->region->name = data->name;
    shared->region->at = data->at;
    shared->region->physical = BULKHEAD_NO_ADDRESS;
    module_check_name(module, "memory region", data->name, data->at);
    read_size(regions, data, shared->region);
    read_address(module, data, shared->region);
    list_add(arena, &regions->data, shared);
    list_add(arena, &module->regions, shared->region);
    return shared->region;
}

/* --- who sees it --- */

static void map(struct module *module, struct module_region *region,
                const struct module_partition *partition, bool writable)
{
    struct module_mapping *mapping;

    for (uint32_t i = 0; i < region->mappings.count; i++) {
        mapping = region->mappings.items[i];
        if (mapping->partition != partition)
            continue;
        mapping->writable = mapping->writable || writable;
        return;
    }
    mapping = ARENA_NEW(module_arena(module), struct module_mapping);
    mapping->partition = partition;
    mapping->writable = writable;
    list_add(module_arena(module), &region->mappings, mapping);
}

/* May an access write? As said for the feature of the partition's process, or
 * else for the data. */
static bool may_write(struct module *module, const struct trace *trace,
                      const struct module_partition *partition, const struct instance *data)
{
    static const char name[] = "Memory_Properties::Access_Right";
    struct value value;
    bool given = false;
    const char *right;

    for (uint32_t i = 0; i < trace->ends.count && !given; i++) {
        const struct trace_end *end = trace->ends.items[i];

        given = end->instance == partition->process && end->feature != NULL &&
                feature_value(module->model, end->instance, end->feature, name, &value);
    }
    if (!given && !property_value(module->model, data, name, &value))
        return true;
    right = value_literal(module->model, &value);
    if (right == NULL || strcmp(right, "read_write") == 0)
        return true;
    if (strcmp(right, "read_only") != 0)
        REPORT(module, value.at,
               "partition '%s' can't have this Access_Right to '%s'; use read_only or read_write",
               partition->name, data->name);
    return false;
}

static const struct instance *data_at(const struct trace_end *end)
{
    return end->feature == NULL && end->instance->category == CATEGORY_DATA ? end->instance : NULL;
}

static void take_access(struct regions *regions, const struct trace *trace)
{
    struct module *module = regions->module;
    const struct instance *data = data_at(&trace->from);
    const struct trace_end *other = data == NULL ? &trace->from : &trace->to;
    const struct module_partition *owner, *partition;

    if (data == NULL)
        data = data_at(&trace->to);
    if (data == NULL)
        return;
    owner = module_partition_of(module, data);
    partition = module_partition_of(module, other->instance);
    if (partition == NULL || partition == owner)
        return;
    struct module_region *region = region_of(regions, data);
    if (owner != NULL)
        map(module, region, owner, true);
    map(module, region, partition, may_write(module, trace, partition, data));
}

/* Data of a process that is said to be a memory block of its partition. */
static void take_block(struct regions *regions, const struct instance *data)
{
    struct module *module = regions->module;
    const struct module_partition *owner = module_partition_of(module, data);
    struct value value;
    bool block = false;

    if (!property_value(module->model, data, "Bulkhead::Memory_Block", &value) ||
        !value_boolean(module->model, &value, &block) || !block)
        return;
    struct module_region *region = region_of(regions, data);
    if (owner != NULL)
        map(module, region, owner, true);
    else if (region->mappings.count == 0)
        REPORT(module, value.at,
               "the memory block '%s' is in no partition; move it into a process, or connect it "
               "to one with 'data access'",
               data->name);
}

/* --- where it is mapped --- */

const struct module_mapping *region_mapping(const struct module_region *region,
                                            const struct module_partition *partition)
{
    for (uint32_t i = 0; i < region->mappings.count; i++) {
        const struct module_mapping *mapping = region->mappings.items[i];

        if (mapping->partition == partition)
            return mapping;
    }
    return NULL;
}

static bool share_partition(const struct module_region *one, const struct module_region *other)
{
    for (uint32_t i = 0; i < one->mappings.count; i++)
        if (region_mapping(
                other, ((const struct module_mapping *)one->mappings.items[i])->partition) != NULL)
            return true;
    return false;
}

static bool overlap(uint64_t first, uint64_t first_size, uint64_t second, uint64_t second_size)
{
    return first < second + second_size && second < first + first_size;
}

static void check_partition(struct module *module, const struct module_region *region,
                            const struct module_partition *partition)
{
    if (overlap(region->address, region->size, partition->memory_base, partition->memory_size))
        REPORT(module, region->at,
               "the memory region '%s' overlaps the memory of partition '%s', 16#%" PRIX32
               "# to 16#%" PRIX32 "#; choose another Base_Address",
               region->name, partition->name, partition->memory_base,
               partition->memory_base + partition->memory_size - 1);
}

/* Regions with an address that the model gives. */
static void check_address(struct module *module, uint32_t index)
{
    const struct module_region *region = module->regions.items[index];

    for (uint32_t i = 0; i < region->mappings.count; i++)
        check_partition(module, region,
                        ((const struct module_mapping *)region->mappings.items[i])->partition);
    for (uint32_t i = 0; i < index; i++) {
        const struct module_region *other = module->regions.items[i];

        if (other->address != 0 && share_partition(region, other) &&
            overlap(region->address, region->size, other->address, other->size))
            REPORT(module, region->at,
                   "the memory region '%s' overlaps '%s', 16#%" PRIX32 "# to 16#%" PRIX32
                   "#; choose another Base_Address",
                   region->name, other->name, other->address, other->address + other->size - 1);
    }
}

/* Where what lies at an address ends; the address itself if nothing does. */
static uint64_t end_of_taken(const struct module *module, const struct module_region *region,
                             uint64_t address)
{
    for (uint32_t i = 0; i < module->regions.count; i++) {
        const struct module_region *other = module->regions.items[i];

        if (other->address != 0 && overlap(address, region->size, other->address, other->size))
            return (uint64_t)other->address + other->size;
    }
    for (uint32_t i = 0; i < region->mappings.count; i++) {
        const struct module_mapping *mapping = region->mappings.items[i];
        const struct module_partition *partition = mapping->partition;

        if (overlap(address, region->size, partition->memory_base, partition->memory_size))
            return (uint64_t)partition->memory_base + partition->memory_size;
    }
    return address;
}

/* The next free address, with a page between that nobody can access. */
static void find_address(struct module *module, struct module_region *region)
{
    uint64_t address = FIRST_ADDRESS, end;

    while ((end = end_of_taken(module, region, address)) != address)
        address = end + PAGE_SIZE;
    if (address + region->size <= BULKHEAD_MEMORY_LIMIT)
        region->address = (uint32_t)address;
    else
        REPORT(module, region->at,
               "there is no room for the memory region '%s' from 16#%" PRIX64
               "# on; make it smaller, or give it a Base_Address",
               region->name, FIRST_ADDRESS);
}

static void place_regions(struct module *module)
{
    for (uint32_t i = 0; i < module->regions.count; i++) {
        const struct module_region *region = module->regions.items[i];

        if (region->address != 0)
            check_address(module, i);
    }
    for (uint32_t i = 0; i < module->regions.count; i++) {
        struct module_region *region = module->regions.items[i];

        if (region->address == 0 && region->size != 0)
            find_address(module, region);
    }
}

/* --- all --- */

static void check_names(struct module *module, const struct module_partition *partition)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < module->regions.count; i++) {
        const struct module_region *region = module->regions.items[i];

        if (region_mapping(region, partition) == NULL)
            continue;
        count++;
        for (uint32_t j = 0; j < i; j++) {
            const struct module_region *other = module->regions.items[j];

            if (region_mapping(other, partition) != NULL && strcmp(other->name, region->name) == 0)
                REPORT(module, region->at, "partition '%s' has two memory regions '%s'; rename one",
                       partition->name, region->name);
        }
    }
    if (count > BULKHEAD_MAX_BLOCKS)
        REPORT(module, partition->at,
               "partition '%s' has %u memory regions; the kernel has room for %u", partition->name,
               count, BULKHEAD_MAX_BLOCKS);
}

void regions_build(struct module *module)
{
    struct regions regions = {.module = module, .types.model = module->model};
    struct list data = {0};

    for (uint32_t i = 0; i < module->traces.count; i++)
        take_access(&regions, module->traces.items[i]);
    instances_of(module->model, module->model->root, CATEGORY_DATA, &data);
    for (uint32_t i = 0; i < data.count; i++)
        take_block(&regions, data.items[i]);
    if (module->regions.count > BULKHEAD_MAX_REGIONS) {
        REPORT(module, module->processor->at,
               "there are %u memory regions; the kernel has room for %u", module->regions.count,
               BULKHEAD_MAX_REGIONS);
        return;
    }
    for (uint32_t i = 0; i < module->partitions.count; i++)
        check_names(module, module->partitions.items[i]);
    place_regions(module);
}
