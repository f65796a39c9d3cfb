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
           p->hw_lines <= 0xffff && p->timer_floor >= 1000;
}

static bool schedule_sound(const struct bulkhead_config *c,
                           const struct bulkhead_config_schedule *s)
{
    const struct bulkhead_config_window *window =
        (const void *)((const char *)c + c->windows.offset);
    unsigned __int128 end = 0;

    if (memchr(s->name, 0, sizeof(s->name)) == NULL || s->name[0] == '\0' || s->window_count == 0 ||
        (uint64_t)s->first_window + s->window_count > c->windows.count ||
        (uint64_t)s->first_window + s->window_count > BULKHEAD_MAX_WINDOWS || s->major_frame > HOUR)
        return false;
    window += s->first_window;
    for (uint32_t i = 0; i < s->window_count; i++, window++) {
        if (window->offset != end || window->duration < 20000 || window->duration > 4000000000 ||
            window->duration <= c->window_lead ||
            (window->partition >= c->partitions.count && window->partition != NOBODY))
            return false;
        end += window->duration;
    }
    return end == s->major_frame;
}

/* What the rest of the kernel relies on. */
static bool sound(const struct bulkhead_config *c, size_t available)
{
    const struct bulkhead_config_partition *p =
        (const void *)((const char *)c + c->partitions.offset);
    const struct bulkhead_config_schedule *s =
        (const void *)((const char *)c + c->schedules.offset);
    uint32_t lines = 0, used = 0;

    if (c->magic != 0x444b4842 || c->abi_version != BULKHEAD_ABI_VERSION ||
        c->total_size > available || c->config_size > c->total_size ||
        !array_inside(c, c->partitions, sizeof(*p)) || !array_inside(c, c->schedules, sizeof(*s)) ||
        !array_inside(c, c->windows, sizeof(struct bulkhead_config_window)) ||
        c->partitions.count - 1u >= 64 || c->schedules.count - 1u >= 16 ||
        c->initial_schedule >= c->schedules.count || c->window_lead > 10000 ||
        memchr(c->module_name, 0, sizeof(c->module_name)) == NULL)
        return false;
    for (uint32_t i = 0; i < c->partitions.count; i++, p++) {
        if (!partition_sound(c, p) || (lines & p->hw_lines) != 0)
            return false;
        lines |= p->hw_lines;
    }
    for (uint32_t i = 0; i < c->schedules.count; i++, s++) {
        if (!schedule_sound(c, s) || s->first_window < used)
            return false;
        used = s->first_window + s->window_count;
    }
    return true;
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
    mutate_and_check(&block, 1850000, 8);
    block_free(&block);
    block = block_make(3, large, ELEMENTS(large));
    block.partitions[0].hw_lines = 0x0003;
    block.partitions[1].hw_lines = 0x000c;
    block_seal(&block);
    mutate_and_check(&block, 150000, 9);
    block_free(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mutations),
    };

    return cmocka_run_group_tests_name("configuration check under mutations", tests, NULL, NULL);
}
