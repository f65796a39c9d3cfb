/* SPDX-License-Identifier: BSD-2-Clause */

/* Hypercalls with every number and hostile arguments. Calls that would end or
 * idle this partition are left to others. */
#include "attacker.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/start_info.h"

static const uint32_t nasty[] = {
    0,          1,          2,          3,          15,         16,         17,
    23,         24,         31,         32,         33,         255,        0xfff,
    0x1000,     0x000ffffe, 0x00100000, 0x0013fffd, 0x0013ffff, 0x00140000, 0x7fffffff,
    0x80000000, 0xbfffdffe, 0xbfffe000, 0xbfffeffd, 0xbffff000, 0xbffffffd, 0xbfffffff,
    0xc0000000, 0xc0000001, 0xc0103000, 0xfee00000, 0xfffffff0, 0xfffffffc, 0xffffffff,
};
#define NASTY (sizeof(nasty) / sizeof(nasty[0]))

static int32_t call(uint32_t number, uint32_t first, uint32_t second, uint32_t third)
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result), "+b"(first), "+c"(second), "+d"(third)
                     : "a"(number)
                     : "memory");
    return result;
}

static bool left_out(uint32_t number, uint32_t first, uint32_t second)
{
    switch (number) {
    case BULKHEAD_HC_STOP:
    case BULKHEAD_HC_IDLE:
        return true;
    case BULKHEAD_HC_MODE_SET:
        return first < BULKHEAD_MODE_NORMAL;
    case BULKHEAD_HC_RESUME: /* from readable memory it could succeed */
    case BULKHEAD_HC_UPCALLS_SET:
    case BULKHEAD_HC_TIMER_SET:
    case BULKHEAD_HC_HEALTH_RAISE:
        return first >= 0x00100000 - 4096 && first < 0xc0000000;
    case BULKHEAD_HC_CONSOLE_WRITE: /* its own memory is no attack, and long */
        return first >= 0x00100000 && first < 0xc0000000 && second > 0 &&
               second <= 0xc0000000 - first;
    default:
        return false;
    }
}

int main(void)
{
    uint32_t calls = 0, accepted = 0, random = 12345;

    attacker_begin();
    for (uint32_t number = 0; number < BULKHEAD_HC_COUNT; number++)
        for (size_t i = 0; i < NASTY; i++)
            for (size_t j = 0; j < NASTY; j++) {
                if (left_out(number, nasty[i], nasty[j]))
                    continue;
                calls++;
                accepted += call(number, nasty[i], nasty[j], nasty[(i + j) % NASTY]) >= 0;
            }
    for (size_t i = 0; i < NASTY; i++) {
        uint32_t number = nasty[i] < BULKHEAD_HC_COUNT ? 0x10000 + nasty[i] : nasty[i];

        calls++;
        accepted += call(number, 0, 0, 0) != BULKHEAD_E_CALL;
    }
    for (unsigned i = 0; i < 20000; i++) {
        uint32_t number = guest_random(&random) % (BULKHEAD_HC_COUNT + 4),
                 first = guest_random(&random);
        uint32_t second = guest_random(&random);

        if (left_out(number, first, second))
            continue;
        calls++;
        call(number, first, second, guest_random(&random));
    }
    guest_print("calls: ", calls);
    guest_print("accepted of the systematic ones: ", accepted);
    return 0;
}
