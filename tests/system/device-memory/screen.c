/* SPDX-License-Identifier: BSD-2-Clause */

/* The memory of a device, a PC's screen in text mode: its owner writes and reads
 * it; another partition cannot, wherever it looks. */
#include "guest.h"

#define PHYSICAL 0xb8000u
#define CELLS    (80u * 25u)

static volatile uint32_t faults;

static void go_on(_BSP_Virtual_Fault *fault)
{
    _BSP_Virtual_Registers registers;

    _BSP_Virtual_Fault_get_registers(fault, &registers);
    registers.eip += 2;
    _BSP_Virtual_Fault_set_registers(fault, &registers);
    faults++;
}

/* A read that is two bytes long. */
static void touch(uint32_t address)
{
    uint8_t value;

    __asm__ volatile("movb (%1), %b0" : "=a"(value) : "d"(address));
}

static unsigned own_screen(volatile uint16_t *cells)
{
    unsigned failures = 0;
    uint32_t state = 1;

    for (unsigned i = 0; i < CELLS; i++)
        cells[i] = (uint16_t)guest_random(&state);
    state = 1;
    for (unsigned i = 0; i < CELLS; i++)
        failures += cells[i] != (uint16_t)guest_random(&state);
    return failures;
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    _Partition_Virtual_Block block;
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(go_on, stack + sizeof(stack));
    if (_Partition_Virtual_Block_describe(0, &block) == _PARTITION_OK) {
        guest_print("bytes of the screen: ", block.size);
        failures = own_screen(block.base);
        touch((uint32_t)block.base + block.size);
        touch(PHYSICAL);
        GUEST_CHECK(failures, "faults behind it and at its physical address", faults, 2);
    } else {
        /* Where the other has it. */
        for (uint32_t address = 0xa0000000u; address < 0xa0004000u; address += _PARTITION_PAGE_SIZE)
            touch(address);
        touch(PHYSICAL);
        GUEST_CHECK(failures, "faults of who has no screen", faults, 5);
    }
    guest_print("failures: ", failures);
    return failures == 0 ? 0 : 1;
}
