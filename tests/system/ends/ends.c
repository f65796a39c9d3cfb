/* SPDX-License-Identifier: BSD-2-Clause */

/* The ways in which a program ends, by its partition's name. */
#include "guest.h"

static void stop_in_handler(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)vector, (void)count, (void)context;
    _CPU_Virtual_exec_stop_error(7);
}

static void interrupt(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = stop_in_handler};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_SOFTWARE);
    _CPU_Virtual_Interrupts_open();
    _CPU_Virtual_Irq_raise(_CPU_VIRTUAL_IRQ_SOFTWARE);
}

int main(void)
{
    _Partition_Virtual_Identity self;

    _Partition_Virtual_Get_identity(&self);
    if (guest_equal(self.name, "returns"))
        return 0;
    if (guest_equal(self.name, "stops"))
        _CPU_Virtual_exec_stop_error(0);
    if (guest_equal(self.name, "fails"))
        _CPU_Virtual_exec_stop_error(-2147483647 - 1);
    if (guest_equal(self.name, "interrupted"))
        interrupt();
    if (guest_equal(self.name, "stranger"))
        _CPU_Virtual_initialize(0x2badb002, 0);
    return 3;
}
