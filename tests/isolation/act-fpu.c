/* SPDX-License-Identifier: BSD-2-Clause */

/* Leaves other values, modes and pending exceptions in the FPU all the time. */
#include "attacker.h"

int main(void)
{
    static const uint32_t wild[4]
        __attribute__((aligned(16))) = {0x7f800001, 0xffffffff, 0xdeadbeef, 0x00000001};
    static const uint16_t control = 0x0040; /* all exceptions unmasked, 24-bit precision */
    static const uint32_t mxcsr = 0x0000e040;

    attacker_begin();
    for (unsigned i = 0; i < 3000; i++) {
        ATTACKER_TRY("fninit; fld1; fldz; fldpi; fldln2; fldl2e; fldlg2; fld1; fldz; fld1; fld1");
        __asm__ volatile("movaps %0, %%xmm0; movaps %%xmm0, %%xmm1; movaps %%xmm0, %%xmm7;"
                         "ldmxcsr %1; fldcw %2"
                         :
                         : "m"(wild), "m"(mxcsr), "m"(control));
        ATTACKER_TRY("fldz; fld1; fdivp; fwait");
        ATTACKER_TRY("divps %%xmm0, %%xmm1");
        ATTACKER_TRY("mov $0xff, %%eax; movd %%eax, %%mm0; movq %%mm0, %%mm7");
        for (volatile unsigned wait = 0; wait < 500;)
            wait++;
    }
    guest_print("faults: ", attacker_faults);
    return 0;
}
