/* SPDX-License-Identifier: BSD-2-Clause */

/* The schedule as the hypercalls see it: there is time left, or not. */
#include "machine.h"

#include "kernel/sched.h"

struct sched sched;

void sched_timer_changed(void)
{
}

void sched_change(uint32_t schedule)
{
    //@ assert schedule < 2;
    (void)schedule;
}

uint32_t sched_change_time(void)
{
    return proof_any_32();
}

void sched_status(struct bulkhead_schedule_status *status)
{
    *status = (struct bulkhead_schedule_status){
        .last_change = proof_any_64(), .current = proof_any_32(), .next = proof_any_32()};
}

uint64_t sched_now(void)
{
    return proof_any_64();
}

bool sched_has_time(uint32_t ns)
{
    (void)ns;
    return proof_any_bool();
}
