/* SPDX-License-Identifier: BSD-2-Clause */

/* Fuzzing of elf_check() (libFuzzer): it reads nothing outside of the file, and
 * what it accepts can be loaded. */
#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bulkhead/arch.h"
#include "kernel/elf.h"
#include "kernel_target.h"

#define BASE   ((uint32_t)BULKHEAD_MEMORY_FIRST)
#define MEMORY (16u * BULKHEAD_PAGE_SIZE)

/* Loads the segment as a partition's start does. */
static void load(const uint8_t *file, size_t size, const struct elf_segment *segment)
{
    static uint8_t memory[MEMORY];

    require(segment->address % BULKHEAD_PAGE_SIZE == 0);
    require(segment->size % BULKHEAD_PAGE_SIZE == 0 && segment->size != 0);
    require(segment->address >= BASE && segment->address - BASE <= MEMORY);
    require(segment->size <= MEMORY - (segment->address - BASE));
    require((uint64_t)segment->data_offset + segment->data_size <= size);
    require(segment->data_address >= segment->address);
    require((uint64_t)segment->data_address + segment->data_size <=
            (uint64_t)segment->address + segment->size);
    memcpy(memory + (segment->data_address - BASE), file + segment->data_offset,
           segment->data_size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct elf_image image;
    uint8_t *file = malloc(size + (size == 0));
    uint32_t end = BASE;

    memcpy(file, data, size);
    elf_abi_version(file, size);
    if (elf_check(file, size, BASE, MEMORY, &image) == NULL) {
        accepted++;
        require(image.segment_count - 1 < ELF_MAX_SEGMENTS);
        for (uint32_t i = 0; i < image.segment_count; i++) {
            require(image.segments[i].address >= end);
            load(file, size, &image.segments[i]);
            end = image.segments[i].address + image.segments[i].size;
        }
        require(image.end == end && image.entry >= BASE && image.entry < end);
    }
    free(file);
    return 0;
}
