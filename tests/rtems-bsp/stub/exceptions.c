/* SPDX-License-Identifier: BSD-2-Clause */

/* Exceptions: RTEMS' frame, both ways. */
#include "test.h"

#define CARRY 0x001u

/* In the order in which the code below keeps them. */
struct registers {
    uint32_t eax, ebx, ecx, edx, esi, edi, ebp, carry;
};

extern struct registers after_exception;
struct registers after_exception;
extern uint32_t stack_at_exception;
uint32_t stack_at_exception;
extern const char exception_site[];

static CPU_Exception_frame last_frame;
static unsigned exceptions;
static uint32_t reported_address;

/* "ud2" with a value in each register and CF set; then what is in them. */
static void raise_exception(void)
{
    __asm__ volatile("pusha\n\t"
                     "mov $0xa1a1a1a1, %%eax\n\t"
                     "mov $0xb2b2b2b2, %%ebx\n\t"
                     "mov $0xc3c3c3c3, %%ecx\n\t"
                     "mov $0xd4d4d4d4, %%edx\n\t"
                     "mov $0xe5e5e5e5, %%esi\n\t"
                     "mov $0xf6f6f6f6, %%edi\n\t"
                     "mov $0x97979797, %%ebp\n\t"
                     "mov %%esp, stack_at_exception\n\t"
                     "stc\n"
                     "exception_site:\n\t"
                     "ud2\n\t"
                     "mov %%eax, after_exception\n\t"
                     "mov %%ebx, after_exception + 4\n\t"
                     "mov %%ecx, after_exception + 8\n\t"
                     "mov %%edx, after_exception + 12\n\t"
                     "mov %%esi, after_exception + 16\n\t"
                     "mov %%edi, after_exception + 20\n\t"
                     "mov %%ebp, after_exception + 24\n\t"
                     "sbb %%eax, %%eax\n\t"
                     "mov %%eax, after_exception + 28\n\t"
                     "popa"
                     :
                     :
                     : "memory", "cc");
}

static void change_all(CPU_Exception_frame *frame)
{
    last_frame = *frame;
    frame->eax = ~frame->eax;
    frame->ebx = ~frame->ebx;
    frame->ecx = ~frame->ecx;
    frame->edx = ~frame->edx;
    frame->esi = ~frame->esi;
    frame->edi = ~frame->edi;
    frame->ebp = ~frame->ebp;
    frame->eflags &= ~CARRY;
    frame->eip += 2; /* behind "ud2" */
}

static bool same(const struct registers *left, const struct registers *right)
{
    return left->eax == right->eax && left->ebx == right->ebx && left->ecx == right->ecx &&
           left->edx == right->edx && left->esi == right->esi && left->edi == right->edi &&
           left->ebp == right->ebp && left->carry == right->carry;
}

static void test_frame(void)
{
    static const struct registers changed = {0x5e5e5e5e, 0x4d4d4d4d, 0x3c3c3c3c, 0x2b2b2b2b,
                                             0x1a1a1a1a, 0x09090909, 0x68686868, 0};
    const CPU_Exception_frame *frame = &last_frame;
    uint32_t code;

    _currentExcHandler = change_all;
    raise_exception();
    __asm__("mov %%cs, %0" : "=r"(code));
    check("an exception has its vector and place", frame->idtIndex == 6 && frame->faultCode == 0 &&
                                                       frame->eip == (uint32_t)exception_site &&
                                                       (frame->cs & 0xffff) == (code & 0xffff));
    check("RTEMS' frame has the registers",
          frame->eax == 0xa1a1a1a1 && frame->ebx == 0xb2b2b2b2 && frame->ecx == 0xc3c3c3c3 &&
              frame->edx == 0xd4d4d4d4 && frame->esi == 0xe5e5e5e5 && frame->edi == 0xf6f6f6f6 &&
              frame->ebp == 0x97979797 && frame->esp0 == stack_at_exception &&
              (frame->eflags & CARRY) != 0);
    check("the handler changes them", same(&after_exception, &changed));
}

/* Leaves "ud2" (2 bytes) or the read of test_nested() (2 bytes). */
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

static void test_nested(void)
{
    uint32_t value = 0x123;

    _currentExcHandler = skip;
    exceptions = 0;
    /* CR2 is read by emulation, which the handler does not see. */
    __asm__ volatile("mov (%%eax), %%ecx" : "+a"(value) : : "ecx", "memory");
    check("exceptions nest, and a page fault has its address",
          exceptions == 2 && reported_address == 0x123 && last_frame.idtIndex == 14 &&
              last_frame.faultCode == 4 && value == 77);
    check("it came on the stack of the code",
          last_frame.esp0 - (uintptr_t)test_first->stack < test_first->stack_size);
    check("the level is the interrupted code's", i386_get_interrupt_level() == 0);
}

static void switch_threads(CPU_Exception_frame *frame)
{
    stub_heir = &test_second;
    stub_dispatch();
    frame->eip += 2;
}

static void test_switch_in_handler(void)
{
    unsigned runs = test_second_runs;

    _currentExcHandler = switch_threads;
    __asm__ volatile("ud2" : : : "memory");
    check("a handler switches threads", test_second_runs == runs + 1);
}

void test_exceptions(void)
{
    void (*usual)(CPU_Exception_frame *) = _currentExcHandler;

    test_frame();
    test_nested();
    test_switch_in_handler();
    _currentExcHandler = usual;
}
