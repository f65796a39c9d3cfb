/* SPDX-License-Identifier: BSD-2-Clause */

/* Makes a bad image of a good one, with one thing wrong in it. */
#include <elf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bulkhead/checksum.h"
#include "bulkhead/config.h"
#include "bulkhead/vcpu.h"

#define PAGE 4096u

static char *image;
static size_t image_size;
static struct bulkhead_config *config;
static uint32_t config_address; /* physical */

/* The first partition, schedule and window, and the first partition's program. */
static struct bulkhead_config_partition *partition;
static struct bulkhead_config_schedule *schedule;
static struct bulkhead_config_window *window;
static Elf32_Ehdr *program;
static Elf32_Phdr *segment; /* its first to be loaded */
static Elf32_Nhdr *note;

static void fail(const char *what)
{
    fprintf(stderr, "spoil: %s\n", what);
    exit(1);
}

static void *at(uint32_t offset)
{
    return (char *)config + offset;
}

/* Header. */

static void magic(void)
{
    config->magic ^= 1;
}

static void version(void)
{
    config->abi_version = BULKHEAD_ABI_VERSION + 1;
}

static void total_size(void)
{
    config->total_size = 0x7fffffff;
}

static void config_size(void)
{
    config->config_size = config->total_size + 8;
}

static void checksum(void)
{
    config->checksum ^= 0x80000000;
}

static void one_bit(void)
{
    schedule->name[3] ^= 1;
}

static void table(void)
{
    config->windows.offset = config->config_size + 8;
}

static void table_count(void)
{
    config->partitions.count = 0x20000000;
}

static void no_partitions(void)
{
    config->partitions.count = 0;
}

static void no_schedules(void)
{
    config->schedules.count = 0;
}

static void initial_schedule(void)
{
    config->initial_schedule = config->schedules.count;
}

static void lead(void)
{
    config->window_lead = 10001;
}

static void module_name(void)
{
    memset(config->module_name, 'x', sizeof(config->module_name));
}

/* Partitions. */

static void partition_name(void)
{
    partition[1].name[0] = '\0';
}

static void argument(void)
{
    memset(partition[1].argument, 'x', sizeof(partition->argument));
}

static void memory_pages(void)
{
    partition->memory_size += 1;
}

static void memory_outside(void)
{
    partition->memory_base = 0xbff00000 - PAGE;
}

static void memory_of_the_kernel(void)
{
    partition->memory_base = 0xc0000000;
}

static void memory_wraps(void)
{
    partition->memory_size = 0xfffff000;
}

static void stack(void)
{
    partition->stack_size = partition->memory_size - PAGE;
}

static void program_outside(void)
{
    partition->program_size = config->total_size;
}

static void program_offset(void)
{
    partition->program_offset = 0;
}

static void hardware_line(void)
{
    partition->hw_lines = 1u << BULKHEAD_LINE_FIRST_VIRTUAL;
}

static void line_twice(void)
{
    partition[0].hw_lines = partition[1].hw_lines = 1u << 5;
}

static void reserved_line(void)
{
    partition->hw_lines = 1u << 0;
}

static void set_ports(uint32_t first, uint32_t count)
{
    struct bulkhead_config_io *range = at(config->io_ranges.offset);

    range->first = first;
    range->count = count;
}

static void ports_of_controller(void)
{
    set_ports(0xa1, 1);
}

static void ports_of_timer(void)
{
    set_ports(0x43, 0x1e);
}

static void ports_of_console(void)
{
    set_ports(0x300, 0xf9);
}

static void ports_of_triggers(void)
{
    set_ports(0x4d1, 0x100);
}

static void ports_of_pci(void)
{
    set_ports(0xcff, 1);
}

static void ports_of_reset(void)
{
    set_ports(0x92, 1);
}

static void ports_of_end(void)
{
    set_ports(0xf7, 1);
}

