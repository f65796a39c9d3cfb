/* SPDX-License-Identifier: BSD-2-Clause */

#include "virtualizationlayercpu.h"

#include "host.h"
#include "virtualizationlayerbsp.h"

_Static_assert(offsetof(struct bulkhead_vcpu, level) == 0, "x86.S");
_Static_assert(offsetof(struct bulkhead_vcpu, pending) == 4, "x86.S");
_Static_assert(offsetof(struct _CPU_Virtual_Interrupts_state, level) == 0, "x86.S");
_Static_assert(offsetof(struct _CPU_Virtual_Interrupts_state, pending) == 4, "x86.S");
_Static_assert(offsetof(struct bulkhead_vcpu, in_service) == 8, "x86.S");
_Static_assert(offsetof(struct bulkhead_vcpu, vector) == 12, "x86.S");
_Static_assert(offsetof(struct bulkhead_vcpu, count) == 16, "x86.S");
_Static_assert(offsetof(struct bulkhead_upcalls, reenter) == 4, "x86.S");
_Static_assert(BULKHEAD_HC_VIRQ_NEXT == 8, "x86.S");
_Static_assert(_CPU_VIRTUAL_IRQ_FIRST_VIRTUAL == BULKHEAD_LINE_FIRST_VIRTUAL, "one numbering");
_Static_assert(_CPU_VIRTUAL_IRQ_COUNT == BULKHEAD_LINE_COUNT, "one numbering");
_Static_assert(_CPU_VIRTUAL_IRQ_CLOCK == BULKHEAD_LINE_TIMER, "one numbering");
_Static_assert(_CPU_VIRTUAL_IRQ_PORT == BULKHEAD_LINE_PORT, "one numbering");
_Static_assert(_CPU_VIRTUAL_IRQ_WINDOW == BULKHEAD_LINE_WINDOW, "one numbering");
_Static_assert(_CPU_VIRTUAL_IRQ_CONSOLE == BULKHEAD_LINE_CONSOLE, "one numbering");
_Static_assert(_CPU_VIRTUAL_IRQ_SIGNAL == BULKHEAD_LINE_SIGNAL, "one numbering");
_Static_assert(_CPU_VIRTUAL_IRQ_SOFTWARE == BULKHEAD_LINE_SOFTWARE, "one numbering");
_Static_assert(_CPU_VIRTUAL_LEVEL_ENABLED == BULKHEAD_LEVEL_ENABLED, "one encoding");

struct bulkhead_upcalls host_upcalls;
uint32_t host_nest_level;
void *host_interrupt_stack;
void (*host_leave)(void);

void (*host_handler)(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context);

static uint32_t connected;

/* Any hypercall delivers on its way out what is deliverable. */
static void deliver(void)
{
    host_call(BULKHEAD_HC_VERSION, 0, 0);
}

void host_register_upcalls(void)
{
    host_call(BULKHEAD_HC_UPCALLS_SET, (uint32_t)&host_upcalls, 0);
}

static void write_number(uint32_t number)
{
    char digits[11];
    unsigned first = sizeof(digits) - 1;

    digits[first] = '\0';
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    _BSP_Virtual_Console_write(digits + first);
}

void _CPU_Virtual_initialize(uintptr_t start_magic, uintptr_t start_info)
{
    const struct bulkhead_start_info *info = (const struct bulkhead_start_info *)start_info;

    if (start_magic == BULKHEAD_ABI_MAGIC && info == host_start_info &&
        info->magic == BULKHEAD_ABI_MAGIC && info->abi_version == BULKHEAD_ABI_VERSION)
        return;
    _BSP_Virtual_Console_write("libpart: this partition was built for ABI version ");
    write_number(BULKHEAD_ABI_VERSION);
    if (start_magic == BULKHEAD_ABI_MAGIC && info == host_start_info) {
        _BSP_Virtual_Console_write(", the kernel has version ");
        write_number(info->abi_version);
    } else {
        _BSP_Virtual_Console_write(", and was not started by a Bulkhead kernel");
    }
    _BSP_Virtual_Console_write("\n");
    _CPU_Virtual_exec_stop_error(-1);
}

static bool line_exists(int vector)
{
    return vector >= 0 && vector < _CPU_VIRTUAL_IRQ_COUNT;
}

static uint32_t bit(int vector)
{
    return (uint32_t)1 << vector;
}

int _CPU_Virtual_Irq_request(int vector)
{
    switch (host_call(BULKHEAD_HC_VIRQ_CONNECT, (uint32_t)vector, 0)) {
    case BULKHEAD_OK:
        __atomic_fetch_or(&connected, bit(vector), __ATOMIC_RELAXED);
        return _CPU_VIRTUAL_IRQ_OK;
    case BULKHEAD_E_PERMISSION:
        return _CPU_VIRTUAL_IRQ_NOT_YOURS;
    case BULKHEAD_E_STATE:
        return _CPU_VIRTUAL_IRQ_CONNECTED;
    default:
        return _CPU_VIRTUAL_IRQ_NO_LINE;
    }
}

void _CPU_Virtual_Irq_detach(int vector)
{
    if (!_CPU_Virtual_Irq_is_connected(vector))
        return;
    __atomic_fetch_and(&connected, ~bit(vector), __ATOMIC_RELAXED);
    host_call(BULKHEAD_HC_VIRQ_DISCONNECT, (uint32_t)vector, 0);
    /* A handler may detach what it serves; the next request begins anew. */
    __atomic_fetch_and(&host_vcpu->in_service, ~bit(vector), __ATOMIC_RELAXED);
}

