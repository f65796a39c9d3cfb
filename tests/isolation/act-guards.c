/* SPDX-License-Identifier: BSD-2-Clause */

/* Makes guard pages of all its free memory and back, again and again, and of
 * everything else that it can name; touches them in between. */
#include "attacker.h"
#include "bulkhead/hypercall.h"

#define ROUNDS 60u

static int32_t set_guard(uint32_t address, uint32_t guard)
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result), "+b"(address), "+c"(guard)
                     : "a"(BULKHEAD_HC_GUARD_SET)
                     : "memory");
    return result;
}

int main(void)
{
    uint32_t accepted = 0, wild = 0, random = 31;
    void *base;
    size_t size;

    attacker_begin();
    _BSP_Virtual_getworkspacearea(&base, &size);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (uint32_t page = (uint32_t)base; page < (uint32_t)base + size; page += 4096) {
            accepted += set_guard(page, ~round) == BULKHEAD_OK;
            ATTACKER_TRY_WITH(page, "movl %%eax, (%%eax)");
            accepted += set_guard(page, 0) == BULKHEAD_OK;
            ATTACKER_TRY_WITH(page, "movl %%eax, (%%eax)");
            wild += set_guard(0xbff00000 + (page & 0xff000), 1) == BULKHEAD_OK;
            wild += set_guard(guest_random(&random) | 0xc0000000, 1) == BULKHEAD_OK;
        }
    }
    guest_print("pages of others made guards: ", wild);
    return wild == 0 && accepted == 2 * ROUNDS * (size / 4096) &&
                   attacker_faults == ROUNDS * (size / 4096)
               ? 0
               : 1;
}
