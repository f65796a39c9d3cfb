/* SPDX-License-Identifier: BSD-2-Clause */

/* Rights inside its own memory: code is not writable, data not executable, the
 * guard page and the null page are not there. */
#include "attacker.h"

extern char _end[];

static void function(void)
{
}

static unsigned expect_fault(const char *what, uint32_t before)
{
    if (attacker_faults == before + 1 && attacker_vector == 14)
        return 0;
    guest_failure(what, attacker_faults - before, 1);
    return 1;
}

int main(void)
{
    static uint8_t data[16] = {0xc3};
    uint32_t guard = BULKHEAD_MEMORY_FIRST + 0x40000 - 0x4000 - 16;
    unsigned failures = 0;
    uint32_t before;
    void *area;
    size_t size;

    attacker_begin();
    _BSP_Virtual_getworkspacearea(&area, &size);
    before = attacker_faults;
    ATTACKER_TRY_WITH(function, "movb $0x90, (%%eax)");
    failures += expect_fault("write to code", before);
    before = attacker_faults;
    ATTACKER_TRY_WITH("constant", "movb $0x90, (%%eax)");
    failures += expect_fault("write to a constant", before);
    before = attacker_faults;
    ATTACKER_TRY_WITH(data, "call *%%eax");
    failures += expect_fault("execution of data", before);
    before = attacker_faults;
    ATTACKER_TRY_WITH(area, "movb $0xc3, (%%eax); call *%%eax");
    failures += expect_fault("execution of free memory", before);
    before = attacker_faults;
    ATTACKER_TRY("pushl $0xc3; call *%%esp");
    failures += expect_fault("execution of the stack", before);
    before = attacker_faults;
    ATTACKER_TRY_WITH(guard, "movl %%eax, (%%eax)");
    failures += expect_fault("write to the guard page", before);
    before = attacker_faults;
    ATTACKER_TRY_WITH(guard, "2: push %%eax; jmp 2b");
    failures += expect_fault("stack overflow", before);
    before = attacker_faults;
    ATTACKER_TRY("movl (%%eax), %%ebx");
    failures += expect_fault("read of the null page", before);
    before = attacker_faults;
    ATTACKER_TRY_WITH((char *)area + size, "movl (%%eax), %%ebx");
    failures += expect_fault("read behind the free memory", before);
    guest_print("failures: ", failures);
    return failures == 0 ? 0 : 1;
}
