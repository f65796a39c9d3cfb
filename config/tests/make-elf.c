/* SPDX-License-Identifier: BSD-2-Clause */

/* Writes small ELF files for the tests: a good program, programs with one
 * thing wrong, and a kernel with nothing in it but its headers. */

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "bulkhead/arch/x86.h"
#include "bulkhead/version.h"

#define BASE      BULKHEAD_MEMORY_DEFAULT_BASE
#define PAGE      BULKHEAD_PAGE_SIZE
#define HIGH_BASE 0x400000

struct note {
    Elf32_Nhdr header;
    char name[12];
    uint32_t version;
};

/* Code in the first page of the file after the headers, data in the second. */
struct file {
    Elf32_Ehdr header;
    Elf32_Phdr segments[3];
    Elf32_Phdr room; /* a kernel needs one more header */
    uint32_t multiboot[3];
    struct note note;
    _Alignas(PAGE) char code[PAGE];
    char data[PAGE];
};

static struct file file;
static size_t size = sizeof(file);

static void make_good(void)
{
    file.header = (Elf32_Ehdr){
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
        .e_type = ET_EXEC,
        .e_machine = EM_386,
        .e_version = EV_CURRENT,
        .e_entry = BASE,
        .e_phoff = offsetof(struct file, segments),
        .e_ehsize = sizeof(Elf32_Ehdr),
        .e_phentsize = sizeof(Elf32_Phdr),
        .e_phnum = 3,
    };
    file.segments[0] = (Elf32_Phdr){
        .p_type = PT_LOAD,
        .p_offset = offsetof(struct file, code),
        .p_vaddr = BASE,
        .p_paddr = BASE,
        .p_filesz = PAGE,
        .p_memsz = PAGE,
        .p_flags = PF_R | PF_X,
        .p_align = PAGE,
    };
    file.segments[1] = (Elf32_Phdr){
        .p_type = PT_LOAD,
        .p_offset = offsetof(struct file, data),
        .p_vaddr = BASE + PAGE,
        .p_paddr = BASE + PAGE,
        .p_filesz = PAGE,
        .p_memsz = 2 * PAGE,
        .p_flags = PF_R | PF_W,
        .p_align = PAGE,
    };
    file.segments[2] = (Elf32_Phdr){
        .p_type = PT_NOTE,
        .p_offset = offsetof(struct file, note),
        .p_filesz = sizeof(file.note),
        .p_flags = PF_R,
        .p_align = 4,
    };
    file.note.header = (Elf32_Nhdr){.n_namesz = sizeof(BULKHEAD_NOTE_NAME),
                                    .n_descsz = sizeof(uint32_t),
                                    .n_type = BULKHEAD_NOTE_ABI};
    memcpy(file.note.name, BULKHEAD_NOTE_NAME, sizeof(BULKHEAD_NOTE_NAME));
    file.note.version = BULKHEAD_ABI_VERSION;
    memset(file.code, 0xf4, sizeof(file.code)); /* hlt */
}

static void move(uint32_t base)
{
    file.header.e_entry += base - BASE;
    file.segments[0].p_vaddr += base - BASE;
    file.segments[1].p_vaddr += base - BASE;
}

/* One thing wrong, or at least different. */
static int spoil(const char *how)
{
    if (strcmp(how, "good") == 0)
        return 0;
    if (strcmp(how, "empty") == 0)
        size = 0;
    else if (strcmp(how, "truncated") == 0)
        size = offsetof(struct file, data) + 1;
    else if (strcmp(how, "truncated-headers") == 0)
        size = offsetof(struct file, segments) + 10;
    else if (strcmp(how, "not-elf") == 0)
        file.header.e_ident[0] = '#';
    else if (strcmp(how, "other-machine") == 0)
        file.header.e_machine = EM_SPARC;
    else if (strcmp(how, "64-bit") == 0)
        file.header.e_ident[EI_CLASS] = ELFCLASS64;
    else if (strcmp(how, "big-endian") == 0)
        file.header.e_ident[EI_DATA] = ELFDATA2MSB;
    else if (strcmp(how, "relocatable") == 0)
        file.header.e_type = ET_REL;
    else if (strcmp(how, "dynamic") == 0)
        file.segments[2].p_type = PT_DYNAMIC;
    else if (strcmp(how, "overlap") == 0)
        file.segments[1].p_vaddr = BASE;
    else if (strcmp(how, "below") == 0)
        file.segments[0].p_vaddr = BASE - PAGE;
    else if (strcmp(how, "too-large") == 0)
        file.segments[1].p_memsz = 0x40000000;
    else if (strcmp(how, "no-stack") == 0)
        file.segments[1].p_memsz = 0x3f000 - PAGE;
    else if (strcmp(how, "shrinking") == 0)
        file.segments[1].p_memsz = PAGE - 1;
    else if (strcmp(how, "entry") == 0)
        file.header.e_entry = BASE + PAGE;
    else if (strcmp(how, "write-execute") == 0)
        file.segments[0].p_flags |= PF_W;
    else if (strcmp(how, "nothing") == 0)
        file.segments[0].p_type = file.segments[1].p_type = PT_NULL;
    else if (strcmp(how, "no-note") == 0)
        file.segments[2].p_type = PT_NULL;
    else if (strcmp(how, "other-abi") == 0)
        file.note.version = BULKHEAD_ABI_VERSION + 1;
    else if (strcmp(how, "kernel") == 0)
        file.multiboot[0] = 0x1badb002;
    else if (strcmp(how, "kernel-without-room") == 0)
        file.multiboot[0] = file.room.p_type = 0x1badb002;
    else if (strcmp(how, "high") == 0)
        move(HIGH_BASE);
    else
        return 1;
    return 0;
}

int main(int count, char **words)
{
    FILE *out;

    make_good();
    if (count != 3 || spoil(words[2]) != 0) {
        fputs("usage: make-elf FILE good|truncated|...\n", stderr);
        return 2;
    }
    out = fopen(words[1], "wb");
    if (out == NULL || fwrite(&file, 1, size, out) != size || fclose(out) != 0) {
        perror(words[1]);
        return 1;
    }
    return 0;
}
