/* SPDX-License-Identifier: BSD-2-Clause */

#include "arch/x86.h"
#include "kernel/arch.h"

/* The running partition's half is mapped, and the kernel accesses it with the
 * partition's rights (CR0.WP); a fault ends the copy (x86_kernel_exception()). */
static inline bool copy(void *to, const void *from, size_t size)
{
    size_t words = size / 4, rest = size % 4;

    __asm__ volatile goto("1: rep movsl\n\t"
                          "mov %[rest], %[words]\n\t"
                          "rep movsb\n"
                          "2:\n\t"
                          ".pushsection .fixups, \"a\"\n\t"
                          ".long 1b, 2b, %l[fault]\n\t"
                          ".popsection"
                          : [to] "+D"(to), [from] "+S"(from), [words] "+c"(words)
                          : [rest] "r"(rest)
                          : "memory"
                          : fault);
    return true;
fault:
    return false;
}

bool arch_copy_from_user(void *to, uint32_t from, size_t size)
{
    return copy(to, (const void *)from, size);
}

bool arch_copy_to_user(uint32_t to, const void *from, size_t size)
{
    return copy((void *)to, from, size);
}
