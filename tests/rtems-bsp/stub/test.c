/* SPDX-License-Identifier: BSD-2-Clause */

/* The board support package on the stub kernel. The partition's argument says
 * which part is tested. */
#include <bsp/irq.h>
#include <partition.h>
#include <virtualizationlayerbsp.h>
#include "stub.h"

#include <bsp.h>

#define MS UINT64_C(1000000)

static unsigned failures;

void say(const char *text)
{
    while (*text != '\0')
        BSP_output_char(*text++);
}

void check(const char *name, bool passed)
{
    say(passed ? "ok " : "not ok ");
    say(name);
    say("\n");
    if (!passed)
        failures++;
}

void test_end(void)
{
    bsp_reset(RTEMS_FATAL_SOURCE_EXIT, failures == 0 ? 0 : 1);
}

static uintptr_t stack_pointer(void)
{
    uintptr_t pointer;

    __asm__ volatile("mov %%esp, %0" : "=r"(pointer));
    return pointer;
}

static bool on_interrupt_stack(void)
{
    return stack_pointer() - (uintptr_t)_ISR_Stack_area_begin < (uintptr_t)_ISR_Stack_size;
}

/* Start and levels --------------------------------------------------------------- */

static int zeroed[100];
extern char _end[];

static void test_start(void)
{
    const Memory_Area *area = _Memory_Get()->areas;
    bool zero = true;
    size_t size;
    void *base;

    for (unsigned i = 0; i < RTEMS_ARRAY_SIZE(zeroed); i++)
        zero = zero && zeroed[i] == 0;
    check("memory without an initial value is zero", zero);
    _BSP_Virtual_getworkspacearea(&base, &size);
    check("the work area is what the configuration leaves",
          _Memory_Get()->count == 1 && area->begin == base && area->free == base &&
              area->end == (char *)base + size && size > 0 && (char *)base >= _end);
    check("thread-local storage in the initialization", stub_storage_in_initialization);
}

static void test_levels(void)
{
    uint32_t level = i386_disable_interrupts();

    check("disable returns the level before", (level & 0x200) != 0);
    check("disabled", i386_get_interrupt_level() == 1 && i386_disable_interrupts() == 0);
    i386_flash_interrupts(level);
    check("flash ends disabled", i386_get_interrupt_level() == 1);
    i386_enable_interrupts(level);
    check("enabled", i386_get_interrupt_level() == 0);
    i386_set_interrupt_level(1);
    check("set to disabled", i386_get_interrupt_level() == 1);
    i386_set_interrupt_level(0);
    check("set to enabled", i386_get_interrupt_level() == 0);
}

/* Context switch ----------------------------------------------------------------- */

static struct stub_thread second, *first;
static char second_stack[8192] __attribute__((aligned(16)));
static __thread int own = 41;
static __thread int own_zero;
static unsigned second_runs;
static uint32_t second_level, second_dispatch_disable;
static int second_own, second_own_zero;

static void run_second(void)
{
    for (;;) {
        second_runs++;
        second_level = i386_get_interrupt_level();
        second_dispatch_disable = _Per_CPU_Information.isr_dispatch_disable;
        second_own = ++own;
        second_own_zero = --own_zero;
        stub_heir = first;
        stub_dispatch();
    }
}

/* Values in all registers that a function keeps. */
static bool switch_keeps_registers(void)
{
    uint32_t different;

    __asm__ volatile("push %%ebp\n"
                     "mov $0x11111111, %%ebx\n"
                     "mov $0x22222222, %%esi\n"
                     "mov $0x33333333, %%edi\n"
                     "mov %%esp, %%ebp\n"
                     "and $-16, %%esp\n"
                     "call stub_dispatch\n"
                     "mov %%ebp, %%esp\n"
                     "xor $0x11111111, %%ebx\n"
                     "xor $0x22222222, %%esi\n"
                     "xor $0x33333333, %%edi\n"
                     "mov %%ebx, %%eax\n"
                     "or %%esi, %%eax\n"
                     "or %%edi, %%eax\n"
                     "pop %%ebp\n"
                     : "=a"(different)
                     :
                     : "ebx", "esi", "edi", "ecx", "edx", "memory", "cc");
    return different == 0;
}

