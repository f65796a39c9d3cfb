/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/elf.h"

#include <stdint.h>
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

/* A note: size of the name, size of the descriptor, type; then both, in whole words. */
#define NOTE_NAME 12u

struct elf_header {
    uint8_t ident[16];
    uint16_t type, machine;
    uint32_t version, entry, phoff, shoff, flags;
    uint16_t ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct program_header {
    uint32_t type, offset, vaddr, paddr, filesz, memsz, flags, align;
};

/*@ assigns \nothing;
    ensures \result <==> offset + length <= size; */
static bool inside(uint32_t offset, uint32_t length, size_t size)
{
    return offset <= size && length <= size - offset;
}

/*@ predicate readable(char *bytes, integer size) =
      \valid_read(bytes + (0 .. size - 1)) && size <= PTRDIFF_MAX;

    predicate headers_in(struct elf_header *header, integer size) =
      0 < header->phnum <= PN_MAX &&
      header->phoff + header->phnum * sizeof(struct program_header) <= size; */

/*@ requires readable((char *)first, size) && readable((char *)second, size);
    requires size > 0;
    assigns \nothing; */
static bool same(const void *first, const void *second, size_t size)
{
    return memcmp(first, second, size) == 0;
}

/*@ requires readable((char *)bytes, sizeof(uint32_t));
    assigns \nothing; */
static uint32_t word_at(const uint8_t *bytes)
{
    uint32_t word;

    memcpy(&word, bytes, sizeof(word));
    return word;
}

/*@ requires \valid(header) && readable((char *)file, size);
    assigns *header; */
static bool copy_header(struct elf_header *header, const void *file, size_t size)
{
    if (size < sizeof(*header))
        return false;
    memcpy(header, file, sizeof(*header));
    return true;
}

/*@ requires \valid(header) && readable((char *)file, size);
    assigns *header;
    ensures \result == \null ==> headers_in(header, size); */
static const char *read_header(const void *file, size_t size, struct elf_header *header)
{
    static const uint8_t ident[] = {0x7f, 'E', 'L', 'F', 1 /* 32-bit */, 1 /* little */, 1};

    if (!copy_header(header, file, size))
        return "it is too short for an ELF file";
    if (!same(header->ident, ident, 4))
        return "it is not an ELF file";
    if (!same(header->ident, ident, sizeof(ident)) || header->machine != EM_386)
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

/*@ requires \valid_read(header) && index < header->phnum <= PN_MAX;
    requires readable((char *)file, header->phoff + (index + 1) * sizeof(struct program_header));
    assigns \nothing; */
static struct program_header read_program_header(const void *file, const struct elf_header *header,
                                                 uint32_t index)
{
    struct program_header program;

    memcpy(&program, (const char *)file + header->phoff + index * sizeof(program), sizeof(program));
    return program;
}

/*@ requires \valid_read(program);
    assigns \nothing;
    ensures \result == \null <==>
      program->offset + program->filesz <= size && program->filesz <= program->memsz &&
      base <= program->vaddr && program->vaddr + program->memsz <= base + memory; */
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
/*@ requires \valid(image) && image->segment_count <= ELF_MAX_SEGMENTS;
    requires \valid_read(program) && \separated(image, program);
    assigns *image;
    ensures image->segment_count <= ELF_MAX_SEGMENTS; */
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

/*@ requires \valid_read(image) && image->segment_count <= ELF_MAX_SEGMENTS;
    assigns \nothing; */
static bool entry_in_code(const struct elf_image *image)
{
    /*@ loop invariant i <= image->segment_count; loop assigns i;
        loop variant image->segment_count - i; */
    for (uint32_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *segment = &image->segments[i];

        if (segment->executable && image->entry >= segment->data_address &&
            image->entry - segment->data_address < segment->data_size)
            return true;
    }
    return false;
}

/*@ requires readable((char *)file, size) && \valid_read(header) && headers_in(header, size);
    requires \valid(image) && image->segment_count <= ELF_MAX_SEGMENTS;
    requires \separated(image, header);
    assigns *image;
    ensures image->segment_count <= ELF_MAX_SEGMENTS; */
static const char *check_program(const void *file, size_t size, const struct elf_header *header,
                                 uint32_t base, uint32_t memory, struct elf_image *image)
{
    const char *wrong = NULL;

    /*@ loop invariant i <= header->phnum && image->segment_count <= ELF_MAX_SEGMENTS;
        loop assigns i, wrong, *image; loop variant header->phnum - i; */
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

/*@ requires readable((char *)file, size) && \valid(image);
    assigns *image; */
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

/*@ requires size <= PTRDIFF_MAX;
    assigns \nothing;
    ensures size <= \result <= size + 3; */
static size_t whole_words(uint32_t size)
{
    return (size + 3) / 4 * 4;
}

/* The descriptor of the note at the start of notes[0, size), if it is ours. */
/*@ requires readable((char *)notes, size) && \valid(next) && size > 0;
    assigns *next;
    ensures 0 < *next <= size + 3; */
static uint32_t note_version(const uint8_t *notes, size_t size, size_t *next)
{
    uint32_t name_size, descriptor_size;
    size_t descriptor;

    *next = size;
    if (size < NOTE_NAME)
        return 0;
    name_size = word_at(notes);
    descriptor_size = word_at(notes + 4);
    if (name_size > size || descriptor_size > size)
        return 0;
    descriptor = NOTE_NAME + whole_words(name_size);
    if (descriptor > size || descriptor_size > size - descriptor)
        return 0;
    *next = descriptor + whole_words(descriptor_size);
    if (word_at(notes + 8) == BULKHEAD_NOTE_ABI && name_size == sizeof(BULKHEAD_NOTE_NAME) &&
        descriptor_size >= sizeof(uint32_t) &&
        same(notes + NOTE_NAME, BULKHEAD_NOTE_NAME, sizeof(BULKHEAD_NOTE_NAME)))
        return word_at(notes + descriptor);
    return 0;
}

/*@ requires readable((char *)file, size);
    assigns \nothing; */
uint32_t elf_abi_version(const void *file, size_t size)
{
    struct elf_header header;
    uint32_t version = 0;

    if (read_header(file, size, &header) != NULL)
        return 0;
    //@ loop invariant i <= header.phnum; loop assigns i, version; loop variant header.phnum - i;
    for (uint32_t i = 0; version == 0 && i < header.phnum; i++) {
        struct program_header program = read_program_header(file, &header, i);
        size_t next;

        if (program.type != PT_NOTE || !inside(program.offset, program.filesz, size))
            continue;
        //@ loop assigns done, version, next; loop variant program.filesz - done;
        for (size_t done = 0; version == 0 && done < program.filesz; done += next)
            version = note_version((const uint8_t *)file + program.offset + done,
                                   program.filesz - done, &next);
    }
    return version;
}
