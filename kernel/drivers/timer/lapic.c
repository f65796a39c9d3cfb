/* SPDX-License-Identifier: BSD-2-Clause */

#include "timer/lapic.h"

#include "arch/cpu.h"

/* Intel SDM volume 3, table 11-1. */
#define TASK_PRIORITY   0x080u
#define END             0x0b0u
#define SPURIOUS        0x0f0u
#define LVT_TIMER       0x320u
#define LVT_LINT0       0x350u
#define LVT_LINT1       0x360u
#define INITIAL_COUNT   0x380u
#define CURRENT_COUNT   0x390u
#define DIVIDE          0x3e0u
#define SOFTWARE_ENABLE 0x100u
#define DELIVER_NMI     0x400u
#define DELIVER_EXTINT  0x700u
#define DIVIDE_BY_1     0x00bu

#define MSR_APIC_BASE    0x1bu
#define APIC_BASE_ENABLE 0x800u

static void write(uint32_t offset, uint32_t value)
{
    *(volatile uint32_t *)(LAPIC_ADDRESS + offset) = value;
}

void lapic_init(uint8_t timer_vector, uint8_t spurious_vector)
{
    cpu_write_msr(MSR_APIC_BASE,
                  LAPIC_ADDRESS | APIC_BASE_ENABLE | (cpu_read_msr(MSR_APIC_BASE) & 0x100u));
    write(SPURIOUS, SOFTWARE_ENABLE | spurious_vector);
    write(TASK_PRIORITY, 0);
    write(LVT_LINT0, DELIVER_EXTINT);
    write(LVT_LINT1, DELIVER_NMI);
    write(DIVIDE, DIVIDE_BY_1);
    write(LVT_TIMER, timer_vector);
    write(INITIAL_COUNT, 0);
}

void lapic_timer_set(uint32_t count)
{
    write(INITIAL_COUNT, count);
}

uint32_t lapic_timer_left(void)
{
    return *(volatile uint32_t *)(LAPIC_ADDRESS + CURRENT_COUNT);
}

void lapic_end(void)
{
    write(END, 0);
}
