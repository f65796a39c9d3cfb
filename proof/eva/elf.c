/* SPDX-License-Identifier: BSD-2-Clause */

/* The functions of elf.c that go through a program's bytes, which can be any:
 * with the contracts by which elf_check() is proved they have no undefined
 * behaviour. */
#include "machine.h"

#include "../../kernel/core/elf.c"

#define SIZE 1024u

static char file[SIZE];

/* The last bytes, so that nothing can be read behind them. */
static const char *any_end(uint32_t *size)
{
    *size = proof_any_below(SIZE + 1);
    //@ split *size;
    return file + (SIZE - *size);
}

static void any_program_header(void)
{
    struct elf_header header = {.phnum = PN_MAX};
    uint32_t index = proof_any_below(SIZE / sizeof(struct program_header));

    //@ split index;
    header.phoff = proof_any_below(SIZE - (index + 1) * sizeof(struct program_header) + 1);
    read_program_header(file, &header, index);
}

int main(void)
{
    static char other[SIZE];
    struct elf_header header;
    uint32_t size;
    const char *start;

    proof_any_bytes(file, SIZE);
    proof_any_bytes(other, SIZE);
    any_program_header();
    start = any_end(&size);
    copy_header(&header, start, size);
    if (size > 0)
        same(start, other + (SIZE - size), size);
    if (size >= sizeof(uint32_t))
        word_at((const uint8_t *)start);
    return 0;
}
