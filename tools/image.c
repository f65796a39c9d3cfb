/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Images: the kernel's ELF file with one more segment, the configuration. The
 * kernel's bytes stay where they are, so its section headers and symbols hold
 * for the image too; only the file header and the program headers change.
 */

#include "tool.h"

#include <elf.h>
#include <string.h>

#include "bulkhead/arch/x86.h"
#include "bulkhead/checksum.h"
#include "bulkhead/config.h"
#include "kernel/config.h"

#define PAGE_SIZE        ((size_t)BULKHEAD_PAGE_SIZE)
#define MULTIBOOT_MAGIC  0x1badb002u
#define MULTIBOOT_SEARCH 8192u /* bytes in which a loader looks for the header */

static size_t align(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

bool image_is_elf(const struct file *file)
{
    return file->size >= SELFMAG && memcmp(file->data, ELFMAG, SELFMAG) == 0;
}

static bool range_inside(size_t offset, size_t length, size_t size)
{
    return offset <= size && length <= size - offset;
}

static bool has_multiboot_header(const struct file *file)
{
    size_t end = file->size < MULTIBOOT_SEARCH ? file->size : MULTIBOOT_SEARCH;
    uint32_t word;

    for (size_t at = 0; at + sizeof(word) <= end; at += sizeof(word)) {
        memcpy(&word, (const char *)file->data + at, sizeof(word));
        if (word == MULTIBOOT_MAGIC)
            return true;
    }
    return false;
}

/* The headers of a bootable 32-bit ELF file; NULL or what is wrong. */
static const char *read_headers(const struct file *file, Elf32_Ehdr *header)
{
    if (!image_is_elf(file) || file->size < sizeof(*header))
        return "it is not an ELF file";
    memcpy(header, file->data, sizeof(*header));
    if (header->e_ident[EI_CLASS] != ELFCLASS32 || header->e_machine != EM_386 ||
        header->e_type != ET_EXEC || header->e_phentsize != sizeof(Elf32_Phdr))
        return "it is not a 32-bit x86 executable";
    if (header->e_phnum == 0 || header->e_phnum > 64 ||
        !range_inside(header->e_phoff, header->e_phnum * sizeof(Elf32_Phdr), file->size))
        return "its program headers are not in the file";
    if (!has_multiboot_header(file))
        return "it has no multiboot header";
    return NULL;
}

static Elf32_Phdr read_segment(const struct file *file, const Elf32_Ehdr *header, uint32_t index)
{
    Elf32_Phdr segment;

    memcpy(&segment, (const char *)file->data + header->e_phoff + index * sizeof(segment),
           sizeof(segment));
    return segment;
}

static uint64_t load_end(const struct file *file, const Elf32_Ehdr *header)
{
    uint64_t end = 0;

    for (uint32_t i = 0; i < header->e_phnum; i++) {
        Elf32_Phdr segment = read_segment(file, header, i);
        uint64_t segment_end = (uint64_t)segment.p_paddr + segment.p_memsz;

        if (segment.p_type == PT_LOAD && segment_end > end)
            end = segment_end;
    }
    return end;
}

uint64_t image_end(const struct file *image)
{
    Elf32_Ehdr header;

    return read_headers(image, &header) == NULL ? load_end(image, &header) : 0;
}

/* A loader may want the program headers in the first 8 KiB: one more entry
 * goes behind the present ones if nothing but zeros is there. */
static bool room_behind_headers(const struct file *file, const Elf32_Ehdr *header)
{
    size_t end = header->e_phoff + header->e_phnum * sizeof(Elf32_Phdr);
    const char *data = file->data;

    if (!range_inside(end, sizeof(Elf32_Phdr), file->size))
        return false;
    for (uint32_t i = 0; i < header->e_phnum; i++) {
        Elf32_Phdr segment = read_segment(file, header, i);

        if (segment.p_filesz > 0 && segment.p_offset < end + sizeof(Elf32_Phdr) &&
            segment.p_offset + (size_t)segment.p_filesz > end)
            return false;
    }
    for (size_t i = 0; i < sizeof(Elf32_Phdr); i++)
        if (data[end + i] != 0)
            return false;
    return header->e_shoff < end || header->e_shoff >= end + sizeof(Elf32_Phdr);
}

enum status image_pack(struct arena *arena, const struct file *kernel, const void *block,
                       size_t block_size, struct file *image)
{
    Elf32_Ehdr header;
    const char *wrong = read_headers(kernel, &header);

    if (wrong != NULL) {
        complain("'%s' is no kernel: %s", kernel->name, wrong);
        return STATUS_FILE;
    }
    uint64_t address = (load_end(kernel, &header) + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
    if (address + block_size > BULKHEAD_MEMORY_LIMIT) {
        complain("the image would end at address 0x%llx, more than a machine can have",
                 (unsigned long long)(address + block_size));
        return STATUS_IMAGE;
    }
    bool in_place = room_behind_headers(kernel, &header);
    size_t table_size = header.e_phnum * sizeof(Elf32_Phdr);
    size_t table = in_place ? header.e_phoff : align(kernel->size, 16);
    size_t table_end = table + table_size + sizeof(Elf32_Phdr);
    size_t block_at = align(in_place ? kernel->size : table_end, PAGE_SIZE);
    Elf32_Phdr segment = {
        .p_type = PT_LOAD,
        .p_offset = (Elf32_Off)block_at,
        .p_vaddr = (Elf32_Addr)address,
        .p_paddr = (Elf32_Addr)address,
        .p_filesz = (Elf32_Word)block_size,
        .p_memsz = (Elf32_Word)block_size,
        .p_flags = PF_R,
        .p_align = (Elf32_Word)PAGE_SIZE,
    };

    image->size = block_at + block_size;
    image->data = arena_alloc(arena, image->size);
    char *data = image->data;
    memcpy(data, kernel->data, kernel->size);
    memcpy(data + table, (const char *)kernel->data + header.e_phoff, table_size);
    memcpy(data + table + table_size, &segment, sizeof(segment));
    memcpy(data + block_at, block, block_size);
    header.e_phoff = (Elf32_Off)table;
    header.e_phnum++;
    memcpy(data, &header, sizeof(header));
    return STATUS_DONE;
}

/* As the kernel finds it: at the page-aligned end of the kernel, which is the
 * highest segment. */
static const char *find_block(const struct file *image, size_t *offset, size_t *size)
{
    Elf32_Ehdr header;
    const char *wrong = read_headers(image, &header);
    uint32_t highest = 0;

    if (wrong != NULL)
        return wrong;
    for (uint32_t i = 0; i < header.e_phnum; i++) {
        Elf32_Phdr segment = read_segment(image, &header, i);

        if (segment.p_type != PT_LOAD || segment.p_paddr < highest)
            continue;
        highest = segment.p_paddr;
        *offset = segment.p_offset;
        *size = segment.p_filesz;
    }
    return range_inside(*offset, *size, image->size) ? NULL : "it is truncated";
}

/* The programs are not covered by the configuration's own checksum. */
static const char *check_programs(struct arena *arena, const struct bulkhead_config *config)
{
    for (uint32_t i = 0; i < config->partitions.count; i++) {
        const struct bulkhead_config_partition *partition = config_partition(config, i);
        const void *program = config_program(config, i);

        if (bulkhead_checksum_words(program, partition->program_size) !=
            partition->program_checksum)
            return arena_print(arena,
                               "the program of partition '%s' is corrupt: its checksum is "
                               "wrong",
                               partition->name);
    }
    return NULL;
}

const struct bulkhead_config *image_config(struct arena *arena, const struct file *image)
{
    size_t offset = 0, size = 0;
    const char *wrong = find_block(image, &offset, &size);
    struct bulkhead_config *config = NULL;

    if (wrong == NULL) {
        config = arena_alloc(arena, size);
        memcpy(config, (const char *)image->data + offset, size);
        wrong = config_check(config, size);
    }
    if (wrong == NULL)
        wrong = check_programs(arena, config);
    if (wrong == NULL)
        return config;
    complain("the image '%s' is refused: %s", image->name, wrong);
    return NULL;
}
