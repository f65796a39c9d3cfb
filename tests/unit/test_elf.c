/* SPDX-License-Identifier: BSD-2-Clause */

/* The check of a partition's program: each rejection, boundaries, truncation,
 * and mutations judged again by rules written here in 64-bit arithmetic. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include "kernel/elf.h"

#define BASE   0x00200000u
#define MEMORY (8u * BULKHEAD_PAGE_SIZE)
#define END    (BASE + MEMORY)

#define TOO_SHORT     "it is too short for an ELF file"
#define NOT_ELF       "it is not an ELF file"
#define MACHINE       "it is an ELF file for another machine (32-bit x86 is needed)"
#define NOT_STATIC    "it is not a statically linked executable"
#define HEADERS       "its program headers are not those of an executable"
#define NO_HEADERS    "it is truncated: its program headers are not in the file"
#define NO_SEGMENT    "it is truncated: a segment is not in the file"
#define SMALLER       "a segment is smaller in memory than in the file"
#define OUTSIDE       "a segment is outside of the partition's memory"
#define MANY_SEGMENTS "it has more than 16 segments"
#define OVERLAP       "its segments overlap, share a page, or are not in ascending order"
#define WRITE_EXECUTE "a segment is both writable and executable"
#define DYNAMIC       "it is dynamically linked"
#define NOTHING       "it has nothing to load"
#define ENTRY         "its entry point is not in its code"
#define NO_NOTE       "it carries no Bulkhead ABI note: link it with libpart.a"
#define OTHER_VERSION "it was built for another ABI version"
#define GOOD          NULL

struct change {
    size_t offset, size;
    uint32_t value;
    const char *expected;
};

#define IN(field)   offsetof(struct program, field), sizeof(((struct program *)NULL)->field)
#define CODE(field) IN(segments[PROGRAM_CODE].field)
#define DATA(field) IN(segments[PROGRAM_DATA].field)
#define NOTE(field) IN(segments[PROGRAM_NOTE].field)

static const char *check(const struct program *program)
{
    struct elf_image image;

    return elf_check(program, sizeof(*program), BASE, MEMORY, &image);
}

static void assert_verdict(const char *verdict, const char *expected)
{
    if ((verdict == NULL) != (expected == NULL))
        fail_msg("\"%s\" instead of \"%s\"", verdict ? verdict : "good",
                 expected ? expected : "good");
    if (expected != NULL)
        assert_string_equal(verdict, expected);
}

static void good_program(void **state)
{
    struct program program;
    struct elf_image image;

    (void)state;
    program_make(&program, BASE);
    assert_null(elf_check(&program, sizeof(program), BASE, MEMORY, &image));
    assert_int_equal(image.entry, BASE + 0x40);
    assert_int_equal(image.segment_count, 2);
    assert_int_equal(image.end, BASE + 4 * PAGE);
    assert_int_equal(image.segments[0].address, BASE);
    assert_int_equal(image.segments[0].size, PAGE);
    assert_int_equal(image.segments[0].data_address, BASE + 0x20);
    assert_int_equal(image.segments[0].data_offset, offsetof(struct program, code));
    assert_int_equal(image.segments[0].data_size, sizeof(program.code));
    assert_true(image.segments[0].executable);
    assert_false(image.segments[0].writable);
    assert_int_equal(image.segments[1].address, BASE + 2 * PAGE);
    assert_int_equal(image.segments[1].size, 2 * PAGE);
    assert_int_equal(image.segments[1].data_size, sizeof(program.data));
    assert_false(image.segments[1].executable);
    assert_true(image.segments[1].writable);
    assert_int_equal(elf_abi_version(&program, sizeof(program)), BULKHEAD_ABI_VERSION);
}

static void each_field_at_its_boundaries(void **state)
{
    const uint32_t size = sizeof(struct program);
    const uint32_t code_size = sizeof(((struct program *)NULL)->code);
    const uint32_t data_size = sizeof(((struct program *)NULL)->data);
    const struct change changes[] = {
        {IN(header.e_ident[0]), 0x7e, NOT_ELF},
        {IN(header.e_ident[3]), 'f', NOT_ELF},
        {IN(header.e_ident[EI_CLASS]), ELFCLASS64, MACHINE},
        {IN(header.e_ident[EI_DATA]), ELFDATA2MSB, MACHINE},
        {IN(header.e_ident[EI_VERSION]), 0, MACHINE},
        {IN(header.e_ident[EI_OSABI]), ELFOSABI_LINUX, GOOD},
        {IN(header.e_machine), EM_X86_64, MACHINE},
        {IN(header.e_machine), EM_ARM, MACHINE},
        {IN(header.e_type), ET_DYN, NOT_STATIC},
        {IN(header.e_type), ET_REL, NOT_STATIC},
        {IN(header.e_type), ET_CORE, NOT_STATIC},
        {IN(header.e_phentsize), sizeof(Elf32_Phdr) - 1, HEADERS},
        {IN(header.e_phentsize), sizeof(Elf64_Phdr), HEADERS},
        {IN(header.e_phnum), 0, HEADERS},
        {IN(header.e_phnum), 65, HEADERS},
        {IN(header.e_phnum), 0xffff, HEADERS},
        {IN(header.e_phnum), 64, NO_HEADERS},
        {IN(header.e_phnum), 2, NO_NOTE},
        {IN(header.e_phoff), size - 3 * sizeof(Elf32_Phdr) + 1, NO_HEADERS},
        {IN(header.e_phoff), size, NO_HEADERS},
        {IN(header.e_phoff), 0xffffffa0, NO_HEADERS},
        {IN(header.e_phoff), UINT32_MAX, NO_HEADERS},
        {IN(header.e_entry), BASE + 0x20, GOOD},
        {IN(header.e_entry), BASE + 0x1f, ENTRY},
        {IN(header.e_entry), BASE + 0x20 + code_size - 1, GOOD},
        {IN(header.e_entry), BASE + 0x20 + code_size, ENTRY},
        {IN(header.e_entry), BASE + 2 * PAGE, ENTRY}, /* data */
        {IN(header.e_entry), 0, ENTRY},
        {IN(header.e_entry), UINT32_MAX, ENTRY},
        {CODE(p_type), PT_DYNAMIC, DYNAMIC},
        {DATA(p_type), PT_INTERP, DYNAMIC},
        {NOTE(p_type), PT_INTERP, DYNAMIC},
        {CODE(p_type), PT_NULL, ENTRY},
        {DATA(p_type), PT_NULL, GOOD},
        {NOTE(p_type), PT_NULL, NO_NOTE},
        {DATA(p_type), PT_TLS, GOOD},
        {DATA(p_offset), size - data_size, GOOD},
        {DATA(p_offset), size - data_size + 1, NO_SEGMENT},
        {DATA(p_offset), size, NO_SEGMENT},
        {DATA(p_offset), UINT32_MAX, NO_SEGMENT},
        {DATA(p_offset), 0, GOOD},
        {DATA(p_filesz), data_size + 1, NO_SEGMENT},
        {DATA(p_filesz), UINT32_MAX, NO_SEGMENT},
        {DATA(p_filesz), 0, GOOD},
        {DATA(p_memsz), data_size, GOOD},
        {DATA(p_memsz), data_size - 1, SMALLER},
        {DATA(p_memsz), 6 * PAGE, GOOD},
        {DATA(p_memsz), 6 * PAGE + 1, OUTSIDE},
        {DATA(p_memsz), UINT32_MAX, OUTSIDE},
        {DATA(p_memsz), 0, GOOD}, /* nothing of it is loaded */
        {DATA(p_vaddr), END - data_size - PROGRAM_BSS, GOOD},
        {DATA(p_vaddr), END - data_size - PROGRAM_BSS + 1, OUTSIDE},
        {DATA(p_vaddr), END, OUTSIDE},
        {DATA(p_vaddr), UINT32_MAX, OUTSIDE},
        {DATA(p_vaddr), 0, OUTSIDE},
        {DATA(p_vaddr), BASE - 1, OUTSIDE},
        {DATA(p_vaddr), BASE, OVERLAP},
        {DATA(p_vaddr), BASE + PAGE - 1, OVERLAP},
        {DATA(p_vaddr), BASE + PAGE, GOOD},
        {CODE(p_vaddr), BASE, GOOD},
        {CODE(p_vaddr), BASE - 1, OUTSIDE},
        {CODE(p_vaddr), BASE + 4 * PAGE, OVERLAP},
        {CODE(p_memsz), PAGE - 0x20, GOOD},
        {CODE(p_memsz), 2 * PAGE - 0x20, GOOD},
        {CODE(p_memsz), 2 * PAGE - 0x20 + 1, OVERLAP},
        {CODE(p_flags), PF_R | PF_W | PF_X, WRITE_EXECUTE},
        {CODE(p_flags), PF_W | PF_X, WRITE_EXECUTE},
        {CODE(p_flags), PF_R, ENTRY},
        {CODE(p_flags), PF_R | PF_W, ENTRY},
        {DATA(p_flags), PF_R | PF_X, GOOD},
        {NOTE(p_offset), size, NO_NOTE},
        {NOTE(p_offset), UINT32_MAX, NO_NOTE},
        {NOTE(p_filesz), UINT32_MAX, NO_NOTE},
        {NOTE(p_filesz), 0, NO_NOTE},
        {NOTE(p_filesz), sizeof(Elf32_Nhdr) - 1, NO_NOTE},
        {NOTE(p_filesz), sizeof(((struct program *)NULL)->note) - 1, NO_NOTE},
        {IN(note.header.n_namesz), 8, NO_NOTE},
        {IN(note.header.n_namesz), 10, NO_NOTE},
        {IN(note.header.n_namesz), 0, NO_NOTE},
        {IN(note.header.n_namesz), UINT32_MAX, NO_NOTE},
        {IN(note.header.n_descsz), 3, NO_NOTE},
        {IN(note.header.n_descsz), 5, NO_NOTE}, /* not in the file */
        {IN(note.header.n_descsz), UINT32_MAX, NO_NOTE},
        {IN(note.header.n_type), BULKHEAD_NOTE_ABI + 1, NO_NOTE},
        {IN(note.name[0]), 'b', NO_NOTE},
        {IN(note.name[8]), '!', NO_NOTE},
        {IN(note.version), 0, NO_NOTE},
        {IN(note.version), BULKHEAD_ABI_VERSION + 1, OTHER_VERSION},
        {IN(note.version), UINT32_MAX, OTHER_VERSION},
    };

    (void)state;
    for (size_t i = 0; i < ELEMENTS(changes); i++) {
        const struct change *change = &changes[i];
        struct program program;
        const char *wrong;

        program_make(&program, BASE);
        memcpy((char *)&program + change->offset, &change->value, change->size);
        wrong = check(&program);
        if ((wrong == NULL) != (change->expected == NULL) ||
            (wrong != NULL && strcmp(wrong, change->expected) != 0))
            fail_msg("change %zu: \"%s\" instead of \"%s\"", i, wrong ? wrong : "good",
                     change->expected ? change->expected : "good");
    }
}

