/* SPDX-License-Identifier: BSD-2-Clause */

/* What partitions see of a module that is reset and shut down, by name. */
#include "guest.h"

#define MS 1000000u

static uint32_t schedule(void)
{
    _Partition_Virtual_Schedule_status status;

    _Partition_Virtual_Schedule_get_status(&status);
    return status.current;
}

static void raise_error(_Partition_Virtual_Error error)
{
    const _Partition_Virtual_Report report = {.error = error};

    guest_print("raises the error ", error);
    guest_print("goes on after the action ", (uint64_t)_Partition_Virtual_Raise_error(&report));
}

static void wait_for_schedule(uint32_t wanted)
{
    while (schedule() != wanted)
        ;
}

/* By the time of the errors all others are where they stay. */
static void master(bool after_reset)
{
    uint64_t begun = _BSP_Virtual_Clock_read();

    if (!after_reset) {
        if (_Partition_Virtual_Schedule_set(1) != _PARTITION_OK)
            guest_print("FAILED: may not change the schedule ", schedule());
        wait_for_schedule(1);
    }
    while (_BSP_Virtual_Clock_read() - begun < 12 * MS)
        ;
    guest_print("schedule ", schedule());
    raise_error(after_reset ? _PARTITION_ILLEGAL_REQUEST : _PARTITION_APPLICATION_ERROR);
    for (;;)
        ;
}

static void divide_by_zero(void)
{
    __asm__ volatile("xor %%ecx, %%ecx\n\t"
                     "div %%ecx"
                     :
                     : "a"(1), "d"(0)
                     : "ecx", "cc");
}

int main(void)
{
    _Partition_Virtual_Identity self;

    _Partition_Virtual_Get_identity(&self);
    guest_print("start condition ", self.start_condition);
    if (guest_equal(self.name, "master"))
        master(self.start_condition == _PARTITION_HM_MODULE_RESTART);
    if (guest_equal(self.name, "faulty"))
        divide_by_zero();
    for (;;)
        ;
}