void _CPU_Virtual_Irq_acknowledge(int vector)
{
    if (!line_exists(vector))
        return;
    if (vector < _CPU_VIRTUAL_IRQ_FIRST_VIRTUAL) {
        host_call(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, (uint32_t)vector, 0);
        return;
    }
    /* One instruction: a delivery may set another line's bit at any time. */
    __atomic_fetch_and(&host_vcpu->in_service, ~bit(vector), __ATOMIC_RELAXED);
    if ((host_vcpu->pending & bit(vector)) != 0 && host_vcpu->level != 0)
        deliver();
}

uint32_t _CPU_Virtual_Irq_take(int vector, uint32_t limit)
{
    int32_t taken = 0;

    if (_CPU_Virtual_Irq_is_pending(vector))
        taken = host_call(BULKHEAD_HC_VIRQ_TAKE, (uint32_t)vector, limit);
    return taken < 0 ? 0 : (uint32_t)taken;
}

int _CPU_Virtual_Irq_is_pending(int vector)
{
    return line_exists(vector) && (host_vcpu->pending & bit(vector)) != 0;
}

int _CPU_Virtual_Irq_is_connected(int vector)
{
    return line_exists(vector) && (connected & bit(vector)) != 0;
}

int _CPU_Virtual_Irq_raise(int vector)
{
    switch (host_call(BULKHEAD_HC_VIRQ_RAISE, (uint32_t)vector, 0)) {
    case BULKHEAD_OK:
        return _CPU_VIRTUAL_IRQ_OK;
    case BULKHEAD_E_STATE:
        return _CPU_VIRTUAL_IRQ_NOT_CONNECTED;
    default:
        return _CPU_VIRTUAL_IRQ_NO_LINE;
    }
}

void _CPU_Virtual_Irq_set_dispatcher(const _CPU_Virtual_Irq_dispatch *dispatch)
{
    host_handler = dispatch->handler;
    host_leave = dispatch->leave;
    if (dispatch->interrupt_stack != NULL) {
        /* x86.S pushes three arguments and wants a multiple of 16 then. */
        host_interrupt_stack = (void *)((uintptr_t)dispatch->interrupt_stack - 4);
        host_upcalls.entry = (uint32_t)host_virq_entry;
        host_upcalls.reenter = (uint32_t)host_virq_reenter;
    } else {
        host_upcalls.entry = (uint32_t)host_virq_entry_same_stack;
        host_upcalls.reenter = (uint32_t)host_virq_reenter_same_stack;
    }
    host_upcalls.exit_begin = (uint32_t)host_virq_exit_begin;
    host_upcalls.exit_iret = (uint32_t)host_virq_exit_iret;
    host_register_upcalls();
}

unsigned _CPU_Virtual_Irq_nest_level(void)
{
    return host_nest_level;
}

uintptr_t _CPU_Virtual_Interrupted_program_counter(const _CPU_Virtual_Interrupted *context)
{
    return context->eip;
}

uintptr_t _CPU_Virtual_Interrupted_stack_pointer(const _CPU_Virtual_Interrupted *context)
{
    return (uintptr_t)(context + 1);
}

void _CPU_Virtual_Interrupts_deliver(int level)
{
    if (level != 0 && host_deliverable() != 0)
        deliver();
}

void _CPU_Virtual_Interrupts_flash(int level)
{
    _CPU_Virtual_Interrupts_enable(level);
    host_vcpu->level = _CPU_VIRTUAL_LEVEL_DISABLED;
}

int _CPU_Virtual_Interrupts_get_level(void)
{
    return (int)host_vcpu->level;
}

void _CPU_Virtual_Interrupts_open(void)
{
    _CPU_Virtual_Interrupts_enable(_CPU_VIRTUAL_LEVEL_ENABLED);
}

void _CPU_Virtual_Interrupts_close(void)
{
    host_vcpu->level = _CPU_VIRTUAL_LEVEL_DISABLED;
}

/* The bases of the host's segments, so that a thread whose base is in one
 * costs no trap. Which segment is the upper bits of a product with 2^32 over
 * the golden ratio, which spreads bases at equal distances. */
#define SEGMENT_BITS 5
_Static_assert(1 << SEGMENT_BITS == BULKHEAD_TLS_SEGMENTS, "as many as the upper bits select");
static volatile uint32_t segment_bases[BULKHEAD_TLS_SEGMENTS];

static void load_segment(uint32_t segment)
{
    __asm__ volatile("mov %0, %%gs" : : "r"(BULKHEAD_TLS_SELECTOR_OF(segment)) : "memory");
}

/* Not inline, so that the usual way needs no frame. */
__attribute__((noinline)) static void set_segment(uint32_t segment, uint32_t base)
{
    int level = _CPU_Virtual_Interrupts_disable_inline();

    host_call_3(BULKHEAD_HC_THREAD_POINTER_SET, base, segment, 0);
    segment_bases[segment] = base;
    load_segment(segment);
    _CPU_Virtual_Interrupts_enable_inline(level);
}

void _CPU_Virtual_Thread_pointer_set(void *base)
{
    uint32_t segment = ((uint32_t)base * 0x9e3779b1u) >> (32 - SEGMENT_BITS);

    /* In this order: a handler may use the segment for another base, before. */
    load_segment(segment);
    if (segment_bases[segment] != (uint32_t)base)
        set_segment(segment, (uint32_t)base);
}

void _CPU_Virtual_Wait_for_interrupt(void)
{
    host_call(BULKHEAD_HC_IDLE, 0, 0);
}

void _CPU_Virtual_idle_thread(void)
{
    _CPU_Virtual_Interrupts_open();
    for (;;)
        _CPU_Virtual_Wait_for_interrupt();
}

void _CPU_Virtual_exec_stop_error(int error)
{
    for (;;)
        host_call(BULKHEAD_HC_STOP, (uint32_t)error, 0);
}