static void test_switch(void)
{
    first = stub_executing;
    stub_thread_initialize(&second, second_stack, sizeof(second_stack), 1, run_second);
    own = 1000;
    own_zero = 2000;
    _Per_CPU_Information.isr_dispatch_disable = 7;
    stub_heir = &second;
    check("registers are kept", switch_keeps_registers());
    check("the other thread ran, and came back", second_runs == 1 && stub_executing == first);
    check("each thread has its level", second_level == 1 && i386_get_interrupt_level() == 0);
    check("each thread has its storage",
          own == 1000 && own_zero == 2000 && second_own == 42 && second_own_zero == -1);
    check("dispatching in interrupts is disabled by thread",
          second_dispatch_disable == 0 && _Per_CPU_Information.isr_dispatch_disable == 7);
    _Per_CPU_Information.isr_dispatch_disable = 0;
    i386_set_interrupt_level(1);
    stub_heir = &second;
    stub_dispatch();
    check("a level of the thread comes back with it",
          second_runs == 2 && second_own == 43 && i386_get_interrupt_level() == 1);
    i386_set_interrupt_level(0);
}

static void test_floating_point(void)
{
    static Context_Control_fp area;
    Context_Control_fp *context = &area;
    volatile double value = 0;

    __asm__ volatile("fninit\n"
                     "fldpi");
    _CPU_Context_save_fp(&context);
    __asm__ volatile("fninit\n"
                     "fldz\n"
                     "fldz");
    _CPU_Context_restore_fp(&context);
    __asm__ volatile("fstpl %0" : "=m"(value));
    check("floating-point registers are saved and restored", value > 3.14159 && value < 3.1416);
}

/* Interrupts --------------------------------------------------------------------- */

#define OUTER (BSP_IRQ_SOFTWARE + 0)
#define INNER (BSP_IRQ_SOFTWARE + 1)

static struct {
    unsigned calls, occurrences, nest_level, dispatch_level, level;
    bool on_stack;
} seen[BSP_INTERRUPT_VECTOR_COUNT];
static bool nest, wake_second;

static void observe(void *argument)
{
    rtems_vector_number vector = (rtems_vector_number)(uintptr_t)argument;

    seen[vector].calls++;
    seen[vector].occurrences += bsp_interrupt_occurrences(vector);
    seen[vector].nest_level = _Per_CPU_Information.isr_nest_level;
    seen[vector].dispatch_level = _Per_CPU_Information.thread_dispatch_disable_level;
    seen[vector].level = i386_get_interrupt_level();
    seen[vector].on_stack = on_interrupt_stack();
    if (vector == OUTER && nest) {
        (void)bsp_interrupt_raise(INNER);
        i386_set_interrupt_level(0);
        i386_set_interrupt_level(1);
    }
    if (wake_second) {
        stub_heir = &second;
        _Per_CPU_Information.dispatch_necessary = 1;
    }
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
                                           install(BSP_IRQ_SIGNAL) == RTEMS_SUCCESSFUL);
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
    nest = true;
    (void)bsp_interrupt_raise(OUTER);
    nest = false;
    check("interrupts nest on one stack",
          seen[INNER].calls == 1 && seen[INNER].nest_level == 2 && seen[INNER].on_stack);
    check("levels are 0 after them", _Per_CPU_Information.isr_nest_level == 0 &&
                                         _Per_CPU_Information.thread_dispatch_disable_level == 0);
}

static void test_disabled_vector(void)
{
    bool enabled = true;
    unsigned calls = seen[BSP_IRQ_SIGNAL].calls;
    unsigned occurrences = seen[BSP_IRQ_SIGNAL].occurrences;

    (void)bsp_interrupt_vector_disable(BSP_IRQ_SIGNAL);
    (void)bsp_interrupt_vector_is_enabled(BSP_IRQ_SIGNAL, &enabled);
    check("a vector can be disabled", !enabled);
    (void)_CPU_Virtual_Irq_raise(BSP_IRQ_SIGNAL);
    (void)_CPU_Virtual_Irq_raise(BSP_IRQ_SIGNAL);
    (void)_CPU_Virtual_Irq_raise(BSP_IRQ_SIGNAL);
    check("a disabled one waits", seen[BSP_IRQ_SIGNAL].calls == calls && pending(BSP_IRQ_SIGNAL));
    (void)bsp_interrupt_vector_enable(BSP_IRQ_SIGNAL);
    check("and is delivered when enabled, with all occurrences",
          seen[BSP_IRQ_SIGNAL].calls > calls &&
              seen[BSP_IRQ_SIGNAL].occurrences == occurrences + 3 && !pending(BSP_IRQ_SIGNAL));
    calls = seen[BSP_IRQ_SIGNAL].calls;
    (void)bsp_interrupt_vector_disable(BSP_IRQ_SIGNAL);
    (void)_CPU_Virtual_Irq_raise(BSP_IRQ_SIGNAL);
    (void)_CPU_Virtual_Irq_raise(BSP_IRQ_SIGNAL);
    (void)bsp_interrupt_raise(BSP_IRQ_SIGNAL);
    (void)bsp_interrupt_clear(BSP_IRQ_SIGNAL);
    (void)bsp_interrupt_vector_enable(BSP_IRQ_SIGNAL);
    check("cleared is gone", seen[BSP_IRQ_SIGNAL].calls == calls && !pending(BSP_IRQ_SIGNAL));
    (void)_CPU_Virtual_Irq_raise(BSP_IRQ_SIGNAL);
    check("the line still works", seen[BSP_IRQ_SIGNAL].calls == calls + 1);
}

