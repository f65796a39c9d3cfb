/* SPDX-License-Identifier: BSD-2-Clause */

/* Raises errors as fast as it can, so that its health log runs over again and
 * again, and faults beside; reads its log and asks for those of others. */
#include "attacker.h"
#include "bulkhead/health.h"
#include "bulkhead/hypercall.h"

#define ROUNDS 6000u

static int32_t call(uint32_t number, const void *first, uint32_t second, uint32_t third)
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result), "+c"(second), "+d"(third)
                     : "a"(number), "b"(first)
                     : "memory");
    return result;
}

int main(void)
{
    uint32_t others = 0, lost = 0;

    attacker_begin();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const struct bulkhead_error_report report = {round % BULKHEAD_ERROR_FATAL,
                                                     BULKHEAD_HEALTH_PROCESS, round, round, round};
        struct bulkhead_log_entry entry = {.sequence = 0};

        call(BULKHEAD_HC_HEALTH_RAISE, &report, 0, 0);
        ATTACKER_TRY("ud2");
        lost += call(BULKHEAD_HC_LOG_READ, &entry, 1, 2 * round) != BULKHEAD_OK ||
                entry.sequence != 2 * round;
        others += call(BULKHEAD_HC_LOG_READ, &entry, round % 5 == 1 ? 0 : round % 5, 0) >= 0;
    }
    guest_print("entries lost: ", lost);
    guest_print("logs of others read: ", others);
    return lost == 0 && others == 0 ? 0 : 1;
}