static void nothing_to_load(void **state)
{
    struct program program;

    (void)state;
    program_make(&program, BASE);
    program.segments[PROGRAM_CODE].p_memsz = program.segments[PROGRAM_DATA].p_memsz = 0;
    assert_verdict(check(&program), NOTHING);
}

static void code_that_is_zeroed_memory_only(void **state)
{
    struct program program;

    (void)state;
    program_make(&program, BASE);
    program.segments[PROGRAM_CODE].p_filesz = 0x20; /* the entry is just behind */
    assert_verdict(check(&program), ENTRY);
    program.segments[PROGRAM_CODE].p_filesz = 0x21;
    assert_verdict(check(&program), GOOD);
}

/* Header, segments of one page each, note; nothing in the file but zeroes. */
struct many {
    Elf32_Ehdr header;
    Elf32_Phdr segments[ELF_MAX_SEGMENTS + 2];
    struct program program;
};

static void sixteen_segments_and_no_more(void **state)
{
    struct many many = {0};
    struct elf_image image;

    (void)state;
    program_make(&many.program, BASE);
    many.header = many.program.header;
    many.header.e_phoff = offsetof(struct many, segments);
    many.header.e_phnum = ELEMENTS(many.segments);
    many.header.e_entry = BASE;
    for (uint32_t i = 0; i <= ELF_MAX_SEGMENTS; i++)
        many.segments[i] = (Elf32_Phdr){.p_type = PT_LOAD,
                                        .p_vaddr = BASE + i * PAGE,
                                        .p_filesz = i == 0 ? 4 : 0,
                                        .p_memsz = i % 2 ? PAGE : 1,
                                        .p_flags = i == 0 ? PF_X : PF_W};
    many.segments[ELF_MAX_SEGMENTS + 1] = many.program.segments[PROGRAM_NOTE];
    many.segments[ELF_MAX_SEGMENTS + 1].p_offset += (uint32_t)offsetof(struct many, program);
    many.segments[0].p_memsz = 4;
    assert_verdict(elf_check(&many, sizeof(many), BASE, 32 * PAGE, &image), MANY_SEGMENTS);
    many.segments[ELF_MAX_SEGMENTS].p_memsz = 0;
    assert_verdict(elf_check(&many, sizeof(many), BASE, 32 * PAGE, &image), GOOD);
    assert_int_equal(image.segment_count, ELF_MAX_SEGMENTS);
    assert_int_equal(image.end, BASE + ELF_MAX_SEGMENTS * PAGE);
}

