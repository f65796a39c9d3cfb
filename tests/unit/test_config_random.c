/* SPDX-License-Identifier: BSD-2-Clause */

/* The check of the binary configuration under mutations: each verdict is
 * judged again by what the kernel relies on, as written here. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include "kernel/config.h"

#define NOBODY BULKHEAD_NO_PARTITION
#define HOUR   (3600ull * 1000000000)

static bool array_inside(const struct bulkhead_config *c, struct bulkhead_table table, size_t size)
{
    return table.offset >= sizeof(*c) && table.offset % 8 == 0 &&
           table.offset + (unsigned __int128)table.count * size <= c->config_size;
}

static const void *array(const struct bulkhead_config *c, struct bulkhead_table table)
{
    return (const char *)c + table.offset;
}

static bool name_sound(const char *name)
{
    return name[0] != '\0' && memchr(name, 0, 32) != NULL;
}

/* The actions of each level, by their names' levels in health.h. */
static bool rules_sound(const struct bulkhead_health_rule *rules)
{
    static const char *const allowed[] = {"LLLLL.....", "LL...LLL..", "LL......LL"};

    for (int error = 0; error < 12; error++, rules++) {
        if (rules->level > 2)
            return false;
        for (int level = 0; level < 3; level++)
            if (rules->actions[level] > 9 || allowed[level][rules->actions[level]] != 'L')
                return false;
    }
    return true;
}

static bool partition_sound(const struct bulkhead_config *c,
                            const struct bulkhead_config_partition *p)
{
    uint64_t base = p->memory_base, end = base + p->memory_size;

    return memchr(p->name, 0, sizeof(p->name)) != NULL && p->name[0] != '\0' &&
           memchr(p->argument, 0, sizeof(p->argument)) != NULL && base % 4096 == 0 &&
           end % 4096 == 0 && base >= BULKHEAD_MEMORY_FIRST && end <= BULKHEAD_MEMORY_LIMIT &&
           p->stack_size >= 4096 && p->stack_size % 4096 == 0 &&
           base + 4096 + 4096 + p->stack_size <= end && p->program_offset % 4096 == 0 &&
           p->program_offset >= c->config_size &&
           (uint64_t)p->program_offset + p->program_size <= c->total_size &&
           p->hw_lines <= 0xffff && p->timer_floor >= 1000 && rules_sound(p->health) &&
           p->signal_targets < (unsigned __int128)1 << c->partitions.count;
}

static bool schedule_sound(const struct bulkhead_config *c,
                           const struct bulkhead_config_schedule *s)
{
    const struct bulkhead_config_window *window =
        (const void *)((const char *)c + c->windows.offset);
    unsigned __int128 end = 0;

    for (int i = 0; i < 64; i++)
        if (s->change_actions[i] > 3)
            return false;
    if (memchr(s->name, 0, sizeof(s->name)) == NULL || s->name[0] == '\0' || s->window_count == 0 ||
        (uint64_t)s->first_window + s->window_count > c->windows.count ||
        (uint64_t)s->first_window + s->window_count > BULKHEAD_MAX_WINDOWS || s->major_frame > HOUR)
        return false;
    window += s->first_window;
    for (uint32_t i = 0; i < s->window_count; i++, window++) {
        if (window->offset != end || window->duration < 20000 || window->duration > 4000000000 ||
            window->duration < 3ull * c->window_lead ||
            (window->partition >= c->partitions.count && window->partition != NOBODY))
            return false;
        end += window->duration;
    }
    return end == s->major_frame;
}

static bool ports_sound(const struct bulkhead_config *c)
{
    const struct bulkhead_config_channel *channel = array(c, c->channels);
    const struct bulkhead_config_port *port = array(c, c->ports);

    if (c->ports.count > 4096 || c->channels.count > 4096)
        return false;
    for (uint32_t i = 0; i < c->channels.count; i++)
        if (channel[i].kind > 1 || channel[i].message_size - 1 > 8191 ||
            channel[i].message_count - 1 > (channel[i].kind == 0 ? 0 : 65535))
            return false;
    for (uint32_t i = 0; i < c->ports.count; i++) {
        uint32_t same_end = 0;

        if (port[i].partition >= c->partitions.count ||
            (i > 0 && port[i].partition < port[i - 1].partition) ||
            port[i].channel >= c->channels.count || port[i].direction > 1 ||
            !name_sound(port[i].name) || (i >= 512 && port[i - 512].partition == port[i].partition))
            return false;
        for (uint32_t j = 0; j < i; j++)
            same_end +=
                port[j].channel == port[i].channel && port[j].direction == port[i].direction;
        if (same_end != 0 && (port[i].direction == 0 || channel[port[i].channel].kind == 1))
            return false;
    }
    return true;
}

static bool disjoint(uint64_t first, uint64_t first_size, uint64_t second, uint64_t second_size)
{
    return first + first_size <= second || second + second_size <= first;
}