static void level_line(void)
{
    config->level_lines = 1u << 8;
}

static void timer_floor(void)
{
    partition->timer_floor = 999;
}

/* Windows. */

static void overlap(void)
{
    window[1].offset -= 1000;
}

static void gap(void)
{
    window[0].duration -= 1000;
}

static void frame_not_filled(void)
{
    schedule->major_frame += 1;
}

static void window_after_frame(void)
{
    schedule->major_frame -= 1;
}

static void window_short(void)
{
    window[0].duration = BULKHEAD_MIN_WINDOW - 1;
}

static void window_long(void)
{
    window[0].duration = BULKHEAD_MAX_WINDOW + 1ull;
    schedule->major_frame = 2ull * BULKHEAD_MAX_WINDOW;
}

static void window_of_stranger(void)
{
    window[0].partition = config->partitions.count;
}

static void no_frame(void)
{
    schedule->major_frame = 0;
}

static void no_windows(void)
{
    schedule->window_count = 0;
}

static void windows_missing(void)
{
    schedule->first_window = config->windows.count;
}

static void schedule_name(void)
{
    schedule->name[0] = '\0';
}

/* Programs. */

static void program_corrupt(void)
{
    ((char *)program)[PAGE] ^= 1;
}

static void program_short(void)
{
    partition->program_size = 20;
}

static void not_elf(void)
{
    program->e_ident[EI_MAG0] = 0;
}

static void machine(void)
{
    program->e_machine = EM_ARM;
}

static void relocatable(void)
{
    program->e_type = ET_REL;
}

static void headers(void)
{
    program->e_phnum = 0;
}

static void headers_outside(void)
{
    program->e_phoff = partition->program_size - 16;
}

static void segment_outside_file(void)
{
    segment->p_offset = partition->program_size;
}

static void segment_small(void)
{
    segment->p_memsz = segment->p_filesz - 1;
}

static void segment_outside(void)
{
    segment->p_vaddr = partition->memory_base + partition->memory_size;
}

static void segment_below(void)
{
    segment->p_vaddr = partition->memory_base - PAGE;
}

static void segment_order(void)
{
    segment[1].p_vaddr = segment[0].p_vaddr;
}

static void writable_code(void)
{
    segment->p_flags = PF_R | PF_W | PF_X;
}

static void dynamic(void)
{
    segment->p_type = PT_DYNAMIC;
}

static void entry(void)
{
    program->e_entry = segment[1].p_vaddr;
}

static void entry_nowhere(void)
{
    program->e_entry = 0;
}

static void no_note(void)
{
    note->n_type = BULKHEAD_NOTE_ABI + 1;
}

static void note_version(void)
{
    uint32_t *descriptor = (uint32_t *)(note + 1) + (note->n_namesz + 3) / 4;

    *descriptor = BULKHEAD_ABI_VERSION + 6;
}

static void program_large(void)
{
    segment[1].p_memsz = partition->memory_size;
}

static void no_room_for_guard(void)
{
    uint32_t end = 0;

    for (unsigned i = 0; i < program->e_phnum; i++) {
        const Elf32_Phdr *header = (Elf32_Phdr *)((char *)program + program->e_phoff) + i;

        if (header->p_type == PT_LOAD && header->p_vaddr + header->p_memsz > end)
            end = header->p_vaddr + header->p_memsz;
    }
    end = (end + PAGE - 1) & ~(PAGE - 1);
    partition->memory_size = end - partition->memory_base + partition->stack_size;
}

static void memory_of_the_machine(void)
{
    partition[1].memory_size = 0x8000000;
}

/* The loader's part: code in front of the kernel's entry, at the image's end.
 * What it overwrites is looked at later than what it changes. */

