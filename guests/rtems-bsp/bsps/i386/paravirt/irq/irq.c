/* SPDX-License-Identifier: BSD-2-Clause */

/* RTEMS' generic interrupt API over the layer's lines. A line is connected when
 * its vector is enabled the first time, and stays so: what arrives while it is
 * disabled is kept here, and the line in service. */
#include <bsp.h>
#include <bsp/irq-generic.h>
#include <bsp/irq.h>
#include <rtems/score/percpu.h>
#include <rtems/score/threaddispatch.h>

static uint32_t disabled = UINT32_MAX; /* a bit per vector */
static uint32_t waiting;               /* raised by software, or arrived while disabled */
static uint32_t occurrences[BSP_INTERRUPT_VECTOR_COUNT]; /* of waiting and running ones */

static uint32_t bit(rtems_vector_number vector)
{
    return (uint32_t)1 << vector;
}

uint32_t bsp_interrupt_occurrences(rtems_vector_number vector)
{
    return occurrences[vector];
}

static void serve(rtems_vector_number vector)
{
    bsp_interrupt_handler_dispatch(vector);
    occurrences[vector] = 0;
    _CPU_Virtual_Irq_acknowledge((int)vector);
}

static void serve_waiting(void)
{
    uint32_t ready;

    _CPU_Virtual_Irq_acknowledge(BSP_IRQ_RESEND);
    while ((ready = waiting & ~disabled) != 0) {
        rtems_vector_number vector = (rtems_vector_number)__builtin_ctz(ready);

        waiting &= ~bit(vector);
        serve(vector);
    }
}

static void arrive(rtems_vector_number vector, uint32_t count)
{
    if (__builtin_add_overflow(occurrences[vector], count, &occurrences[vector]))
        occurrences[vector] = UINT32_MAX;
    if ((disabled & bit(vector)) != 0)
        waiting |= bit(vector);
    else
        serve(vector);
}

/* Level "disabled", on the interrupt stack. */
static void handle(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    Per_CPU_Control *cpu = _Per_CPU_Get();

    (void)context;
    cpu->isr_nest_level++;
    cpu->thread_dispatch_disable_level++;
    if (vector == BSP_IRQ_RESEND)
        serve_waiting();
    else
        arrive((rtems_vector_number)vector, count);
    cpu->thread_dispatch_disable_level--;
    cpu->isr_nest_level--;
}

/* After the outermost handler, on the interrupted thread's stack: the thread
 * goes on, with isr_dispatch_disable in its context, when it is the heir again. */
static void dispatch_thread(void)
{
    Per_CPU_Control *cpu = _Per_CPU_Get();

    if (!cpu->dispatch_necessary || cpu->isr_dispatch_disable != 0 ||
        cpu->thread_dispatch_disable_level != 0)
        return;
    cpu->isr_dispatch_disable = 1;
    do {
        cpu->thread_dispatch_disable_level = 1;
        _Thread_Do_dispatch(cpu, _CPU_VIRTUAL_LEVEL_ENABLED);
        _CPU_Virtual_Interrupts_close();
    } while (cpu->dispatch_necessary);
    cpu->isr_dispatch_disable = 0;
}

void bsp_interrupt_facility_initialize(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {
        .handler = handle,
        .leave = dispatch_thread,
        .interrupt_stack =
            (void *)((uintptr_t)(_ISR_Stack_area_begin + (uintptr_t)_ISR_Stack_size) &
                     ~(uintptr_t)15),
    };

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    (void)_CPU_Virtual_Irq_request(BSP_IRQ_RESEND);
}

rtems_status_code bsp_interrupt_get_attributes(rtems_vector_number vector,
                                               rtems_interrupt_attributes *attributes)
{
    (void)vector;
    *attributes = (rtems_interrupt_attributes){
        .is_maskable = true,
        .can_enable = true,
        .maybe_enable = true,
        .can_disable = true,
        .maybe_disable = true,
        .can_raise = true,
        .can_clear = true,
        .cleared_by_acknowledge = true,
        .can_get_priority = true,
        .maximum_priority = BSP_INTERRUPT_VECTOR_COUNT - 1,
    };
    return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_is_pending(rtems_vector_number vector, bool *pending)
{
    *pending = (waiting & bit(vector)) != 0 || _CPU_Virtual_Irq_is_pending((int)vector) != 0;
    return RTEMS_SUCCESSFUL;
}

/* Lets what waits come as an interrupt, if its vector is enabled. */
static void resend(rtems_vector_number vector)
{
    if ((waiting & ~disabled & bit(vector)) != 0)
        (void)_CPU_Virtual_Irq_raise(BSP_IRQ_RESEND);
}

rtems_status_code bsp_interrupt_raise(rtems_vector_number vector)
{
    rtems_interrupt_level level;

    rtems_interrupt_local_disable(level);
    if ((waiting & bit(vector)) == 0) {
        waiting |= bit(vector);
        if (occurrences[vector] != UINT32_MAX)
            occurrences[vector]++;
    }
    resend(vector);
    rtems_interrupt_local_enable(level);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_clear(rtems_vector_number vector)
{
    rtems_interrupt_level level;

    rtems_interrupt_local_disable(level);
    (void)_CPU_Virtual_Irq_take((int)vector, UINT32_MAX);
    if ((waiting & bit(vector)) != 0) {
        waiting &= ~bit(vector);
        occurrences[vector] = 0;
        _CPU_Virtual_Irq_acknowledge((int)vector);
    }
    rtems_interrupt_local_enable(level);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_vector_is_enabled(rtems_vector_number vector, bool *enabled)
{
    *enabled = (disabled & bit(vector)) == 0;
    return RTEMS_SUCCESSFUL;
}

/* RTEMS_UNSATISFIED: the configuration does not give the line to the partition.
 * It can still be raised by software then, but not be enabled. */
rtems_status_code bsp_interrupt_vector_enable(rtems_vector_number vector)
{
    rtems_interrupt_level level;
    int result = _CPU_VIRTUAL_IRQ_CONNECTED;

    rtems_interrupt_local_disable(level);
    if (!_CPU_Virtual_Irq_is_connected((int)vector))
        result = _CPU_Virtual_Irq_request((int)vector);
    if (result == _CPU_VIRTUAL_IRQ_OK || result == _CPU_VIRTUAL_IRQ_CONNECTED) {
        disabled &= ~bit(vector);
        resend(vector);
        result = _CPU_VIRTUAL_IRQ_OK;
    }
    rtems_interrupt_local_enable(level);
    return result == _CPU_VIRTUAL_IRQ_OK ? RTEMS_SUCCESSFUL : RTEMS_UNSATISFIED;
}

rtems_status_code bsp_interrupt_vector_disable(rtems_vector_number vector)
{
    rtems_interrupt_level level;

    rtems_interrupt_local_disable(level);
    disabled |= bit(vector);
    rtems_interrupt_local_enable(level);
    return RTEMS_SUCCESSFUL;
}

/* Of several pending lines the layer delivers the lowest first. */
rtems_status_code bsp_interrupt_get_priority(rtems_vector_number vector, uint32_t *priority)
{
    *priority = vector;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_set_priority(rtems_vector_number vector, uint32_t priority)
{
    return priority == vector ? RTEMS_SUCCESSFUL : RTEMS_UNSATISFIED;
}
