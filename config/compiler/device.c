/* SPDX-License-Identifier: BSD-2-Clause */

/* Devices that partitions work themselves: interrupt lines, I/O ports and
 * memory, each for one partition only. */

#include "module.h"

#include <inttypes.h>

#include "bulkhead/arch/x86.h"
#include "bulkhead/vcpu.h"

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

#define PAGE_SIZE ((uint64_t)BULKHEAD_PAGE_SIZE)

struct stretch {
    uint32_t first, last;
    const char *what;
};

/* What the kernel keeps for itself on a PC. */
static const struct stretch kernel_lines[] = {
    {0, 0, "interval timer"},
    {2, 2, "cascade of the interrupt controllers"},
    {4, 4, "console"},
};

static const struct stretch kernel_ports[] = {
    {0x20, 0x21, "interrupt controller"},
    {0x40, 0x43, "interval timer"},
    {0x61, 0x61, "interval timer"},
    {0x92, 0x92, "reset of the processor"},
    {0xa0, 0xa1, "interrupt controller"},
    {0xf4, 0xf7, "end of the machine in QEMU"},
    {0x3f8, 0x3ff, "console"},
    {0x4d0, 0x4d1, "interrupt controller"},
    {0xcf8, 0xcff, "configuration of PCI devices, which access memory themselves"},
};

/* What reaches the memory of others. */
static const struct stretch powerful_ports[] = {
    {0x00, 0x0f, "DMA controller"},
    {0x80, 0x8f, "DMA page registers"},
    {0xc0, 0xdf, "DMA controller"},
};

/* What a PC's interrupt controllers can't have level-triggered. */
#define EDGE_ONLY 0x2107u

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct stretch *stretch_in(const struct stretch *table, size_t count, uint32_t first,
                                        uint32_t last)
{
    for (size_t i = 0; i < count; i++)
        if (first <= table[i].last && last >= table[i].first)
            return &table[i];
    return NULL;
}

/* --- interrupt lines --- */

static const char *line_owner(const struct module *module, int64_t line)
{
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        if ((partition->hw_lines >> line & 1u) != 0)
            return partition->name;
    }
    return NULL;
}

/* The lines that a list names, of a device or of a whole partition. */
static uint32_t take_lines(struct module *module, const struct module_partition *partition,
                           const struct value *list)
{
    struct list lines = {0};
    uint32_t taken = 0;

    value_elements(module->model, list, &lines);
    for (uint32_t i = 0; i < lines.count; i++) {
        const struct value *value = lines.items[i];
        const struct stretch *kernels;
        const char *owner;
        int64_t line;

        if (!value_integer(module->model, value, &line))
            continue; /* not in the property's range; reported as such */
        kernels = stretch_in(kernel_lines, COUNT(kernel_lines), (uint32_t)line, (uint32_t)line);
        owner = (taken >> line & 1u) != 0 ? partition->name : line_owner(module, line);
        if (kernels != NULL)
            REPORT(module, value->at, "hardware line %d is the kernel's own (%s); remove it",
                   (int)line, kernels->what);
        else if (owner != NULL)
            REPORT(module, value->at,
                   "hardware line %d belongs to partition '%s' already; give it to one only",
                   (int)line, owner);
        taken |= 1u << line;
    }
    return taken;
}

static void take_partition_lines(struct module *module, struct module_partition *partition)
{
    struct value value;

    if (module_partition_value(module, partition, "Bulkhead::Hardware_Lines", &value))
        partition->hw_lines |= take_lines(module, partition, &value);
}

static void take_level(struct module *module, const struct module_device *device,
                       const struct instance *instance)
{
    struct value value;
    bool level = false;

    if (!property_value(module->model, instance, "Bulkhead::Level_Triggered", &value) ||
        !value_boolean(module->model, &value, &level) || !level)
        return;
    for (uint32_t line = 0; device->lines >> line != 0; line++)
        if ((device->lines & EDGE_ONLY) >> line & 1u)
            REPORT(module, value.at,
                   "hardware line %u can't be level-triggered; remove 'Level_Triggered'", line);
    module->level_lines |= device->lines;
}

/* --- I/O ports --- */

static void check_io(struct module *module, const struct module_device *device,
                     const struct module_io *io)
{
    const struct stretch *kernels =
        stretch_in(kernel_ports, COUNT(kernel_ports), io->first, io->last);
    const struct stretch *powerful =
        stretch_in(powerful_ports, COUNT(powerful_ports), io->first, io->last);

    if (kernels != NULL)
        REPORT(module, io->at,
               "the I/O ports 16#%X# to 16#%X# are the kernel's own (%s); leave "
               "them out",
               kernels->first, kernels->last, kernels->what);
    if (powerful != NULL)
        WARN(module, io->at,
             "by the I/O ports 16#%X# to 16#%X# (%s) the partition '%s' can reach memory that is "
             "not its own",
             powerful->first, powerful->last, powerful->what, device->partition->name);
    for (uint32_t i = 0; i < module->devices.count; i++) {
        const struct module_device *other = module->devices.items[i];

        for (uint32_t j = 0; j < other->io.count; j++) {
            const struct module_io *taken = other->io.items[j];

            if (taken != io && taken->first <= io->last && taken->last >= io->first)
                REPORT(module, io->at,
                       "these I/O ports overlap 16#%X# to 16#%X# of the device '%s'; give each to "
                       "one only",
                       taken->first, taken->last, other->name);
        }
    }
}

