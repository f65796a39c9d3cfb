/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Goes the kernel's paths with what makes them long: largest messages, fullest
 * tables, worst alignment, memory that ends where it hurts, an interrupt to
 * deliver on the way out. Each case enters the kernel from a function of its
 * own, path_<what>__<case>, by which trace.c knows it. The argument says which
 * partition this is.
 */
#include "bulkhead/arch.h"
#include "bulkhead/health.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/start_info.h"
#include "bulkhead/vcpu.h"
#include "guest.h"
#include "lines.h"

#define PAGE    ((uint32_t)BULKHEAD_PAGE_SIZE)
#define LARGEST 8192u
#define WILD    0xc0000000u
#define NOTHING 0u

#define VCPU ((volatile struct bulkhead_vcpu *)BULKHEAD_VCPU_ADDRESS)
#define INFO ((const struct bulkhead_start_info *)BULKHEAD_START_INFO_ADDRESS)

/* The library's, which is what it registers again. */
extern struct bulkhead_upcalls host_upcalls;

static void surprise(const char *name, int32_t result)
{
    struct guest_line line = {.length = 0};

    guest_text(&line, "FAILED ");
    guest_text(&line, name);
    guest_text(&line, ": -");
    guest_number(&line, (uint32_t)-result);
    guest_end_line(&line);
    _CPU_Virtual_exec_stop_error(1);
}

/* One site of the interface; noipa keeps like ones apart. Its calls give the
 * expected error, or what is not below 0 for OK. */