static void note_among_others(void **state)
{
    struct {
        struct program program;
        Elf32_Nhdr first;
        char first_name[4];
        char first_descriptor[8]; /* of 5 bytes */
        Elf32_Nhdr empty;
        Elf32_Nhdr ours;
        char name[12];
        uint32_t version;
    } file = {.first = {.n_namesz = 4, .n_descsz = 5, .n_type = BULKHEAD_NOTE_ABI},
              .first_name = "GNU",
              .ours = {.n_namesz = 9, .n_descsz = 4, .n_type = BULKHEAD_NOTE_ABI},
              .name = "Bulkhead",
              .version = 7};

    (void)state;
    program_make(&file.program, BASE);
    file.program.segments[PROGRAM_NOTE].p_offset = (uint32_t)((char *)&file.first - (char *)&file);
    file.program.segments[PROGRAM_NOTE].p_filesz =
        (uint32_t)((char *)(&file.version + 1) - (char *)&file.first);
    assert_int_equal(elf_abi_version(&file, sizeof(file)), 7);
}

/* In memory of exactly that length, so that one byte too far is seen. */
static void truncation_at_every_length(void **state)
{
    struct program program;

    (void)state;
    program_make(&program, BASE);
    for (size_t length = 0; length < sizeof(program); length++) {
        char *copy = malloc(length + (length == 0));
        struct elf_image image;

        memcpy(copy, &program, length);
        assert_verdict(elf_check(copy, length, BASE, MEMORY, &image),
                       length < sizeof(Elf32_Ehdr)               ? TOO_SHORT
                       : length < offsetof(struct program, note) ? NO_HEADERS
                                                                 : NO_SEGMENT);
        assert_int_equal(elf_abi_version(copy, length),
                         length < offsetof(struct program, code) ? 0 : BULKHEAD_ABI_VERSION);
        free(copy);
    }
}

