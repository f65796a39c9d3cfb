/* SPDX-License-Identifier: BSD-2-Clause */

/* The board support package on the stub kernel. The partition's argument says
 * which part is tested. */
#include <bsp/irq.h>
#include <virtualizationlayerbsp.h>
#include "test.h"

#define MS UINT64_C(1000000)

/* A line without a handler. */
#define UNUSED (BSP_IRQ_SOFTWARE + 1)

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

struct stub_thread test_second, *test_first;
unsigned test_second_runs;
static char second_stack[8192] __attribute__((aligned(16)));
static __thread int own = 41;
static __thread int own_zero;
static uint32_t second_level, second_dispatch_disable;
static int second_own, second_own_zero;

static void run_second(void)
{
    for (;;) {
        test_second_runs++;
        second_level = i386_get_interrupt_level();
        second_dispatch_disable = _Per_CPU_Information.isr_dispatch_disable;
        second_own = ++own;
        second_own_zero = --own_zero;
        stub_heir = test_first;
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

void test_threads(void)
{
    test_first = stub_executing;
    stub_thread_initialize(&test_second, second_stack, sizeof(second_stack), 1, run_second);
    own = 1000;
    own_zero = 2000;
    _Per_CPU_Information.isr_dispatch_disable = 7;
    stub_heir = &test_second;
    check("registers are kept", switch_keeps_registers());
    check("the other thread ran, and came back",
          test_second_runs == 1 && stub_executing == test_first);
    check("each thread has its level", second_level == 1 && i386_get_interrupt_level() == 0);
    check("each thread has its storage",
          own == 1000 && own_zero == 2000 && second_own == 42 && second_own_zero == -1);
    check("dispatching in interrupts is disabled by thread",
          second_dispatch_disable == 0 && _Per_CPU_Information.isr_dispatch_disable == 7);
    _Per_CPU_Information.isr_dispatch_disable = 0;
    i386_set_interrupt_level(1);
    stub_heir = &test_second;
    stub_dispatch();
    check("a level of the thread comes back with it",
          test_second_runs == 2 && second_own == 43 && i386_get_interrupt_level() == 1);
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
        (void)bsp_interrupt_vector_enable(UNUSED), (void)bsp_interrupt_raise(UNUSED);
    if (argument_is(argument, "nothing"))
        test_end();
    /* A count of 32 bits wraps around: once a frame, or once in 4.3 s. */
    if (argument_is(argument, "time")) {
        test_clock(40000 * MS);
        test_end();
    }
    if (argument_is(argument, "wrap")) {
        test_clock(9000 * MS);
        test_end();
    }
    test_start();
    test_levels();
    test_threads();
    test_floating_point();
    test_interrupts();
    test_exceptions();
    test_counters();
    test_clock(200 * MS);
    if (argument_is(argument, "console"))
        test_console();
    test_end();
}