static void test_vectors(void)
{
    rtems_interrupt_attributes attributes;
    uint32_t priority = 0;

    check("a line of nobody can't be enabled", bsp_interrupt_vector_enable(5) == RTEMS_UNSATISFIED);
    check("but raised, and cleared", bsp_interrupt_raise(5) == RTEMS_SUCCESSFUL && pending(5) &&
                                         bsp_interrupt_clear(5) == RTEMS_SUCCESSFUL && !pending(5));
    (void)bsp_interrupt_get_attributes(OUTER, &attributes);
    (void)bsp_interrupt_get_priority(OUTER, &priority);
    check("priorities are the lines' order", attributes.can_get_priority && priority == OUTER &&
                                                 priority <= attributes.maximum_priority);
    check("and fixed", bsp_interrupt_set_priority(OUTER, OUTER) == RTEMS_SUCCESSFUL &&
                           bsp_interrupt_set_priority(OUTER, 1) == RTEMS_UNSATISFIED);
}

static void test_dispatch(void)
{
    unsigned runs = second_runs;

    wake_second = true;
    (void)bsp_interrupt_raise(OUTER);
    check("an interrupt switches to the thread that it wakes", second_runs == runs + 1);
    check("the interrupted thread goes on as it was",
          stub_executing == first && i386_get_interrupt_level() == 0 &&
              _Per_CPU_Information.isr_dispatch_disable == 0 &&
              _Per_CPU_Information.thread_dispatch_disable_level == 0);
    _Per_CPU_Information.thread_dispatch_disable_level = 1;
    (void)bsp_interrupt_raise(OUTER);
    check("not while dispatching is disabled",
          second_runs == runs + 1 && _Per_CPU_Information.dispatch_necessary != 0);
    wake_second = false;
    _Thread_Do_dispatch(&_Per_CPU_Information, 0x200);
    check("but when that ends", second_runs == runs + 2);
}

/* Exceptions --------------------------------------------------------------------- */

static CPU_Exception_frame last_frame;
static unsigned exceptions;
static uint32_t reported_address;

/* Leaves "ud2" (2 bytes) or the read of test_exceptions() (2 bytes). */
static void skip(CPU_Exception_frame *frame)
{
    exceptions++;
    last_frame = *frame;
    if (frame->idtIndex == I386_EXCEPTION_PAGE_FAULT) {
        __asm__ volatile("mov %%cr2, %0" : "=r"(reported_address));
        __asm__ volatile("ud2"); /* an exception in an exception */
        last_frame = *frame;
        frame->eax = 77;
    }
    frame->eip += 2;
}

static void test_exceptions(void)
{
    uint32_t value = 0;

    _currentExcHandler = skip;
    __asm__ volatile("mov $0x12345678, %%ebx\n"
                     "ud2"
                     :
                     :
                     : "ebx");
    check("an exception comes in RTEMS' frame",
          exceptions == 1 && last_frame.idtIndex == 6 && last_frame.ebx == 0x12345678 &&
              last_frame.esp0 - (uintptr_t)first->stack < first->stack_size);
    /* CR2 is read by emulation, so there are three more. */
    __asm__ volatile("mov (%%eax), %%ecx" : "+a"(value) : : "ecx", "memory");
    check("exceptions nest, and a page fault has its address",
          exceptions == 3 && reported_address == 0 && last_frame.idtIndex == 14);
    check("the handler changes registers", value == 77);
    check("the level is the interrupted code's", i386_get_interrupt_level() == 0);
}

/* Clock --------------------------------------------------------------------------- */

static uint64_t counted(uint32_t from)
{
    return (uint32_t)(stub_timecounter->tc_get_timecount(stub_timecounter) - from) *
           (1000 * MS / stub_timecounter->tc_frequency);
}

static void wait_until(uint64_t time)
{
    while (_BSP_Virtual_Clock_read() < time)
        _CPU_Virtual_Wait_for_interrupt();
}

