/* SPDX-License-Identifier: BSD-2-Clause */

/* Restarts itself at once, warm and cold in turn, for half a second; with a
 * timer running, lines connected, a guard page made and memory dirtied, none of
 * which may be there afterwards. */
#include "attacker.h"
#include "partition.h"

#define END 500000000u

static volatile uint32_t initialized = 0x12345678;
static volatile uint32_t zero[4096];

static bool pristine(volatile uint32_t *page)
{
    bool good = initialized == 0x12345678 && page[0] == 0 && page[1023] == 0;

    for (unsigned i = 0; i < sizeof(zero) / sizeof(zero[0]); i += 64)
        good = good && zero[i] == 0;
    return good && _CPU_Virtual_Interrupts_get_level() == 0 &&
           _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK) == _CPU_VIRTUAL_IRQ_OK;
}

static void spoil(volatile uint32_t *page)
{
    initialized = 0;
    for (unsigned i = 0; i < sizeof(zero) / sizeof(zero[0]); i += 64)
        zero[i] = ~0u;
    page[0] = page[1023] = ~0u;
    _Partition_Virtual_Set_guard((void *)page, 1);
    _BSP_Virtual_Clock_init(20000);
    _CPU_Virtual_Interrupts_open();
}

int main(void)
{
    _Partition_Virtual_Identity identity;
    void *base;
    size_t size;

    _BSP_Virtual_getworkspacearea(&base, &size);
    _Partition_Virtual_Get_identity(&identity);
    if (!pristine(base)) {
        guest_print("not pristine ", (uint32_t)identity.start_condition);
        return 1;
    }
    if (_BSP_Virtual_Clock_read() >= END) {
        guest_print("start condition ", (uint32_t)identity.start_condition);
        return 0;
    }
    spoil(base);
    if (_Partition_Virtual_Get_mode() == _PARTITION_COLD_START)
        _Partition_Virtual_Set_mode(_PARTITION_NORMAL);
    else
        _Partition_Virtual_Set_mode(_PARTITION_COLD_START);
    _Partition_Virtual_Set_mode(_PARTITION_WARM_START);
    return 1;
}