static void before_entry(const uint8_t *code, size_t size)
{
    Elf32_Ehdr *header = (Elf32_Ehdr *)image;
    uint32_t offset = config->total_size - 64;
    uint32_t address = config_address + offset;
    uint32_t distance = header->e_entry - (address + (uint32_t)size + 5);
    uint8_t *place = at(offset);

    memcpy(place, code, size);
    place[size] = 0xe9; /* jmp */
    memcpy(place + size + 1, &distance, sizeof(distance));
    header->e_entry = address;
}

static void no_loader(void)
{
    static const uint8_t clear_eax[] = {0x31, 0xc0};

    before_entry(clear_eax, sizeof(clear_eax));
}

static void no_memory_size(void)
{
    static const uint8_t clear_flag[] = {0x83, 0x23, 0xfe}; /* andl $~1, (%ebx) */

    before_entry(clear_flag, sizeof(clear_flag));
}

static void nothing(void)
{
}

/* What is made good again after the edit. */
enum sums { NONE, CONFIGURATION, PROGRAM };

static const struct {
    const char *name;
    void (*edit)(void);
    enum sums sums;
} edits[] = {
    {"nothing", nothing, PROGRAM},
    {"magic", magic, NONE},
    {"version", version, CONFIGURATION},
    {"total-size", total_size, CONFIGURATION},
    {"config-size", config_size, NONE},
    {"checksum", checksum, NONE},
    {"one-bit", one_bit, NONE},
    {"table", table, CONFIGURATION},
    {"table-count", table_count, CONFIGURATION},
    {"no-partitions", no_partitions, CONFIGURATION},
    {"no-schedules", no_schedules, CONFIGURATION},
    {"initial-schedule", initial_schedule, CONFIGURATION},
    {"lead", lead, CONFIGURATION},
    {"module-name", module_name, CONFIGURATION},
    {"partition-name", partition_name, CONFIGURATION},
    {"argument", argument, CONFIGURATION},
    {"memory-pages", memory_pages, CONFIGURATION},
    {"memory-outside", memory_outside, CONFIGURATION},
    {"memory-of-the-kernel", memory_of_the_kernel, CONFIGURATION},
    {"memory-wraps", memory_wraps, CONFIGURATION},
    {"stack", stack, CONFIGURATION},
    {"program-outside", program_outside, CONFIGURATION},
    {"program-offset", program_offset, CONFIGURATION},
    {"hardware-line", hardware_line, CONFIGURATION},
    {"line-twice", line_twice, CONFIGURATION},
    {"reserved-line", reserved_line, CONFIGURATION},
    {"ports-of-controller", ports_of_controller, CONFIGURATION},
    {"ports-of-timer", ports_of_timer, CONFIGURATION},
    {"ports-of-console", ports_of_console, CONFIGURATION},
    {"ports-of-triggers", ports_of_triggers, CONFIGURATION},
    {"ports-of-pci", ports_of_pci, CONFIGURATION},
    {"ports-of-reset", ports_of_reset, CONFIGURATION},
    {"ports-of-end", ports_of_end, CONFIGURATION},
    {"level-line", level_line, CONFIGURATION},
    {"timer-floor", timer_floor, CONFIGURATION},
    {"overlap", overlap, CONFIGURATION},
    {"gap", gap, CONFIGURATION},
    {"frame-not-filled", frame_not_filled, CONFIGURATION},
    {"window-after-frame", window_after_frame, CONFIGURATION},
    {"window-short", window_short, CONFIGURATION},
    {"window-long", window_long, CONFIGURATION},
    {"window-of-stranger", window_of_stranger, CONFIGURATION},
    {"no-frame", no_frame, CONFIGURATION},
    {"no-windows", no_windows, CONFIGURATION},
    {"windows-missing", windows_missing, CONFIGURATION},
    {"schedule-name", schedule_name, CONFIGURATION},
    {"program-corrupt", program_corrupt, NONE},
    {"program-short", program_short, PROGRAM},
    {"not-elf", not_elf, PROGRAM},
    {"machine", machine, PROGRAM},
    {"relocatable", relocatable, PROGRAM},
    {"headers", headers, PROGRAM},
    {"headers-outside", headers_outside, PROGRAM},
    {"segment-outside-file", segment_outside_file, PROGRAM},
    {"segment-small", segment_small, PROGRAM},
    {"segment-outside", segment_outside, PROGRAM},
    {"segment-below", segment_below, PROGRAM},
    {"segment-order", segment_order, PROGRAM},
    {"writable-code", writable_code, PROGRAM},
    {"dynamic", dynamic, PROGRAM},
    {"entry", entry, PROGRAM},
    {"entry-nowhere", entry_nowhere, PROGRAM},
    {"no-note", no_note, PROGRAM},
    {"note-version", note_version, PROGRAM},
    {"program-large", program_large, PROGRAM},
    {"no-room-for-guard", no_room_for_guard, PROGRAM},
    {"memory-of-the-machine", memory_of_the_machine, PROGRAM},
    {"no-loader", no_loader, NONE},
    {"no-memory-size", no_memory_size, NONE},
};
#define EDIT_COUNT (sizeof(edits) / sizeof(edits[0]))

