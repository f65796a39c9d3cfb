/* SPDX-License-Identifier: BSD-2-Clause */

/* Single-steps hypercalls and interrupts, with the direction, nested-task,
 * alignment and resume flags set. */
#include "attacker.h"

static const char text[] __attribute__((used)) = "backward";

int main(void)
{
    attacker_begin();
    for (unsigned i = 0; i < 2000; i++) {
        ATTACKER_TRY("pushf; orl $0x100, (%%esp); popf; int $0x80; nop; nop");
        ATTACKER_TRY("pushf; orl $0x100, (%%esp); popf; nop; int $0x80");
        ATTACKER_TRY("std; mov $0, %%eax; int $0x80; mov $1, %%eax; mov $text, %%ebx;"
                     "mov $8, %%ecx; int $0x80");
        ATTACKER_TRY("pushf; orl $0x4000, (%%esp); popf; int $0x80; iret");
        ATTACKER_TRY("pushf; orl $0x40000, (%%esp); popf; int $0x80; pushf; andl $~0x40000, "
                     "(%%esp); popf");
        ATTACKER_TRY("pushf; orl $0x10000, (%%esp); popf; int $0x80");
    }
    guest_print("faults: ", attacker_faults);
    return 0;
}