static void memory_at_the_ends_of_the_range(void **state)
{
    static const uint32_t bases[] = {BULKHEAD_MEMORY_FIRST, BULKHEAD_MEMORY_LIMIT - 4 * PAGE};
    struct program program;
    struct elf_image image;

    (void)state;
    for (size_t i = 0; i < ELEMENTS(bases); i++) {
        program_make(&program, bases[i]);
        assert_verdict(elf_check(&program, sizeof(program), bases[i], 4 * PAGE, &image), GOOD);
        assert_int_equal(image.end, bases[i] + 4 * PAGE);
        assert_verdict(elf_check(&program, sizeof(program), bases[i], 3 * PAGE, &image), OUTSIDE);
        assert_verdict(elf_check(&program, sizeof(program), bases[i] + PAGE, 3 * PAGE, &image),
                       OUTSIDE);
    }
}

static uint64_t page_up(uint64_t address)
{
    return (address + 4095) / 4096 * 4096;
}

/* The version that the first of our notes in the segment gives. */
static uint32_t version_in_notes(const char *notes, uint64_t size)
{
    Elf32_Nhdr note;
    uint64_t at = 0;

    while (size - at >= sizeof(note)) {
        uint64_t name = at + sizeof(note), descriptor;
        uint32_t version;

        memcpy(&note, notes + at, sizeof(note));
        descriptor = name + (note.n_namesz + 3ull) / 4 * 4;
        if (descriptor + note.n_descsz > size)
            return 0;
        if (note.n_type == 1 && note.n_namesz == 9 && note.n_descsz >= 4 &&
            memcmp(notes + name, "Bulkhead", 9) == 0) {
            memcpy(&version, notes + descriptor, sizeof(version));
            if (version != 0)
                return version;
        }
        at = descriptor + (note.n_descsz + 3ull) / 4 * 4;
        if (at > size)
            return 0;
    }
    return 0;
}

