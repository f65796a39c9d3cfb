/* SPDX-License-Identifier: BSD-2-Clause */

/* Every I/O port, in every width; then the partition's own, as fast as it can. */
#include "attacker.h"
#include "lines.h"

#define PORTS  0x10000u
#define BURSTS 200u
#define BURST  4096u

static bool allowed_8(uint32_t port)
{
    uint32_t before = attacker_faults;

    ATTACKER_TRY_WITH(port, "mov %%eax, %%edx; inb %%dx, %%al");
    return attacker_faults == before;
}

static bool allowed_16(uint32_t port)
{
    uint32_t before = attacker_faults;

    ATTACKER_TRY_WITH(port, "mov %%eax, %%edx; inw %%dx, %%ax");
    return attacker_faults == before;
}

static bool allowed_32(uint32_t port)
{
    uint32_t before = attacker_faults;

    ATTACKER_TRY_WITH(port, "mov %%eax, %%edx; inl %%dx, %%eax");
    return attacker_faults == before;
}

/* The model's: 8 and 2. An access of several bytes needs all of them. */
static bool is_own(uint32_t port, uint32_t width)
{
    return (port >= SERIAL_PORT && port + width <= SERIAL_PORT + 8) ||
           (port >= CLOCK_INDEX && port + width <= CLOCK_INDEX + 2);
}

static uint32_t try_all(void)
{
    uint32_t failures = 0;

    for (uint32_t port = 0; port < PORTS; port++) {
        failures += allowed_8(port) != is_own(port, 1);
        /* The others where a boundary is near, and here and there. */
        if ((port & 0xfc0u) == 0x2c0u || port < 0x100 || port > PORTS - 16 || port % 64 == 63) {
            failures += allowed_16(port) != is_own(port, 2);
            failures += allowed_32(port) != is_own(port, 4);
        }
    }
    return failures;
}

static void flood(void)
{
    static uint8_t text[BURST];

    for (unsigned i = 0; i < BURSTS; i++) {
        const uint8_t *from = text;
        uint8_t *to = text;
        uint32_t out = BURST, in = BURST;

        __asm__ volatile("rep outsb" : "+S"(from), "+c"(out) : "d"(SERIAL_PORT) : "memory");
        __asm__ volatile("rep insb" : "+D"(to), "+c"(in) : "d"(SERIAL_PORT) : "memory");
    }
}

int main(void)
{
    uint32_t failures;

    attacker_begin();
    failures = try_all();
    flood();
    guest_print("faults: ", attacker_faults);
    guest_print("failures: ", failures);
    return failures == 0 ? 0 : 1;
}