#define SITE(name, number, expected)                                                               \
    SITE_IF(name, number, (result < 0 ? result : BULKHEAD_OK) == BULKHEAD_##expected)
#define SITE_IF(name, number, expected)                                                            \
    static __attribute__((noipa))                                                                  \
    int32_t path_##name(uint32_t first, uint32_t second, uint32_t third)                           \
    {                                                                                              \
        int32_t result;                                                                            \
        __asm__ volatile("int %[vector]"                                                           \
                         : "=a"(result), "+b"(first), "+c"(second)                                 \
                         : "a"(BULKHEAD_HC_##number),                                              \
                           "d"(third), [vector] "i"(BULKHEAD_HYPERCALL_VECTOR)                     \
                         : "memory");                                                              \
        if (!(expected))                                                                           \
            surprise(#name, result);                                                               \
        return result;                                                                             \
    }

/* Whether an interrupt is delivered on the way out of each call. */
static bool deliver;

static void make_ready(void)
{
    _CPU_Virtual_Interrupts_close();
    if (!deliver)
        return;
    _CPU_Virtual_Irq_raise(BULKHEAD_LINE_LAST);
    VCPU->level = BULKHEAD_LEVEL_ENABLED;
}

#define TRY(call)                                                                                  \
    do {                                                                                           \
        make_ready();                                                                              \
        call;                                                                                      \
    } while (0)

static char memory[4 * LARGEST] __attribute__((aligned(4096)));
static uint32_t guard;

/* So many bytes, of which the last is the first of a page. */
static uint32_t crossing(uint32_t size)
{
    return (uint32_t)memory + LARGEST + PAGE - size + 1;
}

/* So many bytes, of which the last can't be accessed. */
static uint32_t ending(uint32_t size)
{
    return guard - size + 1;
}

static void on_interrupt(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)count, (void)context;
    if (vector != CLOCK_LINE)
        _CPU_Virtual_Irq_acknowledge(vector);
}

/* Faults ------------------------------------------------------------------------ */

SITE(RESUME__after_a_fault, RESUME, OK)
SITE(RESUME__across_a_page, RESUME, OK)
SITE(RESUME__unreadable_end, RESUME, E_ADDRESS)
SITE(RESUME__bad_selector, RESUME, E_ARGUMENT)

/* Faulting instructions are 2 bytes long. */
static void on_fault(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;
    static bool again;

    context->eip += 2;
    again = !again;
    if (again) {
        struct bulkhead_context *copy = (struct bulkhead_context *)ending(sizeof(*copy));

        path_RESUME__unreadable_end((uint32_t)copy, 0, 0);
        context->gs = 0x73;
        path_RESUME__bad_selector((uint32_t)context, 0, 0);
        context->gs = 0;
        copy = (struct bulkhead_context *)(crossing(sizeof(*copy)) & ~3u);
        *copy = *context;
        _BSP_Virtual_Fault_leave();
        path_RESUME__across_a_page((uint32_t)copy, 0, 0);
    }
    _BSP_Virtual_Fault_leave();
    path_RESUME__after_a_fault((uint32_t)context, 0, 0);
}

#define FAULT(name, instruction)                                                                   \
    static __attribute__((noipa)) void path_FAULT__##name(uint32_t address)                        \
    {                                                                                              \
        __asm__ volatile(instruction : : "a"(address), "b"(0), "d"(0) : "memory");                 \
    }

FAULT(undefined_instruction, "ud2")
FAULT(division, "div %%ebx")
FAULT(privileged_instruction, "in %%dx, %%al\n\tnop")
FAULT(access_outside, "mov (%%eax), %%ecx")
FAULT(access_to_the_kernel, "mov %%ecx, (%%eax)")
FAULT(guard_page, "mov %%ebx, (%%eax)")
FAULT(nobody_handles, "ud2")

static void faults(void)
{
    for (int pass = 0; pass < 2; pass++) {
        TRY(path_FAULT__undefined_instruction(0));
        TRY(path_FAULT__division(0));
        TRY(path_FAULT__privileged_instruction(0));
        TRY(path_FAULT__access_outside(NOTHING));
        TRY(path_FAULT__access_to_the_kernel(WILD));
        TRY(path_FAULT__guard_page(guard));
    }
}

/* Hypercalls ------------------------------------------------------------------ */

SITE(VERSION__, VERSION, OK)
SITE(NONE__no_such_number, COUNT, E_CALL)
SITE(CONSOLE_WRITE__a_whole_line, CONSOLE_WRITE, OK)
SITE(CONSOLE_WRITE__line_ends_only, CONSOLE_WRITE, OK)
SITE(CONSOLE_WRITE__across_a_page, CONSOLE_WRITE, OK)
SITE(CONSOLE_WRITE__unreadable_end, CONSOLE_WRITE, E_ADDRESS)
/* There is input or not, as the host gives it. */
SITE_IF(CONSOLE_READ__, CONSOLE_READ, result >= 0 || result == BULKHEAD_E_EMPTY)
SITE(UPCALLS_SET__, UPCALLS_SET, OK)
SITE(UPCALLS_SET__across_a_page, UPCALLS_SET, OK)
SITE(UPCALLS_SET__unreadable_end, UPCALLS_SET, E_ADDRESS)

static void console(void)
{
    uint32_t text = crossing(200);

    for (uint32_t i = 0; i < 2 * PAGE; i++)
        memory[LARGEST + i] = 'x';
    TRY(path_CONSOLE_WRITE__across_a_page(text, 199, 0));
    memory[LARGEST + PAGE] = '\n';
    TRY(path_CONSOLE_WRITE__a_whole_line(text, 200, 0));
    TRY(path_CONSOLE_WRITE__line_ends_only((uint32_t) "\n\n\n\n", 4, 0));
    for (uint32_t i = 0; i < 31; i++)
        *(char *)(ending(32) + i) = 'x';
    TRY(path_CONSOLE_WRITE__unreadable_end(ending(32), 32, 0));
    for (int i = 0; i < 40; i++)
        TRY(path_CONSOLE_READ__(0, 0, 0));
}

static void upcalls(void)
{
    struct bulkhead_upcalls *copy = (struct bulkhead_upcalls *)(crossing(sizeof(*copy)) & ~3u);

    *copy = host_upcalls;
    TRY(path_UPCALLS_SET__((uint32_t)&host_upcalls, 0, 0));
    TRY(path_UPCALLS_SET__across_a_page((uint32_t)copy, 0, 0));
    TRY(path_UPCALLS_SET__unreadable_end(ending(sizeof(*copy)), 0, 0));
}

SITE(VIRQ_CONNECT__hardware_line, VIRQ_CONNECT, OK)
SITE(VIRQ_CONNECT__virtual_line, VIRQ_CONNECT, OK)
SITE(VIRQ_CONNECT__connected, VIRQ_CONNECT, E_STATE)
SITE(VIRQ_CONNECT__of_another, VIRQ_CONNECT, E_PERMISSION)
SITE(VIRQ_CONNECT__no_such_line, VIRQ_CONNECT, E_RANGE)
SITE(VIRQ_DISCONNECT__hardware_line, VIRQ_DISCONNECT, OK)
SITE(VIRQ_DISCONNECT__virtual_line, VIRQ_DISCONNECT, OK)
SITE(VIRQ_ACKNOWLEDGE__, VIRQ_ACKNOWLEDGE, OK)
SITE(VIRQ_ACKNOWLEDGE__refused, VIRQ_ACKNOWLEDGE, E_STATE)
SITE(VIRQ_TAKE__, VIRQ_TAKE, OK)
SITE(VIRQ_NEXT__all_pending, VIRQ_NEXT, OK)
SITE(VIRQ_NEXT__nothing, VIRQ_NEXT, E_EMPTY)
SITE(VIRQ_RAISE__, VIRQ_RAISE, OK)

static void lines(void)
{
    uint32_t line = BULKHEAD_LINE_LAST - 1;

    for (uint32_t i = BULKHEAD_LINE_FIRST_VIRTUAL; i < line; i++)
        _CPU_Virtual_Irq_request((int)i);
    TRY(path_VIRQ_CONNECT__hardware_line(CLOCK_LINE, 0, 0));
    TRY(path_VIRQ_ACKNOWLEDGE__(CLOCK_LINE, 0, 0));
    TRY(path_VIRQ_ACKNOWLEDGE__refused(3, 0, 0));
    TRY(path_VIRQ_DISCONNECT__hardware_line(CLOCK_LINE, 0, 0));
    TRY(path_VIRQ_CONNECT__virtual_line(line, 0, 0));
    TRY(path_VIRQ_CONNECT__connected(line, 0, 0));
    TRY(path_VIRQ_CONNECT__of_another(3, 0, 0));
    TRY(path_VIRQ_CONNECT__no_such_line(UINT32_MAX, 0, 0));
    TRY(path_VIRQ_RAISE__(line, 0, 0));
    TRY(path_VIRQ_TAKE__(line, UINT32_MAX, 0));
    _CPU_Virtual_Interrupts_close();
    for (uint32_t i = BULKHEAD_LINE_FIRST_VIRTUAL; i <= BULKHEAD_LINE_LAST; i++)
        path_VIRQ_RAISE__(i, 0, 0);
    for (uint32_t i = BULKHEAD_LINE_FIRST_VIRTUAL; i <= BULKHEAD_LINE_LAST; i++)
        path_VIRQ_NEXT__all_pending(0, 0, 0);
    VCPU->in_service = 0;
    path_VIRQ_NEXT__nothing(0, 0, 0);
    TRY(path_VIRQ_DISCONNECT__virtual_line(line, 0, 0));
}

/* The real-time clock's first periodic interrupt, after about a millisecond; its
 * line is not acknowledged, so it is the only one. */
static void hardware_line(void)
{
    uint64_t limit = _BSP_Virtual_Clock_read() + 4000000;

    path_VIRQ_CONNECT__hardware_line(CLOCK_LINE, 0, 0);
    lines_clock_write(CLOCK_RATE, CLOCK_1024);
    lines_clock_write(CLOCK_CONTROL, CLOCK_PERIODIC);
    while ((VCPU->pending & 1u << CLOCK_LINE) == 0)
        if (_BSP_Virtual_Clock_read() > limit)
            surprise("no interrupt by the real-time clock", 0);
    path_VIRQ_DISCONNECT__hardware_line(CLOCK_LINE, 0, 0);
}

SITE(TIMER_SET__due_already, TIMER_SET, OK)
SITE(TIMER_SET__far_ahead, TIMER_SET, OK)
SITE(TIMER_SET__stop, TIMER_SET, OK)
SITE(TIMER_SET__unreadable_end, TIMER_SET, E_ADDRESS)
SITE(IDLE__interrupt_pending, IDLE, OK)
SITE(IDLE__until_an_interrupt, IDLE, OK)
SITE(THREAD_POINTER_SET__, THREAD_POINTER_SET, OK)

static void timers(void)
{
    struct bulkhead_timer *timer = (struct bulkhead_timer *)crossing(sizeof(*timer));

    timer->expiry = 1;
    timer->period = INFO->timer_floor;
    TRY(path_TIMER_SET__due_already((uint32_t)timer, 0, 0));
    timer->period = UINT64_MAX;
    TRY(path_TIMER_SET__due_already((uint32_t)timer, 0, 0));
    timer->expiry = UINT64_MAX - 1;
    TRY(path_TIMER_SET__far_ahead((uint32_t)timer, 0, 0));
    timer->expiry = 0;
    TRY(path_TIMER_SET__stop((uint32_t)timer, 0, 0));
    TRY(path_TIMER_SET__unreadable_end(ending(sizeof(*timer)), 0, 0));
    TRY(path_THREAD_POINTER_SET__((uint32_t)memory, 0, 0));
    _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Irq_raise(BULKHEAD_LINE_LAST);
    path_IDLE__interrupt_pending(0, 0, 0);
    _CPU_Virtual_Interrupts_open();
    path_IDLE__until_an_interrupt(0, 0, 0);
}

SITE(PORT_SEND__largest_message, PORT_SEND, OK)
SITE(PORT_SEND__largest_across_pages, PORT_SEND, OK)
SITE(PORT_SEND__unreadable_end, PORT_SEND, E_ADDRESS)
SITE(PORT_SEND__to_300_destinations, PORT_SEND, OK)
SITE(PORT_SEND__no_room, PORT_SEND, E_FULL)
SITE(PORT_SEND__no_such_port, PORT_SEND, E_RANGE)
SITE(PORT_SEND__destination, PORT_SEND, E_PERMISSION)
SITE(PORT_SEND__too_long, PORT_SEND, E_ARGUMENT)
SITE(PORT_RECEIVE__largest_message, PORT_RECEIVE, OK)
SITE(PORT_RECEIVE__unwritable_end, PORT_RECEIVE, E_ADDRESS)
SITE(PORT_RECEIVE__sampling, PORT_RECEIVE, OK)
SITE(PORT_RECEIVE__small_buffer, PORT_RECEIVE, E_ARGUMENT)
SITE(PORT_STATUS__across_a_page, PORT_STATUS, OK)
SITE(PORT_STATUS__unwritable_end, PORT_STATUS, E_ADDRESS)
SITE(PORT_CLEAR__full, PORT_CLEAR, OK)

static uint32_t port(const char *name)
{
    return (uint32_t)_Partition_Virtual_Port_find(name);
}

/* The partition "sending" has filled the two queues that come in; the one that
 * goes out has room for four messages. */
static void ports(void)
{
    uint32_t out = port("outgoing"), in = port("incoming"), other = port("incoming_2");
    uint32_t wide = port("wide_out"), read = port("wide_in_1");
    uint32_t across = (uint32_t)memory + 1, size = sizeof(struct bulkhead_port_status);

    TRY(path_PORT_SEND__largest_message(out, (uint32_t)memory, LARGEST));
    TRY(path_PORT_SEND__unreadable_end(out, ending(LARGEST), LARGEST));
    TRY(path_PORT_SEND__largest_across_pages(out, across, LARGEST));
    if (deliver)
        TRY(path_PORT_SEND__no_room(out, across, LARGEST));
    TRY(path_PORT_SEND__no_such_port(INFO->ports.count, across, LARGEST));
    TRY(path_PORT_SEND__destination(in, across, LARGEST));
    TRY(path_PORT_SEND__too_long(out, across, LARGEST + 1));
    TRY(path_PORT_SEND__to_300_destinations(wide, across, LARGEST));
    TRY(path_PORT_RECEIVE__small_buffer(in, across, LARGEST - 1));
    TRY(path_PORT_RECEIVE__unwritable_end(in, ending(LARGEST), LARGEST));
    TRY(path_PORT_RECEIVE__largest_message(in, across, LARGEST));
    TRY(path_PORT_RECEIVE__sampling(read, across, LARGEST));
    TRY(path_PORT_STATUS__across_a_page(read, crossing(size), 0));
    TRY(path_PORT_STATUS__unwritable_end(read, ending(size), 0));
    if (deliver)
        TRY(path_PORT_CLEAR__full(other, 0, 0));
}

static void fill_queues(void)
{
    for (int i = 0; i < 2; i++) {
        path_PORT_SEND__largest_message(port("to_caller"), (uint32_t)memory, LARGEST);
        path_PORT_SEND__largest_message(port("to_caller_2"), (uint32_t)memory, LARGEST);
    }
    path_PORT_SEND__largest_message(port("sample"), (uint32_t)memory, LARGEST);
}

SITE(MODE_SET__to_normal, MODE_SET, OK)
SITE(MODE_SET__refused, MODE_SET, E_STATE)
SITE(MODE_SET__cold_start, MODE_SET, OK)
SITE(MODE_SET__warm_start, MODE_SET, OK)
SITE(MODE_SET__idle, MODE_SET, OK)
SITE(STOP__done, STOP, OK)
SITE(STOP__failed, STOP, OK)
SITE(HEALTH_RAISE__logged, HEALTH_RAISE, OK)
SITE(HEALTH_RAISE__refused, HEALTH_RAISE, E_ADDRESS)
SITE(HEALTH_RAISE__partition_restarts, HEALTH_RAISE, OK)
SITE(LOG_READ__across_a_page, LOG_READ, OK)
SITE(LOG_READ__nothing, LOG_READ, E_EMPTY)
SITE(LOG_READ__unwritable_end, LOG_READ, E_ADDRESS)
SITE(SCHEDULE_SET__another, SCHEDULE_SET, OK)
SITE(SCHEDULE_SET__the_present_one, SCHEDULE_SET, OK)
SITE(SCHEDULE_STATUS__across_a_page, SCHEDULE_STATUS, OK)
SITE(SCHEDULE_STATUS__unwritable_end, SCHEDULE_STATUS, E_ADDRESS)
SITE(GUARD_SET__on, GUARD_SET, OK)
SITE(GUARD_SET__off, GUARD_SET, OK)
SITE(GUARD_SET__refused, GUARD_SET, E_ADDRESS)
SITE(SIGNAL__, SIGNAL, OK)
SITE(SIGNAL__refused, SIGNAL, E_RANGE)

static void health(void)
{
    struct bulkhead_error_report *report =
        (struct bulkhead_error_report *)(crossing(sizeof(*report)) & ~3u);

    *report = (struct bulkhead_error_report){.error = BULKHEAD_ERROR_APPLICATION_ERROR,
                                             .level = BULKHEAD_HEALTH_PROCESS};
    TRY(path_HEALTH_RAISE__logged((uint32_t)report, 0, 0));
    TRY(path_HEALTH_RAISE__refused(ending(sizeof(*report)), 0, 0));
    TRY(path_LOG_READ__nothing(crossing(sizeof(struct bulkhead_log_entry)), 0, 0));
    TRY(path_LOG_READ__across_a_page(crossing(sizeof(struct bulkhead_log_entry)), 1, 0));
    TRY(path_LOG_READ__unwritable_end(ending(sizeof(struct bulkhead_log_entry)), INFO->partition,
                                      0));
}

static void rest(void)
{
    uint32_t status = sizeof(struct bulkhead_schedule_status);

    TRY(path_GUARD_SET__on(guard + PAGE, 1, 0));
    TRY(path_GUARD_SET__off(guard + PAGE, 0, 0));
    TRY(path_GUARD_SET__refused(guard + 1, 1, 0));
    for (uint32_t partition = 2; partition <= 64; partition++)
        TRY(path_SIGNAL__(partition, 0, 0));
    TRY(path_SIGNAL__refused(65, 0, 0));
    TRY(path_SCHEDULE_STATUS__across_a_page(crossing(status), 0, 0));
    TRY(path_SCHEDULE_STATUS__unwritable_end(ending(status), 0, 0));
    TRY(path_SCHEDULE_SET__another(1, 0, 0));
    TRY(path_SCHEDULE_SET__the_present_one(0, 0, 0));
    TRY(path_VERSION__(0, 0, 0));
    TRY(path_NONE__no_such_number(0, 0, 0));
    if (INFO->operating_mode != BULKHEAD_MODE_NORMAL)
        TRY(path_MODE_SET__to_normal(BULKHEAD_MODE_NORMAL, 0, 0));
    TRY(path_MODE_SET__refused(BULKHEAD_MODE_NORMAL, 0, 0));
}

/* Partitions ------------------------------------------------------------------ */

static void prepare(void)
{
    static char stack[4096] __attribute__((aligned(16))), faults_stack[4096];
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = on_interrupt,
                                                .interrupt_stack = stack + sizeof(stack)};
    uint32_t last = INFO->free_base + INFO->free_size - 2 * PAGE;

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(BULKHEAD_LINE_LAST);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _BSP_Virtual_faulthandler(on_fault, faults_stack + sizeof(faults_stack));
    guard = last & ~(PAGE - 1);
    _Partition_Virtual_Set_guard((void *)guard, 1);
}

/* In its second window, when the other partitions have run. */
static void go_all_paths(void)
{
    prepare();
    path_IDLE__until_an_interrupt(0, 0, 0);
    for (int pass = 0; pass < 2; pass++) {
        deliver = pass > 0;
        faults();
        console();
        upcalls();
        lines();
        timers();
        ports();
        health();
        rest();
    }
    _CPU_Virtual_Interrupts_close();
    hardware_line();
    /* From here on with the other schedule: everybody starts anew. */
    path_SCHEDULE_SET__another(1, 0, 0);
}

/* Has a timer due at all times, also between its windows, until the module
 * follows the second schedule. */
static void be_busy(void)
{
    struct bulkhead_schedule_status status;
    struct bulkhead_timer timer = {.expiry = 1, .period = INFO->timer_floor};

    prepare();
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_PORT);
    path_TIMER_SET__due_already((uint32_t)&timer, 0, 0);
    _CPU_Virtual_Interrupts_open();
    do {
        path_IDLE__until_an_interrupt(0, 0, 0);
        path_SCHEDULE_STATUS__across_a_page((uint32_t)&status, 0, 0);
    } while (status.current == 0);
}