static void take_io(struct module *module, struct module_device *device, const struct value *list)
{
    struct list ranges = {0};

    value_elements(module->model, list, &ranges);
    for (uint32_t i = 0; i < ranges.count; i++) {
        const struct value *value = ranges.items[i];
        struct module_io *io;
        int64_t first, last;

        if (!value_range(module->model, value, &first, &last) || first > last)
            continue; /* reported with the declarations */
        io = ARENA_NEW(module_arena(module), struct module_io);
        io->first = (uint32_t)first;
        io->last = (uint32_t)last;
        io->at = value->at;
        check_io(module, device, io);
        list_add(module_arena(module), &device->io, io);
    }
}

/* --- memory --- */

static void check_memory(struct module *module, const struct module_region *region)
{
    uint64_t last = region->physical + region->size - 1;

    for (uint32_t i = 0; i < module->regions.count; i++) {
        const struct module_region *other = module->regions.items[i];

        if (other->physical <= last && region->physical <= other->physical + other->size - 1)
            REPORT(module, region->at,
                   "this memory overlaps 16#%" PRIX64 "# to 16#%" PRIX64
                   "# of the device '%s'; give it to one only",
                   other->physical, other->physical + other->size - 1, other->name);
    }
}

static void take_range(struct module *module, const struct module_device *device, const char *name,
                       const struct value *value)
{
    struct module_region *region = ARENA_NEW(module_arena(module), struct module_region);
    struct module_mapping *mapping = ARENA_NEW(module_arena(module), struct module_mapping);
    int64_t first, last;

    if (!value_range(module->model, value, &first, &last) || first > last)
        return; /* reported with the declarations */
    if ((uint64_t)first % PAGE_SIZE != 0 || ((uint64_t)last + 1) % PAGE_SIZE != 0) {
        REPORT(module, value->at,
               "the memory of device '%s' is not whole pages; write 16#%" PRIX64 "# .. 16#%" PRIX64
               "#",
               device->name, (uint64_t)first / PAGE_SIZE * PAGE_SIZE,
               ((uint64_t)last / PAGE_SIZE + 1) * PAGE_SIZE - 1);
        return;
    }
    if (last - first >= UINT32_MAX)
        last =
            first + (int64_t)(UINT32_MAX - PAGE_SIZE); /* too large to be placed; reported there */
    region->name = name;
    region->at = value->at;
    region->physical = (uint64_t)first;
    region->size = (uint32_t)(last - first + 1);
    mapping->partition = device->partition;
    mapping->writable = true;
    list_add(module_arena(module), &region->mappings, mapping);
    check_memory(module, region);
    list_add(module_arena(module), &module->regions, region);
}

/* The device's name, with a number if it has several. */
static void take_memory(struct module *module, const struct module_device *device,
                        const struct value *list)
{
    struct list ranges = {0};

    value_elements(module->model, list, &ranges);
    for (uint32_t i = 0; i < ranges.count; i++)
        take_range(module, device,
                   ranges.count == 1
                       ? device->name
                       : arena_print(module_arena(module), "%s.%u", device->name, i + 1),
                   ranges.items[i]);
}

/* --- devices --- */

static void take_device(struct module *module, const struct instance *instance)
{
    static const char *const names[] = {"Bulkhead::Hardware_Lines", "Bulkhead::IO_Ports",
                                        "Bulkhead::Memory_Ranges"};
    struct module_device *device = ARENA_NEW(module_arena(module), struct module_device);
    struct module_partition *partition;
    const struct instance *bound;
    struct place at = instance->at;
    struct value values[3];
    bool given[3];

    for (int i = 0; i < 3; i++)
        given[i] = property_value(module->model, instance, names[i], &values[i]);
    if (!given[0] && !given[1] && !given[2])
        return;
    enum answer answer = module_binding(
        module, instance, "Deployment_Properties::Actual_Processor_Binding", &bound, &at);
    partition = bound == NULL ? NULL : module_partition_at(module, bound);
    if (partition == NULL) {
        if (answer != ANSWER_WRONG)
            REPORT(module, at,
                   "the device '%s' is not bound to a partition; add 'Actual_Processor_Binding => "
                   "(reference (%s.PARTITION)) applies to %s;'",
                   instance->name, instance_path(module->model, module->processor),
                   instance_path(module->model, instance));
        return;
    }
    device->name = instance->name;
    device->partition = partition;
    list_add(module_arena(module), &module->devices, device);
    if (given[0])
        device->lines = take_lines(module, partition, &values[0]);
    partition->hw_lines |= device->lines;
    take_level(module, device, instance);
    if (given[1])
        take_io(module, device, &values[1]);
    if (given[2])
        take_memory(module, device, &values[2]);
}

static void check_limits(struct module *module)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < module->devices.count; i++)
        count += ((const struct module_device *)module->devices.items[i])->io.count;
    if (count > BULKHEAD_MAX_IO_RANGES)
        REPORT(module, module->processor->at,
               "there are %u ranges of I/O ports; the kernel has room for %u", count,
               BULKHEAD_MAX_IO_RANGES);
}

void devices_build(struct module *module)
{
    struct list devices = {0};

    for (uint32_t i = 0; i < module->partitions.count; i++)
        take_partition_lines(module, module->partitions.items[i]);
    instances_of(module->model, module->model->root, CATEGORY_DEVICE, &devices);
    for (uint32_t i = 0; i < devices.count; i++)
        take_device(module, devices.items[i]);
    check_limits(module);
}

bool devices_take_time(const struct module *module, const struct module_partition *partition)
{
    for (uint32_t i = 0; i < module->devices.count; i++) {
        const struct module_device *device = module->devices.items[i];

        if (device->partition == partition && device->io.count != 0)
            return true;
    }
    return partition->hw_lines != 0;
}