struct judge {
    uint64_t end;
    unsigned segments;
    bool entry_found;
    uint32_t version;
};

static bool judge_load(struct judge *judge, const Elf32_Phdr *p, uint32_t entry, size_t size)
{
    bool writable = (p->p_flags & PF_W) != 0, executable = (p->p_flags & PF_X) != 0;
    uint64_t first = p->p_vaddr / 4096 * 4096;

    if (p->p_memsz == 0)
        return true;
    if ((uint64_t)p->p_offset + p->p_filesz > size || p->p_memsz < p->p_filesz ||
        p->p_vaddr < BASE || (uint64_t)p->p_vaddr + p->p_memsz > END || first < judge->end ||
        (writable && executable) || ++judge->segments > 16)
        return false;
    judge->end = page_up((uint64_t)p->p_vaddr + p->p_memsz);
    if (executable && entry >= p->p_vaddr && entry < (uint64_t)p->p_vaddr + p->p_filesz)
        judge->entry_found = true;
    return true;
}

/* The whole rule book, from the file's bytes alone. */
static bool acceptable(const char *file, size_t size)
{
    struct judge judge = {.end = BASE};
    Elf32_Ehdr header;

    if (size < sizeof(header))
        return false;
    memcpy(&header, file, sizeof(header));
    if (memcmp(header.e_ident, "\177ELF\1\1\1", 7) != 0 || header.e_machine != EM_386 ||
        header.e_type != ET_EXEC || header.e_phentsize != 32 || header.e_phnum < 1 ||
        header.e_phnum > 64 || header.e_phoff + 32ull * header.e_phnum > size)
        return false;
    for (unsigned i = 0; i < header.e_phnum; i++) {
        Elf32_Phdr p;

        memcpy(&p, file + header.e_phoff + i * sizeof(p), sizeof(p));
        if (p.p_type == PT_DYNAMIC || p.p_type == PT_INTERP)
            return false;
        if (p.p_type == PT_LOAD && !judge_load(&judge, &p, header.e_entry, size))
            return false;
        if (p.p_type == PT_NOTE && judge.version == 0 && (uint64_t)p.p_offset + p.p_filesz <= size)
            judge.version = version_in_notes(file + p.p_offset, p.p_filesz);
    }
    return judge.segments > 0 && judge.entry_found && judge.version == BULKHEAD_ABI_VERSION;
}

