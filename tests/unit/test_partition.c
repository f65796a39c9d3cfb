/* SPDX-License-Identifier: BSD-2-Clause */

/* From a configuration to partitions: layout, rights, contents, and what is
 * refused at boot. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bulkhead/checksum.h"
#include "kernel/boot.h"
#include "kernel/partition.h"

#define BASE        ((uint32_t)BULKHEAD_MEMORY_FIRST)
#define END         (BASE + BLOCK_MEMORY)
#define STACK       (END - BLOCK_STACK)
#define GUARD       (STACK - PAGE)
#define PROGRAM_END (BASE + 4 * PAGE)
#define NO_MEMORY   "the machine has not enough memory for it"

/* vCPU page, log, start information, schedules; tables without an element
 * take no memory. */
#define SHARED_PAGES 4u
/* Two segments, free memory, stack, vCPU page, start information, three tables. */
#define MAPPINGS 9u

static const struct window_plan plan[] = {{0, 0, 1000000}, {0, 1, 2000000}};

static struct block make(void)
{
    return block_make(2, plan, ELEMENTS(plan));
}

static struct program *program_of(const struct block *block, uint32_t partition)
{
    return (void *)((char *)block->config + block->partitions[partition].program_offset);
}

/* -1: not mapped. */
static int rights_at(const struct partition *partition, uint32_t address)
{
    for (uint32_t i = 0; i < partition->arch.mapping_count; i++) {
        const struct null_mapping *mapping = &partition->arch.mappings[i];

        if (address >= mapping->address && address - mapping->address < mapping->size)
            return (int)mapping->rights;
    }
    return -1;
}

static void assert_rights(uint32_t first, uint32_t end, int rights)
{
    for (uint32_t page = first; page < end; page += PAGE) {
        assert_int_equal(rights_at(&partitions[0], page), rights);
        assert_int_equal(rights_at(&partitions[0], page + PAGE - 1), rights);
    }
}

static void layout_and_rights(void **state)
{
    struct block block = make();

    (void)state;
    module_boot(&block);
    assert_int_equal(partition_count, 2);
    assert_rights(0, PAGE, -1);
    assert_rights(BASE - PAGE, BASE, -1);
    assert_rights(BASE, BASE + PAGE, ARCH_EXECUTE);
    assert_rights(BASE + PAGE, BASE + 2 * PAGE, -1); /* between the segments */
    assert_rights(BASE + 2 * PAGE, PROGRAM_END, ARCH_WRITE);
    assert_rights(PROGRAM_END, GUARD, ARCH_WRITE);
    assert_rights(GUARD, STACK, -1);
    assert_rights(STACK, END, ARCH_WRITE);
    assert_rights(END, END + BLOCK_MEMORY, -1); /* the neighbour's addresses */
    assert_rights(BULKHEAD_VCPU_ADDRESS, BULKHEAD_VCPU_ADDRESS + PAGE, ARCH_WRITE);
    assert_rights(BULKHEAD_START_INFO_ADDRESS, ARCH_USER_LIMIT, ARCH_READ);
    core_reset();
    block_free(&block);
}

static void no_page_is_shared(void **state)
{
    struct block block = make();

    (void)state;
    module_boot(&block);
    for (uint32_t i = 0; i < partitions[0].arch.mapping_count; i++)
        for (uint32_t j = 0; j < partitions[1].arch.mapping_count; j++) {
            const struct null_mapping *a = &partitions[0].arch.mappings[i];
            const struct null_mapping *b = &partitions[1].arch.mappings[j];

            assert_true(a->memory + a->size <= b->memory || b->memory + b->size <= a->memory);
        }
    core_reset();
    block_free(&block);
}

static void assert_zero(uint32_t first, uint32_t end)
{
    for (uint32_t address = first; address < end; address++)
        assert_int_equal(*null_translate(&partitions[0], address, ARCH_READ), 0);
}

static void memory_holds_the_program_and_zeroes(void **state)
{
    struct block block = make();
    const struct program *program = program_of(&block, 0);

    (void)state;
    module_boot(&block);
    assert_memory_equal(null_translate(&partitions[0], BASE + 0x20, ARCH_EXECUTE), program->code,
                        sizeof(program->code));
    assert_memory_equal(null_translate(&partitions[0], BASE + 2 * PAGE, ARCH_WRITE), program->data,
                        sizeof(program->data));
    assert_zero(BASE, BASE + 0x20);
    assert_zero(BASE + 0x20 + sizeof(program->code), BASE + PAGE);
    assert_zero(BASE + 2 * PAGE + sizeof(program->data), GUARD);
    assert_zero(STACK, END);
    core_reset();
    block_free(&block);
}

