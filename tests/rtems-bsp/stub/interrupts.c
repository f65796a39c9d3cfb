/* SPDX-License-Identifier: BSD-2-Clause */

/* Delivery, order and nesting of interrupts, and what may be done to vectors. */
#include <bsp/irq.h>
#include "test.h"

#define LOW    BSP_IRQ_SIGNAL
#define OUTER  (BSP_IRQ_SOFTWARE + 0)
#define INNER  (BSP_IRQ_SOFTWARE + 1)
#define NOBODY 5

static struct {
    unsigned calls, occurrences, nest_level, dispatch_level, level;
    bool on_stack;
} seen[BSP_INTERRUPT_VECTOR_COUNT];

static rtems_vector_number order[4];
static unsigned order_length;

/* What the handler of a vector does besides: raise another and let it come,
 * make the second thread the heir. */
static rtems_vector_number raised_in[BSP_INTERRUPT_VECTOR_COUNT];
static bool wakes[BSP_INTERRUPT_VECTOR_COUNT];
static unsigned runs_in_handler;

static bool on_interrupt_stack(void)
{
    uintptr_t pointer;

    __asm__ volatile("mov %%esp, %0" : "=r"(pointer));
    return pointer - (uintptr_t)_ISR_Stack_area_begin < (uintptr_t)_ISR_Stack_size;
}

static void observe(void *argument)
{
    rtems_vector_number vector = (rtems_vector_number)(uintptr_t)argument;

    seen[vector].calls++;
    seen[vector].occurrences += bsp_interrupt_occurrences(vector);
    seen[vector].nest_level = _Per_CPU_Information.isr_nest_level;
    seen[vector].dispatch_level = _Per_CPU_Information.thread_dispatch_disable_level;
    seen[vector].level = i386_get_interrupt_level();
    seen[vector].on_stack = on_interrupt_stack();
    if (order_length < RTEMS_ARRAY_SIZE(order))
        order[order_length++] = vector;
    if (wakes[vector]) {
        stub_heir = &test_second;
        _Per_CPU_Information.dispatch_necessary = 1;
    }
    if (raised_in[vector] != 0) {
        (void)bsp_interrupt_raise(raised_in[vector]);
        i386_set_interrupt_level(0);
        i386_set_interrupt_level(1);
    }
    runs_in_handler = test_second_runs;
}

static rtems_status_code install(rtems_vector_number vector)
{
    return rtems_interrupt_handler_install(vector, "test", RTEMS_INTERRUPT_UNIQUE, observe,
                                           (void *)(uintptr_t)vector);
}

static bool pending(rtems_vector_number vector)
{
    bool result = false;

    (void)bsp_interrupt_is_pending(vector, &result);
    return result;
}

static void test_delivery(void)
{
    check("handlers can be installed", install(OUTER) == RTEMS_SUCCESSFUL &&
                                           install(INNER) == RTEMS_SUCCESSFUL &&
                                           install(LOW) == RTEMS_SUCCESSFUL);
    (void)bsp_interrupt_raise(OUTER);
    check("raised is delivered", seen[OUTER].calls == 1 && seen[OUTER].occurrences == 1);
    check("a handler has levels of 1, disabled, on the interrupt stack",
          seen[OUTER].nest_level == 1 && seen[OUTER].dispatch_level == 1 &&
              seen[OUTER].level == 1 && seen[OUTER].on_stack);
    i386_set_interrupt_level(1);
    (void)bsp_interrupt_raise(OUTER);
    check("with level disabled it is pending", seen[OUTER].calls == 1 && pending(OUTER));
    i386_set_interrupt_level(0);
    check("and comes when that ends", seen[OUTER].calls == 2 && !pending(OUTER));
}

static bool came_in_order(rtems_vector_number first, rtems_vector_number second,
                          rtems_vector_number third)
{
    return order_length == 3 && order[0] == first && order[1] == second && order[2] == third;
}

static void test_order(void)
{
    order_length = 0;
    i386_set_interrupt_level(1);
    (void)_CPU_Virtual_Irq_raise(INNER);
    (void)_CPU_Virtual_Irq_raise(OUTER);
    (void)_CPU_Virtual_Irq_raise(LOW);
    i386_set_interrupt_level(0);
    check("of several lines the lowest comes first", came_in_order(LOW, OUTER, INNER));
    order_length = 0;
    i386_set_interrupt_level(1);
    (void)bsp_interrupt_raise(INNER);
    (void)bsp_interrupt_raise(LOW);
    (void)bsp_interrupt_raise(OUTER);
    i386_set_interrupt_level(0);
    check("of several raised vectors too", came_in_order(LOW, OUTER, INNER));
    order_length = 0;
    i386_set_interrupt_level(1);
    (void)bsp_interrupt_raise(LOW);
    (void)_CPU_Virtual_Irq_raise(INNER);
    (void)_CPU_Virtual_Irq_raise(OUTER);
    i386_set_interrupt_level(0);
    check("lines come before raised vectors", came_in_order(OUTER, INNER, LOW));
}

