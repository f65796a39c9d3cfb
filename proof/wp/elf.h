/* SPDX-License-Identifier: BSD-2-Clause */

/* Contracts of what elf_check() and elf_abi_version() consist of, for a file
 * of any length. proof/eva/elf.c shows those of the three that copy bytes. */
#ifndef PROOF_WP_ELF_H
#define PROOF_WP_ELF_H

#include "kernel/elf.h"

struct elf_header;
struct program_header;

/*@ predicate file_readable(char *file, integer size) =
        \valid_read(file + (0 .. size - 1)); */

/*@ requires readable: \valid_read((const char *)file + (0 .. size - 1));
    requires \valid(header);
    assigns *header;
    ensures inside: \result == \null ==> header->phoff + header->phnum * 32 <= size; */
static const char *read_header(const void *file, size_t size, struct elf_header *header);

#endif