static void read_image(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        fail("can't read the image");
    image_size = (size_t)ftell(file);
    image = malloc(image_size);
    rewind(file);
    if (image == NULL || fread(image, 1, image_size, file) != image_size)
        fail("can't read the image");
    fclose(file);
}

static void write_image(const char *path)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL || fwrite(image, 1, image_size, file) != image_size || fclose(file) != 0)
        fail("can't write the image");
}

/* The configuration is the highest segment. */
static void find_config(void)
{
    const Elf32_Ehdr *header = (Elf32_Ehdr *)image;
    const Elf32_Phdr *headers_of_image = (Elf32_Phdr *)(image + header->e_phoff);

    for (unsigned i = 0; i < header->e_phnum; i++)
        if (headers_of_image[i].p_type == PT_LOAD && headers_of_image[i].p_paddr > config_address) {
            config_address = headers_of_image[i].p_paddr;
            config = (struct bulkhead_config *)(image + headers_of_image[i].p_offset);
        }
    if (config == NULL || config->magic != BULKHEAD_ABI_MAGIC || config->partitions.count < 2)
        fail("the image has no configuration with two partitions");
    partition = at(config->partitions.offset);
    schedule = at(config->schedules.offset);
    window = at(config->windows.offset);
}

static void find_program(void)
{
    Elf32_Phdr *header;

    program = at(partition->program_offset);
    header = (Elf32_Phdr *)((char *)program + program->e_phoff);
    for (unsigned i = program->e_phnum; i-- > 0;) {
        if (header[i].p_type == PT_LOAD)
            segment = &header[i];
        if (header[i].p_type == PT_NOTE)
            note = (Elf32_Nhdr *)((char *)program + header[i].p_offset);
    }
    if (segment == NULL || note == NULL)
        fail("the program has no segment or no note");
}

static void make_sums(enum sums sums)
{
    if (sums == PROGRAM)
        partition->program_checksum = bulkhead_checksum_words(program, partition->program_size);
    if (sums == NONE)
        return;
    config->checksum = 0;
    config->checksum = bulkhead_crc32(0, config, config->config_size);
}

int main(int count, char **arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: spoil IMAGE EDIT NEW-IMAGE\nEdits:");
        for (size_t i = 0; i < EDIT_COUNT; i++)
            fprintf(stderr, " %s", edits[i].name);
        fputc('\n', stderr);
        return 2;
    }
    read_image(arguments[1]);
    find_config();
    find_program();
    for (size_t i = 0; i < EDIT_COUNT; i++) {
        if (strcmp(edits[i].name, arguments[2]) != 0)
            continue;
        edits[i].edit();
        make_sums(edits[i].sums);
        write_image(arguments[3]);
        return 0;
    }
    fail("no such edit");
}