static void test_nesting(void)
{
    unsigned runs = test_second_runs;

    raised_in[LOW] = OUTER;
    raised_in[OUTER] = INNER;
    wakes[INNER] = true;
    order_length = 0;
    (void)bsp_interrupt_raise(LOW);
    raised_in[LOW] = raised_in[OUTER] = 0;
    wakes[INNER] = false;
    check("interrupts nest on one stack",
          came_in_order(LOW, OUTER, INNER) && seen[LOW].nest_level == 1 &&
              seen[OUTER].nest_level == 2 && seen[INNER].nest_level == 3 && seen[INNER].on_stack);
    check("threads are switched after the outermost one",
          runs_in_handler == runs && test_second_runs == runs + 1);
    check("levels are 0 after them", _Per_CPU_Information.isr_nest_level == 0 &&
                                         _Per_CPU_Information.thread_dispatch_disable_level == 0 &&
                                         i386_get_interrupt_level() == 0);
}

static void raise_line(rtems_vector_number vector, unsigned times)
{
    while (times-- > 0)
        (void)_CPU_Virtual_Irq_raise((int)vector);
}

static void test_disabled_vector(void)
{
    bool enabled = true;
    unsigned calls = seen[LOW].calls, occurrences = seen[LOW].occurrences;

    (void)bsp_interrupt_vector_disable(LOW);
    (void)bsp_interrupt_vector_is_enabled(LOW, &enabled);
    check("a vector can be disabled", !enabled);
    raise_line(LOW, 3);
    check("a disabled one waits", seen[LOW].calls == calls && pending(LOW));
    (void)bsp_interrupt_vector_enable(LOW);
    check("and is delivered when enabled, with all occurrences",
          seen[LOW].calls > calls && seen[LOW].occurrences == occurrences + 3 && !pending(LOW));
    calls = seen[LOW].calls;
    (void)bsp_interrupt_vector_disable(LOW);
    raise_line(LOW, 2);
    (void)bsp_interrupt_raise(LOW);
    (void)bsp_interrupt_clear(LOW);
    (void)bsp_interrupt_vector_enable(LOW);
    check("cleared is gone", seen[LOW].calls == calls && !pending(LOW));
    raise_line(LOW, 1);
    check("the line still works", seen[LOW].calls == calls + 1);
}

static void test_occurrences(void)
{
    unsigned calls = seen[OUTER].calls, occurrences = seen[OUTER].occurrences;

    i386_set_interrupt_level(1);
    raise_line(OUTER, 5);
    i386_set_interrupt_level(0);
    check("one call for several occurrences",
          seen[OUTER].calls == calls + 1 && seen[OUTER].occurrences == occurrences + 5);
}

static void test_vectors(void)
{
    rtems_interrupt_attributes attributes;
    uint32_t priority = 0;

    check("a line of nobody can't be enabled",
          bsp_interrupt_vector_enable(NOBODY) == RTEMS_UNSATISFIED);
    check("but raised, and cleared",
          bsp_interrupt_raise(NOBODY) == RTEMS_SUCCESSFUL && pending(NOBODY) &&
              bsp_interrupt_clear(NOBODY) == RTEMS_SUCCESSFUL && !pending(NOBODY));
    (void)bsp_interrupt_get_attributes(OUTER, &attributes);
    (void)bsp_interrupt_get_priority(OUTER, &priority);
    check("priorities are the lines' order", attributes.can_get_priority && priority == OUTER &&
                                                 priority <= attributes.maximum_priority);
    check("and fixed", bsp_interrupt_set_priority(OUTER, OUTER) == RTEMS_SUCCESSFUL &&
                           bsp_interrupt_set_priority(OUTER, 1) == RTEMS_UNSATISFIED);
}

static void test_dispatch(void)
{
    unsigned runs = test_second_runs;

    wakes[OUTER] = true;
    (void)bsp_interrupt_raise(OUTER);
    check("an interrupt switches to the thread that it wakes", test_second_runs == runs + 1);
    check("the interrupted thread goes on as it was",
          stub_executing == test_first && i386_get_interrupt_level() == 0 &&
              _Per_CPU_Information.isr_dispatch_disable == 0 &&
              _Per_CPU_Information.thread_dispatch_disable_level == 0);
    _Per_CPU_Information.thread_dispatch_disable_level = 1;
    (void)bsp_interrupt_raise(OUTER);
    check("not while dispatching is disabled",
          test_second_runs == runs + 1 && _Per_CPU_Information.dispatch_necessary != 0);
    wakes[OUTER] = false;
    _Thread_Do_dispatch(&_Per_CPU_Information, 0x200);
    check("but when that ends", test_second_runs == runs + 2);
}

void test_interrupts(void)
{
    test_delivery();
    test_order();
    test_nesting();
    test_disabled_vector();
    test_occurrences();
    test_vectors();
    test_dispatch();
}
