/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Checking a partition's program. Pure functions without state: the image
 * builder runs the same code on the host, so that both give one verdict.
 */
#ifndef KERNEL_ELF_H
#define KERNEL_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ELF_MAX_SEGMENTS 16u

struct elf_segment {
    uint32_t address; /* page-aligned start of the segment's pages */
    uint32_t size;    /* bytes, whole pages */
    uint32_t data_address;
    uint32_t data_offset; /* in the file */
    uint32_t data_size;   /* the rest of the segment is zero */
    bool writable;
    bool executable;
};

struct elf_image {
    uint32_t entry;
    uint32_t end; /* first address above all segments, page-aligned */
    uint32_t segment_count;
    struct elf_segment segments[ELF_MAX_SEGMENTS]; /* ascending, disjoint pages */
};

/*
 * Checks that file[0, size) is a static 32-bit executable for this machine and
 * ABI version whose segments fit into [base, base + memory) (page-aligned,
 * no overflow; the caller ensures both) and fills in *image. Returns NULL, or what is wrong: then
 * *image is undefined.
 */
const char *elf_check(const void *file, size_t size, uint32_t base, uint32_t memory,
                      struct elf_image *image);

/* The ABI version that the program's note names, 0 if it has none. Any input. */
uint32_t elf_abi_version(const void *file, size_t size);

#endif
