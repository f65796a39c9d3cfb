/* SPDX-License-Identifier: BSD-2-Clause */

/* Makes the fault that its partition's argument names, without a handler. */
#include "guest.h"

/* No partition's memory lies so low. */
#define NOWHERE 0x8u

static const uint32_t constant = 1;

static void read_null(void)
{
    __asm__ volatile("mov (%0), %%eax" : : "r"(NOWHERE) : "eax");
}

static void write_code(void)
{
    __asm__ volatile("movb $0x90, read_code_byte\n"
                     "read_code_byte: nop");
}

static void write_constant(void)
{
    __asm__ volatile("incl (%0)" : : "r"(&constant) : "memory");
}

static void execute_data(void)
{
    static const uint8_t data[] __attribute__((section(".data"))) = {0xc3}; /* ret */

    __asm__ volatile("call *%0" : : "r"(data));
}

static void divide(void)
{
    __asm__ volatile("xor %%ecx, %%ecx\n\t"
                     "div %%ecx"
                     :
                     : "a"(100), "d"(0)
                     : "ecx", "cc");
}

static void invalid_opcode(void)
{
    __asm__ volatile("ud2");
}

static void privileged(void)
{
    __asm__ volatile("cli");
}

static void port(void)
{
    __asm__ volatile("in $0x60, %%al" : : : "eax");
}

static void breakpoint(void)
{
    __asm__ volatile("int3");
}

static void floating_point(void)
{
    static const unsigned short unmasked = 0x0340;

    __asm__ volatile("fldcw %0\n\t"
                     "fld1\n\t"
                     "fldz\n\t"
                     "fdivrp\n\t"
                     "fwait"
                     :
                     : "m"(unmasked));
}

static void overflow(void)
{
    __asm__ volatile("1: push %esp\n\t"
                     "jmp 1b");
}

static void ignore(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)count, (void)context;
    _CPU_Virtual_Irq_acknowledge(vector);
}

/* An interrupt finds the stack pointer just over the guard page. */
static void bad_stack(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = ignore};
    size_t size;
    void *base;

    _BSP_Virtual_getworkspacearea(&base, &size);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _BSP_Virtual_Clock_init(100000);
    _CPU_Virtual_Interrupts_open();
    __asm__ volatile("mov %0, %%esp\n"
                     "1: jmp 1b"
                     :
                     : "r"((uintptr_t)base + size + 4096 + 8));
}

static void fault_again(_BSP_Virtual_Fault *fault)
{
    guest_print("handler of vector ", fault->vector);
    invalid_opcode();
}

static void in_handler(void)
{
    _BSP_Virtual_faulthandler(fault_again, NULL);
    divide();
}

static void handler_removed(void)
{
    _BSP_Virtual_faulthandler(fault_again, NULL);
    _BSP_Virtual_faulthandler(NULL, NULL);
    divide();
}

static const struct {
    const char *name;
    void (*make)(void);
} kinds[] = {
    {"null", read_null},
    {"code", write_code},
    {"read_only", write_constant},
    {"execute", execute_data},
    {"divide", divide},
    {"opcode", invalid_opcode},
    {"privileged", privileged},
    {"in_port", port},
    {"breakpoint", breakpoint},
    {"floating", floating_point},
    {"overflow", overflow},
    {"bad_stack", bad_stack},
    {"in_handler", in_handler},
    {"removed", handler_removed},
};

int main(void)
{
    _Partition_Virtual_Identity self;

    _Partition_Virtual_Get_identity(&self);
    /* Unfinished when the fault comes; shown nevertheless. */
    _BSP_Virtual_Console_write("now");
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (guest_equal(self.name, kinds[i].name))
            kinds[i].make();
    _BSP_Virtual_Console_write(" nothing happened\n");
    return 0;
}