static void start_registers_and_state(void **state)
{
    struct block block = make();

    (void)state;
    module_boot(&block);
    for (uint32_t i = 0; i < 2; i++) {
        const struct partition *p = &partitions[i];

        assert_int_equal(p->index, i);
        assert_ptr_equal(p->config, &block.partitions[i]);
        assert_int_equal(p->arch.context.instruction, block.partitions[i].memory_base + 0x40);
        assert_int_equal(p->arch.context.stack, block.partitions[i].memory_base + BLOCK_MEMORY);
        assert_int_equal(p->state, PARTITION_READY);
        assert_int_equal(p->end, PARTITION_END_NONE);
        assert_int_equal(p->virq.connected, 0);
        assert_int_equal(p->virq.level_mask, 0);
        assert_int_equal(p->vcpu->level, 0);
        assert_int_equal(p->timer.expiry, TIMER_OFF);
    }
    assert_int_equal(partitions_alive(), 2);
    core_reset();
    block_free(&block);
}

static void start_information(void **state)
{
    struct block block = make();
    struct bulkhead_config_partition *config = &block.partitions[1];
    const struct bulkhead_start_info *info;

    (void)state;
    config->flags = BULKHEAD_PARTITION_SYSTEM;
    config->hw_lines = 0x4001;
    config->timer_floor = 12345;
    block_seal(&block);
    module_boot(&block);
    info = partitions[1].start_info;
    assert_int_equal(info->magic, BULKHEAD_ABI_MAGIC);
    assert_int_equal(info->abi_version, BULKHEAD_ABI_VERSION);
    assert_int_equal(info->size, sizeof(*info));
    assert_int_equal(info->partition, 2);
    assert_int_equal(info->start_condition, BULKHEAD_START_NORMAL);
    assert_int_equal(info->flags, BULKHEAD_PARTITION_SYSTEM);
    assert_int_equal(info->hw_lines, 0x4001);
    assert_int_equal(info->memory_base, config->memory_base);
    assert_int_equal(info->memory_size, BLOCK_MEMORY);
    assert_int_equal(info->free_base, config->memory_base + 4 * PAGE);
    assert_int_equal(info->free_size, BLOCK_MEMORY - 4 * PAGE - PAGE - BLOCK_STACK);
    assert_int_equal(info->clock_scale, 1ull << 32);
    assert_int_equal(info->major_frame, 3000000);
    assert_int_equal(info->period, config->period);
    assert_int_equal(info->duration, config->duration);
    assert_int_equal(info->timer_floor, 12345);
    assert_string_equal(info->name, "P2");
    assert_string_equal(info->argument, "argument of 2");
    core_reset();
    block_free(&block);
}

/* A program that fills its memory up to the guard page, and one page more. */
static void program_up_to_the_guard_page(void **state)
{
    static const struct {
        uint32_t size;
        const char *expected;
    } cases[] = {{GUARD - (BASE + 2 * PAGE), NULL},
                 {GUARD - (BASE + 2 * PAGE) + 1,
                  "its program is too large: no room is left for the stack and its guard page"}};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(cases); i++) {
        struct block block = make();
        const char *wrong;

        program_of(&block, 0)->segments[PROGRAM_DATA].p_memsz = cases[i].size;
        block_seal_program(&block, 0);
        block_seal(&block);
        core_reset();
        wrong = partition_create(block.config, 0);
        assert_int_equal(wrong == NULL, cases[i].expected == NULL);
        if (wrong != NULL)
            assert_string_equal(wrong, cases[i].expected);
        else
            assert_int_equal(partitions[0].start_info->free_size, 0);
        core_reset();
        block_free(&block);
    }
}

static void corrupt_program(void **state)
{
    struct block block = make();
    uint8_t *bytes = (uint8_t *)program_of(&block, 0);

    (void)state;
    core_reset();
    for (size_t i = 0; i < sizeof(struct program); i++) {
        bytes[i] ^= 0x10;
        assert_string_equal(partition_create(block.config, 0),
                            "its program is corrupt: the checksum is wrong");
        bytes[i] ^= 0x10;
    }
    assert_null(partition_create(block.config, 0));
    core_reset();
    block_free(&block);
}

static void checksum_of_odd_lengths(void **state)
{
    static const uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7};
    /* By hand: start with the length; rotate by one, add the word; add the rest. */
    uint32_t sum = (14u + 0x04030201u) + 0x00070605u;

    (void)state;
    assert_int_equal(bulkhead_checksum_words(bytes, 7), sum);
    assert_int_equal(bulkhead_checksum_words(bytes, 0), 0);
    assert_int_equal(bulkhead_checksum_words(bytes, 1), 2);
}

