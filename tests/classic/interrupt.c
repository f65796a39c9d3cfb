/* SPDX-License-Identifier: BSD-2-Clause */

/* The interrupt manager, over the lines that a partition raises itself. */

#include "check.h"
#include <bsp.h>

#define LINE  _CPU_VIRTUAL_IRQ_SOFTWARE
#define OTHER (_CPU_VIRTUAL_IRQ_SOFTWARE + 1)
#define RAW   (_CPU_VIRTUAL_IRQ_SOFTWARE + 2)

static char letter_a = 'a';
static char letter_b = 'b';
static char letter_n = 'n';
static rtems_id init_task;
static unsigned nest_level;
static bool in_progress;

static void handler(void *letter)
{
    mark(*(char *)letter);
    in_progress = rtems_interrupt_is_in_progress();
}

static void replacement(void *letter)
{
    mark((char)(*(char *)letter - 'a' + 'A'));
}

static rtems_status_code install(rtems_option options, rtems_interrupt_handler routine,
                                 char *letter)
{
    return rtems_interrupt_handler_install(LINE, "test", options, routine, letter);
}

static void test_install(void)
{
    bool flag = true;

    group("interrupt_handler_install: status codes");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_handler_install(99, "x", 0, NULL, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_handler_install(99, "x", 0, handler, NULL));
    /* A hardware line that the model does not give to this partition. */
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_handler_install(5, "x", 0, handler, NULL));
    STATUS(RTEMS_UNSATISFIED, install(RTEMS_INTERRUPT_REPLACE, handler, &letter_a));
    OK(rtems_interrupt_vector_is_enabled(LINE, &flag));
    EXPECT(!flag);
    OK(install(RTEMS_INTERRUPT_SHARED, handler, &letter_a));
    OK(rtems_interrupt_vector_is_enabled(LINE, &flag));
    EXPECT(flag);
    STATUS(RTEMS_TOO_MANY, install(RTEMS_INTERRUPT_SHARED, handler, &letter_a));
    STATUS(RTEMS_RESOURCE_IN_USE, install(RTEMS_INTERRUPT_UNIQUE, handler, &letter_b));

    group("handlers that share a vector");
    OK(install(RTEMS_INTERRUPT_SHARED, handler, &letter_b));
    trace_reset();
    OK(rtems_interrupt_raise(LINE));
    TRACE("ab");
    EXPECT(in_progress);
    EXPECT(!rtems_interrupt_is_in_progress());
    OK(install(RTEMS_INTERRUPT_REPLACE, replacement, &letter_a));
    OK(rtems_interrupt_raise(LINE));
    TRACE("Ab");

    group("interrupt_handler_remove");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_handler_remove(LINE, NULL, &letter_a));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_handler_remove(99, handler, &letter_a));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_handler_remove(LINE, handler, &letter_a));
    OK(rtems_interrupt_handler_remove(LINE, replacement, &letter_a));
    OK(rtems_interrupt_raise(LINE));
    TRACE("b");
    OK(rtems_interrupt_handler_remove(LINE, handler, &letter_b));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_raise(LINE));

    group("a unique handler");
    OK(install(RTEMS_INTERRUPT_UNIQUE, handler, &letter_a));
    STATUS(RTEMS_RESOURCE_IN_USE, install(RTEMS_INTERRUPT_SHARED, handler, &letter_b));
    OK(rtems_interrupt_handler_remove(LINE, handler, &letter_a));
}

static void test_no_memory(void)
{
    static char letters[1000];
    rtems_status_code status = RTEMS_SUCCESSFUL;
    unsigned count = 0;

    group("interrupt_handler_install without memory");
    while (count < RTEMS_ARRAY_SIZE(letters) && status == RTEMS_SUCCESSFUL)
        status = install(RTEMS_INTERRUPT_SHARED, handler, &letters[count++]);
    STATUS(RTEMS_NO_MEMORY, status);
    for (count--; count > 0; count--)
        OK(rtems_interrupt_handler_remove(LINE, handler, &letters[count - 1]));
}

static void count_handler(void *count, const char *info, rtems_option options,
                          rtems_interrupt_handler routine, void *argument)
{
    ++*(unsigned *)count;
    EXPECT(strcmp(info, "test") == 0 && options == RTEMS_INTERRUPT_SHARED);
    EXPECT(routine == handler && (argument == &letter_a || argument == &letter_b));
}

static void test_vectors(void)
{
    rtems_interrupt_level level;
    unsigned count = 0;
    bool flag = true;

    group("interrupt_handler_iterate");
    OK(install(RTEMS_INTERRUPT_SHARED, handler, &letter_a));
    OK(install(RTEMS_INTERRUPT_SHARED, handler, &letter_b));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_handler_iterate(LINE, NULL, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_handler_iterate(99, count_handler, &count));
    OK(rtems_interrupt_handler_iterate(LINE, count_handler, &count));
    EQUAL(2, count);

    group("interrupt_is_pending, _raise, _clear");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_vector_is_enabled(LINE, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_vector_is_enabled(99, &flag));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_is_pending(LINE, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_is_pending(99, &flag));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_raise(99));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_clear(99));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_raise(3));
    OK(rtems_interrupt_is_pending(LINE, &flag));
    EXPECT(!flag);
    rtems_interrupt_disable(level);
    OK(rtems_interrupt_raise(LINE));
    OK(rtems_interrupt_is_pending(LINE, &flag));
    EXPECT(flag);
    TRACE("");
    OK(rtems_interrupt_clear(LINE));
    OK(rtems_interrupt_is_pending(LINE, &flag));
    EXPECT(!flag);
    OK(rtems_interrupt_raise(LINE));
    OK(rtems_interrupt_raise(LINE));
    rtems_interrupt_flash(level);
    TRACE("ab");
    OK(rtems_interrupt_raise(LINE));
    TRACE("");
    rtems_interrupt_enable(level);
    TRACE("ab");
    OK(rtems_interrupt_handler_remove(LINE, handler, &letter_a));
    OK(rtems_interrupt_handler_remove(LINE, handler, &letter_b));
}

