/* SPDX-License-Identifier: BSD-2-Clause */

/* Reads, writes and jumps to every page of the address space. */
#include "attacker.h"

static bool own_page(uint32_t address)
{
    return address >= BULKHEAD_MEMORY_FIRST && address < BULKHEAD_MEMORY_FIRST + 0x40000;
}

static bool faults_on(uint32_t address, unsigned act)
{
    uint32_t before = attacker_faults;

    if (act == 0)
        ATTACKER_TRY_WITH(address, "movl (%%eax), %%ebx");
    else if (act == 1)
        ATTACKER_TRY_WITH(address, "movl $0x1badb002, (%%eax)");
    else
        ATTACKER_TRY_WITH(address, "jmp *%%eax");
    return attacker_faults != before;
}

int main(void)
{
    uint32_t readable = 0, writable = 0, executable = 0, address = 0;

    attacker_begin();
    do {
        if (!own_page(address)) {
            readable += !faults_on(address + 0x40, 0);
            writable += !faults_on(address + 0x40, 1);
            if (address % 0x10000 == 0 || address >= 0xbff00000)
                executable += !faults_on(address, 2);
        }
        address += BULKHEAD_PAGE_SIZE;
    } while (address != 0);
    guest_print("pages of others readable: ", readable);
    guest_print("pages of others writable: ", writable);
    guest_print("pages of others executable: ", executable);
    /* The vCPU page is readable and writable; the start-info page and the table
     * of schedules, one page, are readable. */
    return readable == 3 && writable == 1 && executable == 0 ? 0 : 1;
}