static bool regions_sound(const struct bulkhead_config *c)
{
    const struct bulkhead_config_region *region = array(c, c->regions);
    const struct bulkhead_config_mapping *mapping = array(c, c->mappings);
    const struct bulkhead_config_partition *p = array(c, c->partitions);

    if (c->regions.count > 256)
        return false;
    for (uint32_t i = 0; i < c->regions.count; i++)
        if (!name_sound(region[i].name) || region[i].size == 0 || region[i].size % 4096 != 0 ||
            (region[i].physical != UINT64_MAX &&
             (region[i].physical % 4096 != 0 ||
              (unsigned __int128)region[i].physical + region[i].size > 1ull << 32)))
            return false;
    for (uint32_t i = 0; i < c->mappings.count; i++) {
        uint32_t owner = mapping[i].partition, address = mapping[i].address, size;

        if (owner >= c->partitions.count || (i > 0 && owner < mapping[i - 1].partition) ||
            mapping[i].region >= c->regions.count || mapping[i].rights > 1 ||
            (i >= 64 && mapping[i - 64].partition == owner))
            return false;
        size = region[mapping[i].region].size;
        if (address % 4096 != 0 || address < BULKHEAD_MEMORY_FIRST ||
            (uint64_t)address + size > BULKHEAD_MEMORY_LIMIT ||
            !disjoint(address, size, p[owner].memory_base, p[owner].memory_size))
            return false;
        for (uint32_t j = 0; j < i; j++)
            if (mapping[j].partition == owner &&
                !disjoint(address, size, mapping[j].address, region[mapping[j].region].size))
                return false;
    }
    return true;
}

static bool io_sound(const struct bulkhead_config *c)
{
    const struct bulkhead_config_io *range = array(c, c->io_ranges);

    if (c->io_ranges.count > 256)
        return false;
    for (uint32_t i = 0; i < c->io_ranges.count; i++) {
        if (range[i].partition >= c->partitions.count ||
            (i > 0 && range[i].partition < range[i - 1].partition) || range[i].count == 0 ||
            (uint64_t)range[i].first + range[i].count > 65536)
            return false;
        for (uint32_t j = 0; j < i; j++)
            if (!disjoint(range[i].first, range[i].count, range[j].first, range[j].count))
                return false;
    }
    return true;
}

static bool tables_inside(const struct bulkhead_config *c)
{
    return array_inside(c, c->partitions, sizeof(struct bulkhead_config_partition)) &&
           array_inside(c, c->schedules, sizeof(struct bulkhead_config_schedule)) &&
           array_inside(c, c->windows, sizeof(struct bulkhead_config_window)) &&
           array_inside(c, c->channels, sizeof(struct bulkhead_config_channel)) &&
           array_inside(c, c->ports, sizeof(struct bulkhead_config_port)) &&
           array_inside(c, c->regions, sizeof(struct bulkhead_config_region)) &&
           array_inside(c, c->mappings, sizeof(struct bulkhead_config_mapping)) &&
           array_inside(c, c->io_ranges, sizeof(struct bulkhead_config_io));
}

/* What the rest of the kernel relies on. */
static bool sound(const struct bulkhead_config *c, size_t available)
{
    const struct bulkhead_config_partition *p = array(c, c->partitions);
    const struct bulkhead_config_schedule *s = array(c, c->schedules);
    uint32_t lines = 0, used = 0, inputs = 0;

    if (c->magic != 0x444b4842 || c->abi_version != BULKHEAD_ABI_VERSION ||
        c->total_size > available || c->config_size > c->total_size || !tables_inside(c) ||
        c->partitions.count - 1u >= 64 || c->schedules.count - 1u >= 16 ||
        c->initial_schedule >= c->schedules.count || c->window_lead > 10000 ||
        memchr(c->module_name, 0, sizeof(c->module_name)) == NULL)
        return false;
    for (uint32_t i = 0; i < c->partitions.count; i++, p++) {
        inputs += p->flags >> 1 & 1;
        if (!partition_sound(c, p) || (lines & p->hw_lines) != 0 || inputs > 1)
            return false;
        lines |= p->hw_lines;
    }
    for (uint32_t i = 0; i < c->schedules.count; i++, s++) {
        if (!schedule_sound(c, s) || s->first_window < used)
            return false;
        used = s->first_window + s->window_count;
    }
    return rules_sound(c->health) && ports_sound(c) && regions_sound(c) && io_sound(c);
}

/* Fast, for the many mutations. */
static uint32_t crc32_by_table(const void *data, size_t size)
{
    static uint32_t table[256];
    const uint8_t *byte = data;
    uint32_t crc = UINT32_MAX;

    for (uint32_t i = 0; table[255] == 0 && i < 256; i++) {
        table[i] = i;
        for (int bit = 0; bit < 8; bit++)
            table[i] = table[i] >> 1 ^ (0xedb88320u & (0u - (table[i] & 1)));
    }
    for (size_t i = 0; i < size; i++)
        crc = crc >> 8 ^ table[(crc ^ byte[i]) & 0xff];
    return ~crc;
}

