/* SPDX-License-Identifier: BSD-2-Clause */

/* Range checks of what a partition names, copies with its rights, and scaling
 * between counters, against arithmetic in 128 bits. */
#include "fixture.h"

#include <string.h>
#include "kernel/partition.h"
#include "kernel/time.h"
#include "kernel/uaccess.h"

#define LIMIT ARCH_USER_LIMIT

typedef unsigned __int128 wide;

static void ranges_at_every_boundary(void **state)
{
    static const uint32_t addresses[] = {0,         1,          0xfff,          0x1000,
                                         LIMIT / 2, LIMIT - 2,  LIMIT - 1,      LIMIT,
                                         LIMIT + 1, 0xfffff000, UINT32_MAX - 1, UINT32_MAX};
    static const size_t sizes[] = {0,
                                   1,
                                   2,
                                   0x1000,
                                   LIMIT / 2,
                                   LIMIT - 1,
                                   LIMIT,
                                   LIMIT + 1,
                                   UINT32_MAX - LIMIT,
                                   UINT32_MAX - 1,
                                   UINT32_MAX,
                                   (size_t)UINT32_MAX + 1,
                                   SIZE_MAX - UINT32_MAX,
                                   SIZE_MAX - LIMIT,
                                   SIZE_MAX};

    (void)state;
    for (size_t a = 0; a < ELEMENTS(addresses); a++)
        for (size_t s = 0; s < ELEMENTS(sizes); s++)
            assert_int_equal(uaccess_range(addresses[a], sizes[s]),
                             (wide)addresses[a] + sizes[s] <= LIMIT);
}

static void random_ranges(void **state)
{
    struct random random = {5};

    (void)state;
    for (int i = 0; i < 1000000; i++) {
        uint32_t address = (uint32_t)random_wild(&random);
        size_t size = random_wild(&random);

        if (i % 2 == 0) /* around the end */
            size = (size_t)LIMIT - address + random_below(&random, 3) - 1;
        assert_int_equal(uaccess_range(address, size), (wide)address + size <= LIMIT);
    }
}

static void copies_need_the_partitions_rights(void **state)
{
    struct partition *p = &partitions[0];
    uint32_t base = BULKHEAD_MEMORY_FIRST;
    uint32_t scratch_end;
    char buffer[64];

    (void)state;
    module_boot_simple(2);
    scratch_end = scratch_address(p) + p->start_info->free_size;
    memset(buffer, 0x5a, sizeof(buffer));
    assert_true(uaccess_write(scratch_address(p), buffer, sizeof(buffer)));
    assert_memory_equal(scratch(p), buffer, sizeof(buffer));
    memset(buffer, 0, sizeof(buffer));
    assert_true(uaccess_read(buffer, scratch_address(p), sizeof(buffer)));
    assert_memory_equal(scratch(p), buffer, sizeof(buffer));
    /* Code and start-info: read only. */
    assert_true(uaccess_read(buffer, base, sizeof(buffer)));
    assert_false(uaccess_write(base, buffer, 1));
    assert_true(uaccess_read(buffer, BULKHEAD_START_INFO_ADDRESS, sizeof(buffer)));
    assert_false(uaccess_write(BULKHEAD_START_INFO_ADDRESS, buffer, 1));
    assert_true(uaccess_write(BULKHEAD_VCPU_ADDRESS, p->vcpu, 4));
    /* Into the guard page, the last page, past the half, nowhere. */
    assert_true(uaccess_write(scratch_end - 8, buffer, 8));
    assert_false(uaccess_write(scratch_end - 8, buffer, 9));
    assert_false(uaccess_read(buffer, scratch_end, 1));
    assert_true(uaccess_read(buffer, LIMIT - 1, 1));
    assert_false(uaccess_read(buffer, LIMIT - 1, 2));
    assert_false(uaccess_read(buffer, LIMIT, 1));
    assert_false(uaccess_read(buffer, 0, 1));
    assert_false(uaccess_write(UINT32_MAX, buffer, 2));
    /* The neighbour's memory is not there. */
    assert_false(uaccess_read(buffer, scratch_address(&partitions[1]), 1));
    null_machine.copies_fail = true;
    assert_false(uaccess_read(buffer, scratch_address(p), 1));
    assert_false(uaccess_write(scratch_address(p), buffer, 1));
    module_end();
}

static const uint32_t frequencies[] = {
    1,          2,          3,          1000,       32768,      1000000,        1193182,
    3579545,    14318180,   62500000,   100000000,  999999999,  1000000000,     1000000001,
    2399999999, 2999999997, 3000000000, 3579545000, 4294967291, UINT32_MAX - 1, UINT32_MAX};

static void check_scale(uint32_t from, uint32_t to, struct random *random)
{
    time_scale scale = time_scale_make(from, to);
    wide exact = (((wide)to << 33) / from + 1) / 2; /* rounded to the nearest */

    assert_true(scale == exact);
    for (int i = 0; i < 200; i++) {
        uint64_t value =
            i < 4 ? (uint64_t[]){0, 1, UINT32_MAX, 1ull << 32}[i] : random_wild(random);
        wide result = (wide)value * scale >> 32;

        if (result <= UINT64_MAX && (wide)value * scale >> 96 == 0)
            assert_true(time_scale_apply(scale, value) == result);
    }
}