/* What loading relies on. */
static bool image_sound(const struct elf_image *image, size_t size)
{
    uint64_t end = BASE;
    bool entry = false;

    for (uint32_t i = 0; i < image->segment_count; i++) {
        const struct elf_segment *s = &image->segments[i];

        if (s->address < end || s->address % 4096 != 0 || s->size % 4096 != 0 || s->size == 0 ||
            s->data_address < s->address ||
            (uint64_t)s->data_address + s->data_size > (uint64_t)s->address + s->size ||
            (uint64_t)s->data_offset + s->data_size > size || (s->writable && s->executable))
            return false;
        end = (uint64_t)s->address + s->size;
        entry = entry || (s->executable && image->entry >= s->address && image->entry < end);
    }
    return image->segment_count >= 1 && image->segment_count <= 16 && entry && end <= END &&
           image->end == end;
}

static void mutate(struct program *program, struct random *random)
{
    const size_t size = offsetof(struct program, code);
    size_t width = (size_t[]){1, 2, 4}[random_below(random, 3)];
    size_t at = random_below(random, (uint32_t)(size / width)) * width;
    uint32_t value;

    memcpy(&value, (char *)program + at, width);
    switch (random_below(random, 4)) {
    case 0:
        value += random_below(random, 9) - 4;
        break;
    case 1:
        value ^= 1u << random_below(random, (uint32_t)(8 * width));
        break;
    case 2:
        value = BASE + random_below(random, MEMORY + PAGE);
        break;
    default:
        value = (uint32_t)random_wild(random);
        break;
    }
    memcpy((char *)program + at, &value, width);
}

static void mutations(void **state)
{
    struct random random = {10};
    struct program *copy = malloc(sizeof(*copy));
    struct program good;
    int accepted = 0;

    (void)state;
    program_make(&good, BASE);
    for (int i = 0; i < 1000000; i++) {
        int times = 1 + (int)random_below(&random, 4);
        struct elf_image image;
        const char *wrong;

        *copy = good;
        while (times-- > 0)
            mutate(copy, &random);
        wrong = elf_check(copy, sizeof(*copy), BASE, MEMORY, &image);
        accepted += wrong == NULL;
        if ((wrong == NULL) != acceptable((const char *)copy, sizeof(*copy)))
            fail_msg("mutation %d: %s", i, wrong ? wrong : "accepted");
        if (wrong == NULL && !image_sound(&image, sizeof(*copy)))
            fail_msg("mutation %d: accepted, but not sound", i);
    }
    assert_in_range(accepted, 50000, 950000);
    free(copy);
}

static void random_notes(void **state)
{
    struct random random = {11};
    struct program *copy = malloc(sizeof(*copy));

    (void)state;
    program_make(copy, BASE);
    for (int i = 0; i < 200000; i++) {
        uint32_t size = random_below(&random, sizeof(copy->code) + sizeof(copy->data));

        for (size_t j = 0; j < sizeof(copy->code); j += 4) {
            uint32_t word = random_below(&random, 16);

            memcpy(copy->code + j, &word, sizeof(word));
        }
        memcpy(copy->code + 4 * random_below(&random, 10), &copy->note,
               random_below(&random, sizeof(copy->note) + 1));
        copy->segments[PROGRAM_NOTE].p_offset =
            (uint32_t)(sizeof(*copy) - sizeof(copy->code) - sizeof(copy->data));
        copy->segments[PROGRAM_NOTE].p_filesz = size;
        assert_int_equal(elf_abi_version(copy, sizeof(*copy)),
                         version_in_notes((const char *)copy->code, size));
    }
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_program),
        cmocka_unit_test(each_field_at_its_boundaries),
        cmocka_unit_test(nothing_to_load),
        cmocka_unit_test(code_that_is_zeroed_memory_only),
        cmocka_unit_test(sixteen_segments_and_no_more),
        cmocka_unit_test(note_among_others),
        cmocka_unit_test(truncation_at_every_length),
        cmocka_unit_test(memory_at_the_ends_of_the_range),
        cmocka_unit_test(mutations),
        cmocka_unit_test(random_notes),
    };

    return cmocka_run_group_tests_name("program check", tests, NULL, NULL);
}