/* Each byte less than it takes, each mapping refused: a message, no more. */
static void machine_without_memory(void **state)
{
    struct block block = make();
    size_t enough;

    (void)state;
    for (enough = 0;; enough += PAGE) {
        const char *wrong;

        core_reset();
        null_machine.memory_left = enough;
        wrong = partition_create(block.config, 0);
        if (wrong == NULL)
            break;
        assert_string_equal(wrong, NO_MEMORY);
        assert_int_equal(partition_count, 0);
    }
    assert_int_equal(enough, BLOCK_MEMORY + SHARED_PAGES * PAGE);
    for (unsigned maps = 0; maps < MAPPINGS; maps++) {
        core_reset();
        null_machine.maps_left = maps;
        assert_string_equal(partition_create(block.config, 0), NO_MEMORY);
        assert_int_equal(partition_count, 0);
    }
    core_reset();
    null_machine.maps_left = MAPPINGS;
    assert_null(partition_create(block.config, 0));
    core_reset();
    block_free(&block);
}

/* Boot ------------------------------------------------------------------- */

static void boot(void *info)
{
    boot_main(info);
}

static void assert_refused(const struct block *block, size_t available, const char *output)
{
    struct boot_info info = {.config = block->config, .config_available = available};

    core_reset();
    null_machine.lines_reserved = 0x0101;
    assert_true(null_exits(boot, &info));
    assert_int_equal(null_machine.exit_why, ARCH_EXIT_REFUSED);
    assert_string_equal(null_machine.output, output);
    core_reset();
}

static void boot_says_what_it_refuses(void **state)
{
    struct block block = make();
    size_t size = block.config->total_size;
    struct program *program = program_of(&block, 1);

    (void)state;
    assert_refused(&block, 0,
                   "[bulkhead] refused: there is no configuration behind the kernel: build the "
                   "image with \"bulkhead build\"\n");
    block.config->magic++;
    assert_refused(&block, size,
                   "[bulkhead] refused: there is no configuration behind the kernel: build the "
                   "image with \"bulkhead build\"\n");
    block.config->magic--;
    assert_refused(&block, size - 1, "[bulkhead] refused: the configuration is truncated\n");
    block.config->abi_version = 9;
    assert_refused(&block, size,
                   "[bulkhead] ABI version of the configuration: 9, of the kernel: 2\n"
                   "[bulkhead] refused: the configuration is of another ABI version\n");
    block.config->abi_version = BULKHEAD_ABI_VERSION;
    program->note.version = 8;
    block_seal_program(&block, 1);
    block_seal(&block);
    assert_refused(&block, size,
                   "[bulkhead] ABI version of the program: 8, of the kernel: 2\n"
                   "[bulkhead] refused: P2: it was built for another ABI version\n");
    program->note.version = BULKHEAD_ABI_VERSION;
    program->header.e_machine = EM_SPARC;
    block_seal_program(&block, 1);
    block_seal(&block);
    assert_refused(
        &block, size,
        "[bulkhead] refused: P2: it is an ELF file for another machine (32-bit x86 is needed)\n");
    program->header.e_machine = EM_386;
    block_seal_program(&block, 1);
    block.partitions[0].hw_lines = 0x0100;
    block_seal(&block);
    assert_refused(&block, size,
                   "[bulkhead] refused: a hardware line is the machine's own and can't be given "
                   "away\n");
    block_free(&block);
}

static void boot_greets(void **state)
{
    struct block block = make();
    struct boot_info info = {.config = block.config, .config_available = block.config->total_size};

    (void)state;
    core_reset();
    assert_false(null_exits(boot, &info));
    assert_string_equal(null_machine.output,
                        "[bulkhead] module unit: 2 partitions, ABI version 2\n");
    core_reset();
    block_free(&block);
}

static void as_many_partitions_as_there_can_be(void **state)
{
    struct window_plan many[BULKHEAD_MAX_PARTITIONS];
    struct block block;

    (void)state;
    for (uint32_t i = 0; i < ELEMENTS(many); i++)
        many[i] = (struct window_plan){0, i, 20000};
    block = block_make(ELEMENTS(many), many, ELEMENTS(many));
    module_boot(&block);
    assert_int_equal(partition_count, BULKHEAD_MAX_PARTITIONS);
    for (uint32_t i = 0; i < ELEMENTS(many); i++) {
        assert_ptr_equal(partition_current, &partitions[i]);
        module_run_until(null_machine.timer_at, 0);
    }
    assert_ptr_equal(partition_current, &partitions[0]);
    core_reset();
    block_free(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout_and_rights),
        cmocka_unit_test(no_page_is_shared),
        cmocka_unit_test(memory_holds_the_program_and_zeroes),
        cmocka_unit_test(start_registers_and_state),
        cmocka_unit_test(start_information),
        cmocka_unit_test(program_up_to_the_guard_page),
        cmocka_unit_test(corrupt_program),
        cmocka_unit_test(checksum_of_odd_lengths),
        cmocka_unit_test(machine_without_memory),
        cmocka_unit_test(boot_says_what_it_refuses),
        cmocka_unit_test(boot_greets),
        cmocka_unit_test(as_many_partitions_as_there_can_be),
    };

    return cmocka_run_group_tests_name("partitions and boot", tests, NULL, NULL);
}
