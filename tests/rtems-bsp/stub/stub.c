/* SPDX-License-Identifier: BSD-2-Clause */

/* A kernel with RTEMS' interfaces to its board support packages: two threads,
 * a table of interrupt handlers, and notes of what drivers tell it. */
#include "stub.h"

#include <bsp/irq.h>
#include <virtualizationlayerbsp.h>

#define INTERRUPT_STACK_SIZE 4096
#define STORAGE_AREAS        4
#define STORAGE_SIZE         64

char _ISR_Stack_area_begin[INTERRUPT_STACK_SIZE]
    __attribute__((aligned(64), section(".rtemsstack.interrupt")));
__asm__(".globl _ISR_Stack_size\n.set _ISR_Stack_size, 4096");

Per_CPU_Control _Per_CPU_Information;
struct stub_thread *stub_executing, *stub_heir;
struct timecounter *stub_timecounter;
uint32_t stub_ticks;
char stub_input[64], stub_input_last;
size_t stub_input_length, stub_input_lost, stub_output_done;
bool stub_storage_in_initialization;

static struct {
    rtems_interrupt_handler handler;
    void *argument;
} handlers[BSP_INTERRUPT_VECTOR_COUNT];

static const char *boot_argument;
static struct stub_thread first;
static char first_stack[8192] __attribute__((aligned(16)));

/* Fatal errors --------------------------------------------------------------- */

void rtems_fatal(rtems_fatal_source source, rtems_fatal_code code)
{
    bsp_reset(source, code);
}

static void default_exception(CPU_Exception_frame *frame)
{
    rtems_fatal(RTEMS_FATAL_SOURCE_EXCEPTION, (rtems_fatal_code)frame);
}

void (*_currentExcHandler)(CPU_Exception_frame *frame) = default_exception;

/* Threads -------------------------------------------------------------------- */

extern const char _TLS_Data_begin[], _TLS_Data_size[], _TLS_Size[], _TLS_Alignment[];
static char storage[STORAGE_AREAS][STORAGE_SIZE] __attribute__((aligned(16)));

/* Storage ends where the thread pointer points, which points to itself. */
static uintptr_t give_storage(void)
{
    const size_t alignment = (size_t)_TLS_Alignment;
    static unsigned used;
    uintptr_t *pointer;
    char *begin;

    if (used == STORAGE_AREAS || (size_t)_TLS_Size > STORAGE_SIZE - sizeof(uintptr_t))
        rtems_fatal(RTEMS_FATAL_SOURCE_ASSERT, used);
    pointer = (uintptr_t *)(void *)(storage[used++] + STORAGE_SIZE - 16);
    *pointer = (uintptr_t)pointer;
    begin = (char *)pointer - (((size_t)_TLS_Size + alignment - 1) & ~(alignment - 1));
    for (size_t i = 0; i < (size_t)_TLS_Data_size; i++)
        begin[i] = _TLS_Data_begin[i];
    return (uintptr_t)pointer;
}

static segment_descriptors descriptor(uintptr_t base)
{
    return (segment_descriptors){
        .limit_15_0 = 0xffff,
        .base_address_15_0 = (uint16_t)base,
        .base_address_23_16 = (uint8_t)(base >> 16),
        .attributes = 0x92,
        .limit_19_16 = 0xcf,
        .base_address_31_24 = (uint8_t)(base >> 24),
    };
}

void stub_thread_initialize(struct stub_thread *thread, char *stack, size_t size, uint32_t level,
                            void (*entry)(void))
{
    void (**top)(void) = (void (**)(void))(void *)(stack + size - 8);

    *top = entry;
    *thread = (struct stub_thread){
        .stack = stack,
        .stack_size = size,
        .context = {.eflags = level == 0 ? 0x3202 : 0x3002,
                    .esp = top,
                    .gs = descriptor(give_storage())},
    };
}

void _Thread_Do_dispatch(Per_CPU_Control *cpu, uint32_t level)
{
    do {
        struct stub_thread *self = stub_executing;

        cpu->dispatch_necessary = 0;
        if (stub_heir == self)
            break;
        stub_executing = stub_heir;
        i386_enable_interrupts(level);
        _CPU_Context_switch(&self->context, &stub_heir->context);
        (void)i386_disable_interrupts();
    } while (cpu->dispatch_necessary);
    cpu->thread_dispatch_disable_level = 0;
    i386_enable_interrupts(level);
}

void stub_dispatch(void)
{
    uint32_t level = i386_disable_interrupts();

    _Per_CPU_Information.thread_dispatch_disable_level = 1;
    _Thread_Do_dispatch(&_Per_CPU_Information, level);
}

