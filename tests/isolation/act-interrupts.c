/* SPDX-License-Identifier: BSD-2-Clause */

/* "int n" for every n except the hypercall's, a thousand times for the vectors
 * of hardware: none may run a handler of the kernel. */
#include "attacker.h"

/* CD n, C3: made in the code segment by the assembler, 4 bytes each. */
__asm__(".text\n"
        "interrupt_row:\n\t"
        ".set n, 0\n\t"
        ".rept 256\n\t"
        ".byte 0xcd, n, 0xc3, 0x90\n\t"
        ".set n, n + 1\n\t"
        ".endr");
extern const char interrupt_row[];

static unsigned int_faults(unsigned vector)
{
    uint32_t before = attacker_faults;

    ATTACKER_TRY_WITH(interrupt_row + 4 * vector, "call *%%eax");
    return attacker_faults - before;
}

int main(void)
{
    unsigned failures = 0;

    attacker_begin();
    for (unsigned vector = 0; vector < 256; vector++) {
        if (vector == BULKHEAD_HYPERCALL_VECTOR)
            continue;
        for (unsigned i = 0; i < (vector >= 32 && vector < 64 ? 1000 : 1); i++)
            if (int_faults(vector) != 1 || attacker_vector != 13)
                failures++;
    }
    ATTACKER_TRY("int3");
    ATTACKER_TRY("into");
    ATTACKER_TRY(".byte 0xf1"); /* debug exception */
    guest_print("faults: ", attacker_faults);
    guest_print("failures: ", failures);
    return failures == 0 ? 0 : 1;
}