static void scales_are_exact(void **state)
{
    struct random random = {6};

    (void)state;
    for (size_t f = 0; f < ELEMENTS(frequencies); f++)
        for (size_t t = 0; t < ELEMENTS(frequencies); t++)
            check_scale(frequencies[f], frequencies[t], &random);
    for (int i = 0; i < 20000; i++)
        check_scale((uint32_t)random_next(&random) | 1, (uint32_t)random_next(&random), &random);
}

/* Ticks of a counter of 3 GHz in ns over 49.7 days: within a rounded factor. */
static void scale_does_not_drift(void **state)
{
    time_scale to_ns = time_scale_make(2999999997u, 1000000000u);
    uint64_t ticks = 2999999997ull * 4294967;
    uint64_t ns = time_scale_apply(to_ns, ticks), exact = 1000000000ull * 4294967;

    (void)state;
    /* Half a unit of 2^-32 for each tick. */
    assert_in_range(ns, exact - (ticks >> 33) - 1, exact + (ticks >> 33) + 1);
}

/* The counter's low word wraps every 1.4 s at 3 GHz: time goes on evenly. */
static void counter_wraps_32_bits(void **state)
{
    static const uint32_t counters[] = {62500000, 999999999, 2999999997u, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(counters); i++) {
        time_scale to_ns = time_scale_make(counters[i], 1000000000u);

        for (uint64_t wraps = 1; wraps < 1ull << 31; wraps = wraps * 3 + 1) {
            uint64_t ticks = (wraps << 32) - 100;
            uint64_t begin = time_scale_apply(to_ns, ticks), last = begin;

            for (uint64_t tick = 1; tick <= 200; tick++) {
                uint64_t ns = time_scale_apply(to_ns, ticks + tick);

                assert_true(ns >= last && ns - last <= 1000000000u / counters[i] + 1);
                last = ns;
            }
            assert_in_range(last - begin, 200000000000ull / counters[i],
                            200000000000ull / counters[i] + 1);
        }
    }
}

static void check_scale_32(uint32_t from, uint32_t to, struct random *random)
{
    struct time_scale_32 scale;
    wide wanted;

    if (to / from >= 1u << 30)
        return;
    scale = time_scale_32_make(from, to);
    assert_in_range(scale.shift, 1, 31);
    wanted = (((wide)to << (scale.shift + 1)) / from + 1) / 2;
    assert_true(scale.mult == wanted);
    /* As exact as it gets: one more bit would not fit, or there is none. */
    if (scale.shift < 31)
        assert_true((((wide)to << (scale.shift + 2)) / from + 1) / 2 > UINT32_MAX);
    for (int i = 0; i < 100; i++) {
        uint32_t value = i == 0 ? 0 : i == 1 ? UINT32_MAX : (uint32_t)random_wild(random);
        wide got = (wide)value * scale.mult >> scale.shift;
        wide exact = (wide)value * to / from;
        wide error = ((wide)value >> (scale.shift + 1)) + 1;

        assert_true(got <= exact + error && exact <= got + error);
    }
}

static void scales_in_32_bits(void **state)
{
    struct random random = {7};

    (void)state;
    for (size_t f = 0; f < ELEMENTS(frequencies); f++)
        for (size_t t = 0; t < ELEMENTS(frequencies); t++)
            check_scale_32(frequencies[f], frequencies[t], &random);
    for (int i = 0; i < 40000; i++)
        check_scale_32((uint32_t)random_next(&random) | 1,
                       (uint32_t)(random_next(&random) >> (32 + random_below(&random, 30))) | 1,
                       &random);
}

/* As the x86 port uses it: a counter's ticks since the window's start in ns,
 * and ns in counts of the timer. */
static void usual_frequencies_in_32_bits(void **state)
{
    static const uint32_t machines[] = {1000000000u, 62500000u, 2400000000u, 3000000000u,
                                        999999999u,  66666667u, 4200000000u};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(machines); i++) {
        struct time_scale_32 to_ns = time_scale_32_make(machines[i], 1000000000u);
        uint32_t second = (uint32_t)((uint64_t)machines[i] * to_ns.mult >> to_ns.shift);

        /* The counter's ticks of a second. */
        assert_in_range(second, 1000000000u - 2, 1000000000u + 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_at_every_boundary),
        cmocka_unit_test(random_ranges),
        cmocka_unit_test(copies_need_the_partitions_rights),
        cmocka_unit_test(scales_are_exact),
        cmocka_unit_test(scale_does_not_drift),
        cmocka_unit_test(counter_wraps_32_bits),
        cmocka_unit_test(scales_in_32_bits),
        cmocka_unit_test(usual_frequencies_in_32_bits),
    };

    return cmocka_run_group_tests_name("ranges and scales", tests, NULL, NULL);
}