static void seal_fast(struct bulkhead_config *config, size_t available)
{
    uint32_t size = config->config_size;

    config->checksum = 0;
    config->checksum = crc32_by_table(config, size <= available ? size : available);
}

/* A byte, a word or a double word, often to a boundary or off by a little. */
static void mutate(uint8_t *bytes, size_t size, struct random *random)
{
    size_t at = random_below(random, (uint32_t)size);
    uint64_t value;
    size_t width = (size_t[]){1, 4, 8}[random_below(random, 3)];

    at = at / width * width;
    if (at + width > size)
        return;
    memcpy(&value, bytes + at, width);
    switch (random_below(random, 4)) {
    case 0:
        value += random_below(random, 9) - 4;
        break;
    case 1:
        value ^= 1ull << random_below(random, (uint32_t)(8 * width));
        break;
    case 2: /* what stands elsewhere */
        memcpy(&value, bytes + random_below(random, (uint32_t)(size / width)) * width, width);
        break;
    default:
        value = random_wild(random);
        break;
    }
    memcpy(bytes + at, &value, width);
}

static void mutate_and_check(const struct block *good, int rounds, uint64_t seed)
{
    const size_t size = good->config->config_size, total = good->config->total_size;
    struct bulkhead_config *copy = malloc(total);
    struct random random = {seed};
    int accepted = 0, refused = 0;

    memcpy(copy, good->config, total);
    for (int i = 0; i < rounds; i++) {
        int times = 1 + (int)random_below(&random, 3);
        const char *wrong;

        memcpy(copy, good->config, size);
        while (times-- > 0)
            mutate((uint8_t *)copy, size, &random);
        seal_fast(copy, total);
        wrong = config_check(copy, total);
        accepted += wrong == NULL;
        refused += wrong != NULL && strstr(wrong, "checksum") == NULL;
        if (wrong == NULL && !sound(copy, total))
            fail_msg("seed %llu, mutation %d: accepted, but not sound", (unsigned long long)seed,
                     i);
        if (wrong != NULL && sound(copy, total))
            fail_msg("seed %llu, mutation %d: sound, but %s", (unsigned long long)seed, i, wrong);
    }
    /* Both verdicts were exercised. */
    assert_true(accepted > rounds / 20);
    assert_true(refused > rounds / 20);
    free(copy);
}

static void mutations(void **state)
{
    static const struct window_plan small[] = {{0, 0, 20000}, {0, NOBODY, 30000}};
    static const struct window_plan large[] = {
        {0, 0, 20000}, {0, NOBODY, 30001}, {0, 1, 40000}, {0, 2, 50000},
        {1, 2, 60000}, {1, 0, 70000},      {1, 1, 80000},
    };
    struct block block = block_make(1, small, ELEMENTS(small));

    (void)state;
    mutate_and_check(&block, 250000, 8);
    block_free(&block);
    block = block_make(3, large, ELEMENTS(large));
    block.partitions[0].hw_lines = 0x0003;
    block.partitions[1].hw_lines = 0x000c;
    block.partitions[1].flags = BULKHEAD_PARTITION_INPUT;
    block_seal(&block);
    mutate_and_check(&block, 40000, 9);
    block_free(&block);
}

/* All that joins partitions: where a mutation is more often about them. */
static void mutations_of_tables(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 20000}, {0, 1, 30000}};
    struct block block =
        block_make_with(2, plan, ELEMENTS(plan), &(struct block_sizes){3, 7, 3, 4, 4});
    uint32_t above = block.partitions[1].memory_base + BLOCK_MEMORY;

    (void)state;
    block.channels[1] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 8192, 65536, 0};
    block.channels[2] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 1, 1, 0};
    for (uint32_t i = 0; i < 7; i++) {
        block.ports[i].partition = i / 4;
        block.ports[i].channel = i % 3;
        block.ports[i].direction = i < 3 ? BULKHEAD_PORT_SOURCE : BULKHEAD_PORT_DESTINATION;
    }
    block.regions[1].size = 3 * PAGE;
    block.regions[2].physical = 0xfffff000;
    for (uint32_t i = 0; i < 4; i++)
        block.mappings[i] =
            (struct bulkhead_config_mapping){i / 2, i % 3, above + 4 * i * PAGE, i % 2};
    for (uint32_t i = 0; i < 4; i++)
        block.io_ranges[i] = (struct bulkhead_config_io){i / 2, 0x10000 - 8 * (i + 1), 8, 0};
    block_seal(&block);
    mutate_and_check(&block, 100000, 10);
    block_free(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mutations),
        cmocka_unit_test(mutations_of_tables),
    };

    return cmocka_run_group_tests_name("configuration check under mutations", tests, NULL, NULL);
}
