/* SPDX-License-Identifier: BSD-2-Clause */

/* Prints by the first parallel port, which interrupts after each character:
 * none of these interrupts is taken for a spurious one, and none comes twice. */
#include "guest.h"
#include "virtualizationlayerio.h"

#define LINE       7
#define STATUS     0x379
#define CONTROL    0x37a
#define STROBE     0x01u
#define NO_RESET   0x04u
#define SELECTED   0x08u
#define INTERRUPTS 0x10u
#define IDLE       (NO_RESET | SELECTED | INTERRUPTS)

#define CHARACTERS 2000u

static volatile uint32_t interrupts;

static void printed(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    (void)_BSP_Virtual_Port_read_8(STATUS); /* the device asks no longer */
    interrupts += count;
    _CPU_Virtual_Irq_acknowledge(vector);
}

/* Every second one is printed with the line disabled, and delivered then. */
static void print_one(uint32_t number)
{
    int level = number % 2 == 0 ? _CPU_Virtual_Interrupts_disable() : 0;

    _BSP_Virtual_Port_write_8(CONTROL, IDLE | STROBE);
    _BSP_Virtual_Port_write_8(CONTROL, IDLE);
    if (number % 2 == 0)
        _CPU_Virtual_Interrupts_enable(level);
    while (interrupts <= number)
        ;
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = printed,
                                                .interrupt_stack = stack + sizeof(stack)};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    if (_CPU_Virtual_Irq_request(LINE) != _CPU_VIRTUAL_IRQ_OK) {
        guest_print("without the line: ", LINE);
        return 0;
    }
    _CPU_Virtual_Interrupts_open();
    for (uint32_t i = 0; i < CHARACTERS; i++)
        print_one(i);
    guest_print("interrupts: ", interrupts);
    return interrupts == CHARACTERS ? 0 : 1;
}
