/* SPDX-License-Identifier: BSD-2-Clause */

/* Loads every selector into every segment register, with thread pointers
 * everywhere, and calls the kernel and is interrupted with them. */
#include "attacker.h"
#include "bulkhead/hypercall.h"

#define LOAD(segment)                                                                              \
    "mov %%eax, %%" segment "; mov $0, %%eax; mov $0, %%ebx; mov $0, %%ecx; int $0x80"

static void set_base(uint32_t segment, uint32_t base)
{
    uint32_t number = BULKHEAD_HC_THREAD_POINTER_SET;

    __asm__ volatile("int $0x80" : "+a"(number), "+b"(base), "+c"(segment) : : "edx", "memory");
}

int main(void)
{
    uint32_t random = 7;

    attacker_begin();
    for (uint32_t selector = 0; selector < 0x10000; selector += selector < 0x100 ? 1 : 0x101) {
        set_base(0, guest_random(&random));
        set_base(selector / 8, guest_random(&random));
        ATTACKER_TRY_WITH(selector, LOAD("fs"));
        ATTACKER_TRY_WITH(selector, LOAD("gs"));
        ATTACKER_TRY_WITH(selector, "push %%ds; " LOAD("ds") "; mov %%ss, %%eax; mov %%eax, %%ds");
        __asm__ volatile("push %ss; pop %ds; push %ss; pop %es");
        ATTACKER_TRY_WITH(selector, "push %%es; " LOAD("es"));
        __asm__ volatile("push %ss; pop %ds; push %ss; pop %es");
    }
    guest_print("faults: ", attacker_faults);
    return 0;
}
