/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/elf.h"

#include <string.h>
#include "bulkhead/arch.h"
#include "bulkhead/version.h"

#define PAGE_MASK (BULKHEAD_PAGE_SIZE - 1u)

/* ELF 1.2, chapter 1; all numbers little-endian as on the machine. */
#define ET_EXEC    2u
#define EM_386     3u
#define PT_LOAD    1u
#define PT_DYNAMIC 2u
#define PT_INTERP  3u
#define PT_NOTE    4u
#define PF_X       1u
#define PF_W       2u
#define PN_MAX     64u

struct elf_header {
    uint8_t ident[16];
    uint16_t type, machine;
    uint32_t version, entry, phoff, shoff, flags;
    uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct program_header {
    uint32_t type, offset, vaddr, paddr, filesz, memsz, flags, align;
};

struct note_header {
    uint32_t name_size, descriptor_size, type;
};

/*@ assigns \nothing;
    ensures \result <==> offset + length <= size; */
static bool inside(uint32_t offset, uint32_t length, size_t size)
{
    return offset <= size && length <= size - offset;
}

static const char *read_header(const void *file, size_t size, struct elf_header *header)
{
    static const uint8_t ident[] = {0x7f, 'E', 'L', 'F', 1 /* 32-bit */, 1 /* little */, 1};

    if (size < sizeof(*header))
        return "it is too short for an ELF file";
    memcpy(header, file, sizeof(*header));
    if (memcmp(header->ident, ident, 4) != 0)
        return "it is not an ELF file";
    if (memcmp(header->ident, ident, sizeof(ident)) != 0 || header->machine != EM_386)
        return "it is an ELF file for another machine (32-bit x86 is needed)";
    if (header->type != ET_EXEC)
        return "it is not a statically linked executable";
    if (header->phentsize != sizeof(struct program_header) || header->phnum == 0 ||
        header->phnum > PN_MAX)
        return "its program headers are not those of an executable";
    if (!inside(header->phoff, header->phnum * (uint32_t)sizeof(struct program_header), size))
        return "it is truncated: its program headers are not in the file";
    return NULL;
}

static struct program_header read_program_header(const void *file, const struct elf_header *header,
                                                 uint32_t index)
{
    struct program_header program;

    memcpy(&program, (const char *)file + header->phoff + index * sizeof(program), sizeof(program));
    return program;
}

static const char *check_segment(const struct program_header *program, size_t size, uint32_t base,
                                 uint32_t memory)
{
    if (!inside(program->offset, program->filesz, size))
        return "it is truncated: a segment is not in the file";
    if (program->memsz < program->filesz)
        return "a segment is smaller in memory than in the file";
    if (program->vaddr < base || !inside(program->vaddr - base, program->memsz, memory))
        return "a segment is outside of the partition's memory";
    return NULL;
}

/* Pages have one set of rights, so segments may not share one. */
static const char *add_segment(struct elf_image *image, const struct program_header *program)
{
    uint32_t first = program->vaddr & ~PAGE_MASK;
    uint32_t end = (program->vaddr + program->memsz + PAGE_MASK) & ~PAGE_MASK;
    struct elf_segment *segment = &image->segments[image->segment_count];

    if (image->segment_count == ELF_MAX_SEGMENTS)
        return "it has more than 16 segments";
    if (first < image->end)
        return "its segments overlap, share a page, or are not in ascending order";
    *segment = (struct elf_segment){
        .address = first,
        .size = end - first,
        .data_address = program->vaddr,
        .data_offset = program->offset,
        .data_size = program->filesz,
        .writable = (program->flags & PF_W) != 0,
        .executable = (program->flags & PF_X) != 0,
    };
    if (segment->writable && segment->executable)
        return "a segment is both writable and executable";
    image->segment_count++;
    image->end = end;
    return NULL;
}

static bool entry_in_code(const struct elf_image *image)
{
    for (uint32_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];

        if (segment->executable && image->entry >= segment->data_address &&
            image->entry - segment->data_address < segment->data_size)
            return true;
    }
    return false;
}

static const char *check_program(const void *file, size_t size, const struct elf_header *header,
                                 uint32_t base, uint32_t memory, struct elf_image *image)
{
    const char *wrong = NULL;

    for (uint32_t i = 0; wrong == NULL && i < header->phnum; i++) {
        struct program_header program = read_program_header(file, header, i);

        if (program.type == PT_DYNAMIC || program.type == PT_INTERP)
            return "it is dynamically linked";
        if (program.type != PT_LOAD || program.memsz == 0)
            continue;
        wrong = check_segment(&program, size, base, memory);
        if (wrong == NULL)
            wrong = add_segment(image, &program);
    }
    return wrong;
}

const char *elf_check(const void *file, size_t size, uint32_t base, uint32_t memory,
                      struct elf_image *image)
{
    struct elf_header header;
    const char *wrong = read_header(file, size, &header);

    if (wrong != NULL)
        return wrong;
    image->entry = header.entry;
    image->end = base;
    image->segment_count = 0;
    wrong = check_program(file, size, &header, base, memory, image);
    if (wrong != NULL)
        return wrong;
    if (image->segment_count == 0)
        return "it has nothing to load";
    if (!entry_in_code(image))
        return "its entry point is not in its code";
    if (elf_abi_version(file, size) == 0)
        return "it carries no Bulkhead ABI note: link it with libpart.a";
    if (elf_abi_version(file, size) != BULKHEAD_ABI_VERSION)
        return "it was built for another ABI version";
    return NULL;
}

/* The descriptor of the note at the start of notes[0, size), if it is ours. */
static uint32_t note_version(const uint8_t *notes, size_t size, size_t *next)
{
    struct note_header note;
    uint32_t version = 0;
    size_t name = sizeof(note), descriptor;

    *next = size;
    if (size < sizeof(note))
        return 0;
    memcpy(&note, notes, sizeof(note));
    if (note.name_size > size || note.descriptor_size > size)
        return 0;
    descriptor = name + ((note.name_size + 3) & ~(size_t)3);
    if (descriptor > size || note.descriptor_size > size - descriptor)
        return 0;
    *next = descriptor + ((note.descriptor_size + 3) & ~(size_t)3);
    if (note.type == BULKHEAD_NOTE_ABI && note.name_size == sizeof(BULKHEAD_NOTE_NAME) &&
        note.descriptor_size >= sizeof(version) &&
        memcmp(notes + name, BULKHEAD_NOTE_NAME, sizeof(BULKHEAD_NOTE_NAME)) == 0)
        memcpy(&version, notes + descriptor, sizeof(version));
    return version;
}

uint32_t elf_abi_version(const void *file, size_t size)
{
    struct elf_header header;
    uint32_t version = 0;

    if (read_header(file, size, &header) != NULL)
        return 0;
    for (uint32_t i = 0; version == 0 && i < header.phnum; i++) {
        struct program_header program = read_program_header(file, &header, i);
        size_t next;

        if (program.type != PT_NOTE || !inside(program.offset, program.filesz, size))
            continue;
        for (size_t done = 0; version == 0 && done < program.filesz; done += next)
            version = note_version((const uint8_t *)file + program.offset + done,
                                   program.filesz - done, &next);
    }
    return version;
}