/* Each life ends in another way, until the module follows the second schedule. */
static void restart(void)
{
    struct bulkhead_error_report report = {.error = BULKHEAD_ERROR_APPLICATION_ERROR,
                                           .level = BULKHEAD_HEALTH_PARTITION};

    if (INFO->start_condition == BULKHEAD_START_NORMAL)
        path_MODE_SET__cold_start(BULKHEAD_MODE_COLD_START, 0, 0);
    if (INFO->start_condition == BULKHEAD_START_PARTITION_RESTART &&
        INFO->operating_mode == BULKHEAD_MODE_COLD_START) {
        path_MODE_SET__to_normal(BULKHEAD_MODE_NORMAL, 0, 0);
        path_MODE_SET__warm_start(BULKHEAD_MODE_WARM_START, 0, 0);
    }
    if (INFO->start_condition == BULKHEAD_START_PARTITION_RESTART)
        path_HEALTH_RAISE__partition_restarts((uint32_t)&report, 0, 0);
    be_busy();
}

int main(void)
{
    const char *role = INFO->argument;
    struct bulkhead_schedule_status status;

    path_SCHEDULE_STATUS__across_a_page((uint32_t)&status, 0, 0);
    if (status.current != 0)
        path_STOP__done(0, 0, 0);
    if (guest_equal(role, "caller"))
        go_all_paths();
    else if (guest_equal(role, "failing"))
        path_STOP__failed(3, 0, 0);
    else if (guest_equal(role, "faulting"))
        path_FAULT__nobody_handles(0);
    else if (guest_equal(role, "idling"))
        path_MODE_SET__idle(BULKHEAD_MODE_IDLE, 0, 0);
    else if (guest_equal(role, "restarting"))
        restart();
    else if (guest_equal(role, "sending"))
        fill_queues();
    else
        be_busy();
    _CPU_Virtual_Interrupts_open();
    for (;;)
        path_IDLE__until_an_interrupt(0, 0, 0);
}