/* Time passes in windows of less than the frame: ticks are caught up. */
static void test_clock(uint64_t duration)
{
    extern volatile uint32_t Clock_driver_ticks;
    uint64_t begin = _BSP_Virtual_Clock_read(), passed, time;
    uint32_t count, level;

    _Clock_Initialize();
    check("the timecounter is found", stub_timecounter != NULL &&
                                          stub_timecounter->tc_counter_mask == UINT32_MAX &&
                                          stub_timecounter->tc_frequency <= 1000 * MS &&
                                          1000 * MS % stub_timecounter->tc_frequency == 0);
    count = stub_timecounter->tc_get_timecount(stub_timecounter);
    time = _BSP_Virtual_Clock_read();
    wait_until(begin + duration);
    level = i386_disable_interrupts();
    passed = _BSP_Virtual_Clock_read() - time;
    check("the timecounter is module time",
          counted(count) - passed + MS / 100 < 2 * MS / 100 && passed >= duration - MS);
    i386_enable_interrupts(level);
    level = i386_disable_interrupts();
    passed = _BSP_Virtual_Clock_read() - begin;
    check("every tick came", stub_ticks == passed / MS || stub_ticks == passed / MS - 1);
    check("and was counted", Clock_driver_ticks == stub_ticks);
    check("not one by one", stub_ticks >= duration / MS - 1);
    i386_enable_interrupts(level);
    check("no time counted is lost between ticks",
          (uint64_t)UINT32_MAX * (1000 * MS / stub_timecounter->tc_frequency) > 2 * duration / 3);
}

static void test_counters(void)
{
    uint32_t begin = _CPU_Counter_read();
    uint64_t time = _BSP_Virtual_Clock_read();
    benchmark_timer_t measured;

    check("the counter is in nanoseconds", (uint32_t)time - begin < 10000);
    benchmark_timer_initialize();
    measured = benchmark_timer_read();
    check("the benchmark timer subtracts itself", measured < 20);
    benchmark_timer_disable_subtracting_average_overhead(true);
    benchmark_timer_initialize();
    check("or not", benchmark_timer_read() > measured);
}

/* Console ------------------------------------------------------------------------- */

static void test_console(void)
{
    static const char line[] = "a line by the terminal driver\n";
    const console_device *device = &console_device_table[0];
    rtems_termios_tty tty = {0};
    struct termios term = {0};
    uint64_t limit;

    check("there is one console, by interrupts", console_device_count == 1 &&
                                                     device->probe(device->context) &&
                                                     device->handler->mode == TERMIOS_IRQ_DRIVEN);
    check("it opens", device->handler->first_open(&tty, device->context, &term, NULL) &&
                          term.speed != 0 &&
                          device->handler->set_attributes(device->context, &term));
    device->handler->write(device->context, line, sizeof(line) - 1);
    check("output ends with an interrupt", stub_output_done == sizeof(line) - 1);
    device->handler->write(device->context, NULL, 0);
    check("no output, no interrupt", stub_output_done == sizeof(line) - 1);
    limit = _BSP_Virtual_Clock_read() + 1000 * MS;
    while ((stub_input_length < 6 || stub_input[stub_input_length - 1] != '\n') &&
           _BSP_Virtual_Clock_read() < limit)
        _CPU_Virtual_Wait_for_interrupt();
    /* The first character may be lost while the machine starts: it is an empty line. */
    check("input comes by interrupt", stub_input_length >= 6 &&
                                          stub_input[stub_input_length - 6] == 'h' &&
                                          stub_input[stub_input_length - 2] == 'o');
    device->handler->last_close(&tty, device->context, NULL);
    check("nothing more to read", BSP_poll_char() == -1);
}

static bool argument_is(const char *argument, const char *word)
{
    while (*word != '\0' && *argument == *word) {
        argument++;
        word++;
    }
    return *word == *argument;
}

void test_main(const char *argument)
{
    if (argument_is(argument, "fatal"))
        rtems_fatal(RTEMS_FATAL_SOURCE_ASSERT, 0x12345);
    if (argument_is(argument, "exception"))
        __asm__ volatile("hlt");
    if (argument_is(argument, "spurious"))
        (void)bsp_interrupt_vector_enable(INNER), (void)bsp_interrupt_raise(INNER);
    if (argument_is(argument, "nothing"))
        test_end();
    if (argument_is(argument, "time")) {
        test_clock(40000 * MS);
        test_end();
    }
    test_start();
    test_levels();
    test_switch();
    test_floating_point();
    test_delivery();
    test_disabled_vector();
    test_vectors();
    test_dispatch();
    test_exceptions();
    test_counters();
    test_clock(200 * MS);
    if (argument_is(argument, "console"))
        test_console();
    test_end();
}
