/* SPDX-License-Identifier: BSD-2-Clause */

/* What the groups of unit tests share: a good program, a good configuration,
 * a module that has booted from them, and random numbers that repeat. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <elf.h>
#include "arch/null.h"
#include "bulkhead/config.h"
#include "bulkhead/version.h"

#define ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))
#define PAGE            ((uint32_t)BULKHEAD_PAGE_SIZE)

/* Random numbers (SplitMix64); the same in each run. */
struct random {
    uint64_t state;
};
uint64_t random_next(struct random *random);
uint32_t random_below(struct random *random, uint32_t limit);
/* Often a boundary of some type, or near one. */
uint64_t random_wild(struct random *random);

/* A good program, as a file: code, data with zeroed memory behind it, and the
 * note on its ABI version. */
enum { PROGRAM_CODE, PROGRAM_DATA, PROGRAM_NOTE, PROGRAM_HEADERS };
struct program {
    Elf32_Ehdr header;
    Elf32_Phdr segments[PROGRAM_HEADERS];
    struct {
        Elf32_Nhdr header;
        char name[(sizeof(BULKHEAD_NOTE_NAME) + 3) & ~3u];
        uint32_t version;
    } note;
    uint8_t code[100];
    uint8_t data[60];
};
#define PROGRAM_BSS 5000u /* bytes of zeroed memory behind the data */

/* Makes the program for a partition whose memory begins at base: code on the
 * first page, data and zeroed memory on the two after the next. */
void program_make(struct program *program, uint32_t base);

/* A window of a configuration under construction. */
struct window_plan {
    uint32_t schedule;
    uint32_t partition;
    uint64_t duration;
};

/* A good configuration: block is exactly as long as it says. */
struct block {
    struct bulkhead_config *config;
    struct bulkhead_config_partition *partitions;
    struct bulkhead_config_schedule *schedules;
    struct bulkhead_config_window *windows;
    struct bulkhead_config_channel *channels;
    struct bulkhead_config_port *ports;
    struct bulkhead_config_region *regions;
    struct bulkhead_config_mapping *mappings;
    struct bulkhead_config_io *io_ranges;
};
#define BLOCK_MEMORY (16u * BULKHEAD_PAGE_SIZE)
#define BLOCK_STACK  (2u * BULKHEAD_PAGE_SIZE)
#define BLOCK_FLOOR  1000u

/* The plan's windows in the order of their schedules; each partition gets a
 * name ("P1" and so on), memory and a program. */
struct block block_make(uint32_t members, const struct window_plan *plan, size_t windows);

/* The same with room for so many elements of the other tables. What the kernel
 * would refuse in them is for the caller to fill in: channels are made as
 * sampling ones of 64 bytes, ports and regions get names ("port 1", "region 1"),
 * regions one page of the kernel's memory. */
struct block_sizes {
    uint32_t channels, ports, regions, mappings, io_ranges;
};
struct block block_make_with(uint32_t members, const struct window_plan *plan, size_t windows,
                             const struct block_sizes *sizes);
void block_free(struct block *block);

/* Makes the checksums right again. */
void block_seal_program(const struct block *block, uint32_t partition);
void block_seal(const struct block *block);

/* The core and the null machine as before boot. */
void core_reset(void);

/* Resets, and boots from the block: the first window has begun. */
void module_boot(const struct block *block);

/* The same with a block of that many partitions, one window of 1 ms each. */
#define SIMPLE_WINDOW 1000000u
void module_boot_simple(uint32_t members);

/* Ends the module that module_boot_simple() began. */
void module_end(void);

/* Lets time pass with its timer interrupts until time, or until the start of
 * the window whose switch began by then; lateness: ns from the timer's
 * interrupt to the kernel. */
void module_run_until(uint64_t time, uint32_t lateness);

/* The running partition makes a hypercall; its result, or INT32_MIN if none
 * was written. */
int32_t call(uint32_t number, uint32_t first, uint32_t second);
int32_t call_3(uint32_t number, uint32_t first, uint32_t second, uint32_t third);

/* Memory of the partition that it can write and that holds nothing. */
uint32_t scratch_address(const struct partition *partition);
void *scratch(const struct partition *partition);

#endif
