/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What must not enter the host does not: the summary's count of hypercalls,
 * in expected.txt, is that of the calls around the loop.
 */
#include "layer.h"

static unsigned no_traps(void)
{
    _Partition_Virtual_Identity identity;
    _Partition_Virtual_Window window;
    unsigned failures = 0;
    uint64_t last = 0;

    for (unsigned i = 0; i < 10000; i++) {
        int level = _CPU_Virtual_Interrupts_disable();
        uint64_t now = _BSP_Virtual_Clock_read();

        failures += now <= last;
        last = now;
        _CPU_Virtual_Interrupts_enable(level);
        _CPU_Virtual_Interrupts_close();
        _CPU_Virtual_Interrupts_open();
        _CPU_Virtual_Interrupts_flash(_CPU_Virtual_Interrupts_get_level());
        failures += _CPU_Virtual_Interrupts_get_level() != _CPU_VIRTUAL_LEVEL_DISABLED;
        _CPU_Virtual_Interrupts_open();
        failures += (unsigned)_CPU_Virtual_Irq_is_pending(CLOCK);
        failures += !_CPU_Virtual_Irq_is_connected(CLOCK);
        failures += _CPU_Virtual_Irq_nest_level();
        failures += _CPU_Virtual_Irq_take(CLOCK, UINT32_MAX);
        _CPU_Virtual_Irq_acknowledge(CLOCK);
        _Partition_Virtual_Get_identity(&identity);
        _Partition_Virtual_Get_window(&window);
        failures += _BSP_Virtual_Clock_floor() == 0;
    }
    return failures;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"functions without a trap", no_traps},
    };

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Irq_request(CLOCK);
    return LAYER_RUN(tests);
}