static void test_critical_sections(void)
{
    RTEMS_INTERRUPT_LOCK_DEFINE(static, lock, "lock")
    rtems_interrupt_lock_context context;
    rtems_interrupt_level outer;
    rtems_interrupt_level inner;

    group("critical sections nest");
    rtems_interrupt_local_disable(outer);
    rtems_interrupt_local_disable(inner);
    EXPECT(outer != inner);
    rtems_interrupt_local_enable(inner);
    EQUAL(_CPU_VIRTUAL_LEVEL_DISABLED, _CPU_Virtual_Interrupts_get_level());
    rtems_interrupt_local_enable(outer);
    EQUAL(_CPU_VIRTUAL_LEVEL_ENABLED, _CPU_Virtual_Interrupts_get_level());
    rtems_interrupt_lock_interrupt_disable(&context);
    rtems_interrupt_lock_acquire_isr(&lock, &context);
    EQUAL(_CPU_VIRTUAL_LEVEL_DISABLED, _CPU_Virtual_Interrupts_get_level());
    rtems_interrupt_lock_release(&lock, &context);
    EQUAL(_CPU_VIRTUAL_LEVEL_ENABLED, _CPU_Virtual_Interrupts_get_level());
}

static void wake_init(void *argument)
{
    (void)argument;
    mark('(');
    OK(rtems_event_send(init_task, RTEMS_EVENT_0));
    mark(')');
}

static rtems_task raise_line(rtems_task_argument argument)
{
    (void)argument;
    mark('r');
    OK(rtems_interrupt_raise(LINE));
    mark('s');
    rtems_task_exit();
}

static void test_dispatch(void)
{
    rtems_event_set events;

    group("a handler wakes a task: it runs after the handler");
    OK(rtems_interrupt_handler_install(LINE, "wake", RTEMS_INTERRUPT_UNIQUE, wake_init, NULL));
    (void)spawn("RAIS", 20, raise_line, 0);
    OK(rtems_event_receive(RTEMS_EVENT_0, RTEMS_WAIT, RTEMS_NO_TIMEOUT, &events));
    mark('I');
    pause_ticks(1);
    TRACE("r()Is");
    OK(rtems_interrupt_handler_remove(LINE, wake_init, NULL));
}

static void enable_inside(void *argument)
{
    (void)argument;
    mark('(');
    OK(rtems_interrupt_raise(OTHER));
    mark('-');
    rtems_interrupt_enable(_CPU_VIRTUAL_LEVEL_ENABLED);
    mark(')');
}

static void nested(void *letter)
{
    nest_level = _CPU_Virtual_Irq_nest_level();
    mark(*(char *)letter);
}

static void test_nesting(void)
{
    group("a handler that enables interrupts is interrupted");
    OK(rtems_interrupt_handler_install(LINE, "outer", 0, enable_inside, NULL));
    OK(rtems_interrupt_handler_install(OTHER, "inner", 0, nested, &letter_n));
    OK(rtems_interrupt_raise(LINE));
    TRACE("(-n)");
    EQUAL(2, nest_level);
    OK(rtems_interrupt_handler_remove(LINE, enable_inside, NULL));
    OK(rtems_interrupt_handler_remove(OTHER, nested, &letter_n));
}

static rtems_status_code status_in_interrupt;

static void install_inside(void *argument)
{
    (void)argument;
    status_in_interrupt = rtems_interrupt_handler_install(OTHER, "x", 0, handler, &letter_a);
}

static rtems_isr first_isr(rtems_vector_number vector)
{
    EQUAL(RAW, vector);
    mark('1');
}

static rtems_isr second_isr(rtems_vector_number vector)
{
    EQUAL(RAW, vector);
    mark('2');
}

static void test_catch(void)
{
    rtems_isr_entry old;

    group("interrupt_handler_install from an interrupt");
    OK(rtems_interrupt_handler_install(LINE, "x", 0, install_inside, NULL));
    OK(rtems_interrupt_raise(LINE));
    STATUS(RTEMS_CALLED_FROM_ISR, status_in_interrupt);
    OK(rtems_interrupt_handler_remove(LINE, install_inside, NULL));

    group("interrupt_catch");
    STATUS(RTEMS_INVALID_NUMBER, rtems_interrupt_catch(NULL, 99, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_catch(NULL, RAW, &old));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_catch(first_isr, RAW, NULL));
    OK(rtems_interrupt_catch(first_isr, RAW, &old));
    EXPECT(old == NULL);
    OK(rtems_interrupt_raise(RAW));
    OK(rtems_interrupt_catch(second_isr, RAW, &old));
    EXPECT(old == first_isr);
    OK(rtems_interrupt_raise(RAW));
    TRACE("12");
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    init_task = rtems_task_self();
    test_install();
    test_no_memory();
    test_vectors();
    test_critical_sections();
    test_dispatch();
    test_nesting();
    test_catch();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         2
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_MEMORY_OVERHEAD       1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