/* Initialization --------------------------------------------------------------- */

static __thread volatile int initial = 17;

/* As RTEMS does it for its idle thread: the table is written and %gs loaded. */
static void begin_storage(void)
{
    _Global_descriptor_table[3] = descriptor(give_storage());
    __asm__ volatile("mov %0, %%gs" : : "r"(24));
}

static void use_storage(void)
{
    stub_storage_in_initialization = initial == 17;
}

RTEMS_SYSINIT_ITEM(bsp_start, 000300, 80);
RTEMS_SYSINIT_ITEM(begin_storage, RTEMS_SYSINIT_IDLE_THREADS, 80);
RTEMS_SYSINIT_ITEM(use_storage, RTEMS_SYSINIT_IDLE_THREADS, RTEMS_SYSINIT_ORDER_LAST);

static const rtems_sysinit_item items_begin[0]
    __attribute__((used, section(".rtemsroset.sysinit.begin")));
static const rtems_sysinit_item items_end[0]
    __attribute__((used, section(".rtemsroset.sysinit.end")));

static void enter_first(void)
{
    test_main(boot_argument);
}

void boot_card(const char *argument)
{
    const rtems_sysinit_item *item = items_begin;

    /* The compiler must not see that an array of nothing has no next one. */
    __asm__("" : "+r"(item));
    boot_argument = argument;
    for (; item < items_end; item++)
        item->handler();
    stub_thread_initialize(&first, first_stack, sizeof(first_stack), 0, enter_first);
    stub_executing = stub_heir = &first;
    _CPU_Context_restore(&first.context);
}

/* Interrupts ------------------------------------------------------------------- */

void bsp_interrupt_initialize(void)
{
    bsp_interrupt_facility_initialize();
}

void bsp_interrupt_handler_dispatch(rtems_vector_number vector)
{
    if (vector >= BSP_INTERRUPT_VECTOR_COUNT || handlers[vector].handler == NULL)
        rtems_fatal(RTEMS_FATAL_SOURCE_ASSERT, vector);
    handlers[vector].handler(handlers[vector].argument);
}

rtems_status_code rtems_interrupt_handler_install(rtems_vector_number vector, const char *name,
                                                  int options, rtems_interrupt_handler handler,
                                                  void *argument)
{
    (void)name;
    (void)options;
    if (handlers[vector].handler != NULL)
        return RTEMS_RESOURCE_IN_USE;
    handlers[vector].argument = argument;
    handlers[vector].handler = handler;
    return bsp_interrupt_vector_enable(vector);
}

rtems_status_code rtems_interrupt_handler_remove(rtems_vector_number vector,
                                                 rtems_interrupt_handler handler, void *argument)
{
    if (handlers[vector].handler != handler || handlers[vector].argument != argument)
        return RTEMS_UNSATISFIED;
    (void)bsp_interrupt_vector_disable(vector);
    handlers[vector].handler = NULL;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_raise(rtems_vector_number vector)
{
    return bsp_interrupt_raise(vector);
}

/* Clock and console ------------------------------------------------------------ */

uint32_t rtems_configuration_get_nanoseconds_per_tick(void)
{
    return 1000000;
}

static uint64_t counts_until_tick;
static uint32_t count_at_tick;

void rtems_timecounter_install(struct timecounter *counter)
{
    stub_timecounter = counter;
    count_at_tick = counter->tc_get_timecount(counter);
}

uint64_t stub_time(void)
{
    return counts_until_tick +
           (uint32_t)(stub_timecounter->tc_get_timecount(stub_timecounter) - count_at_tick);
}

void rtems_timecounter_tick(void)
{
    uint32_t count = stub_timecounter->tc_get_timecount(stub_timecounter);

    counts_until_tick += (uint32_t)(count - count_at_tick);
    count_at_tick = count;
    stub_ticks++;
}

int rtems_termios_enqueue_raw_characters(void *tty, const char *buffer, int length)
{
    (void)tty;
    for (int i = 0; i < length; i++) {
        if (buffer[i] != '\n')
            stub_input_last = buffer[i];
        if (stub_input_length < sizeof(stub_input))
            stub_input[stub_input_length++] = buffer[i];
        else
            stub_input_lost++;
    }
    return (int)stub_input_lost;
}

int rtems_termios_dequeue_characters(void *tty, int length)
{
    (void)tty;
    stub_output_done += (size_t)length;
    return 0;
}

void rtems_termios_set_best_baud(struct termios *term, uint32_t baud)
{
    term->speed = baud;
}

bool console_device_probe_default(rtems_termios_device_context *context)
{
    return context != NULL;
}
