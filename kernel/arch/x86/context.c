/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "arch/cpu.h"
#include "arch/layout.h"
#include "arch/x86.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/version.h"
#include "kernel/console.h"
#include "kernel/partition.h"
#include "kernel/uaccess.h"

_Static_assert(offsetof(struct arch_context, cs) == CONTEXT_CS, "entry.S");
_Static_assert(offsetof(struct partition, arch.context) == PARTITION_CONTEXT, "entry.S");
_Static_assert(sizeof(struct arch_context) == CONTEXT_SIZE, "entry.S");

#define FLAG_RESERVED  0x00000002u
#define FLAG_TRAP      0x00000100u
#define FLAG_INTERRUPT 0x00000200u
#define FLAG_DIRECTION 0x00000400u
#define FLAG_NESTED    0x00004000u
#define FLAG_RESUME    0x00010000u
/* What a partition may set: CF, PF, AF, ZF, SF, TF, DF, OF, NT, RF, AC, ID. */
#define FLAGS_FREE 0x00254dd5u

/* EIP, CS, EFLAGS. */
#define INTERRUPT_FRAME_SIZE 12u

#define PAGE_FAULT_USER_WRITE 0x6u

#define FCW_INITIAL   0x037fu
#define MXCSR_INITIAL 0x1f80u
#define FXSAVE_FCW    0
#define FXSAVE_MXCSR  24

/* What is in the processor while the partition is the running one. */
static void load_live_state(const struct arch_partition *arch)
{
    cpu_write_fs(arch->fs);
    cpu_write_gs(arch->gs);
    cpu_restore_fpu(arch->fpu);
}

void arch_context_start(struct partition *partition, uint32_t entry, uint32_t stack)
{
    static const uint16_t control_word = FCW_INITIAL;
    static const uint32_t mxcsr = MXCSR_INITIAL;
    struct arch_partition *arch = &partition->arch;

    arch->context = (struct arch_context){
        .eax = BULKHEAD_ABI_MAGIC,
        .ebx = BULKHEAD_START_INFO_ADDRESS,
        .es = BULKHEAD_DATA_SELECTOR,
        .ds = BULKHEAD_DATA_SELECTOR,
        .eip = entry,
        .cs = BULKHEAD_CODE_SELECTOR,
        .eflags = FLAG_RESERVED | FLAG_INTERRUPT,
        .esp = stack,
        .ss = BULKHEAD_DATA_SELECTOR,
    };
    arch->upcalls = (struct bulkhead_upcalls){0};
    arch->exit_length = 0;
    arch->fs = arch->gs = 0;
    for (uint32_t segment = 0; segment < BULKHEAD_TLS_SEGMENTS; segment++)
        arch_thread_pointer_set(partition, segment, 0);
    descriptors_describe_local(arch);
    memset(arch->fpu, 0, sizeof(arch->fpu));
    memcpy(arch->fpu + FXSAVE_FCW, &control_word, sizeof(control_word));
    memcpy(arch->fpu + FXSAVE_MXCSR, &mxcsr, sizeof(mxcsr));
    if (partition == partition_current)
        load_live_state(arch);
}

void arch_partition_switch(struct partition *from, struct partition *to)
{
    if (from != &partition_nobody) {
        cpu_save_fpu(from->arch.fpu);
        from->arch.fs = cpu_read_fs();
        from->arch.gs = cpu_read_gs();
    }
    if (to != &partition_nobody) {
        cpu_write_cr3(to->arch.space);
        descriptors_set_kernel_stack(&to->arch.context + 1);
        descriptors_set_local(&to->arch);
        load_live_state(&to->arch);
    }
}

bool arch_thread_pointer_set(struct partition *partition, uint32_t segment, uint32_t base)
{
    struct arch_partition *arch = &partition->arch;

    if (segment >= BULKHEAD_TLS_SEGMENTS)
        return false;
    arch->tls_descriptors[segment][0] = base << 16 | 0xffffu;
    arch->tls_descriptors[segment][1] = (base & 0xff000000u) | 0x00cff300u | (base >> 16 & 0xffu);
    if (segment == 0 && partition == partition_current)
        descriptors_set_local(arch);
    return true;
}

bool arch_upcalls_set(struct partition *partition, uint32_t address)
{
    struct bulkhead_upcalls upcalls;

    if (!uaccess_read(&upcalls, address, sizeof(upcalls)))
        return false;
    partition->arch.upcalls = upcalls;
    partition->arch.exit_length = upcalls.exit_iret - upcalls.exit_begin;
    return true;
}

/* Writes EIP, CS and EFLAGS to the partition's address; false if it can't be
 * written. No kernel object can lie there, so the compiler need not know. */
static bool push_frame(uint32_t address, const struct arch_context *context)
{
    uint32_t word;

    if (address > ARCH_USER_LIMIT - INTERRUPT_FRAME_SIZE)
        return false;
    __asm__ volatile goto("1: mov %[eip], %[word]\n\t"
                          "mov %[word], (%[address])\n\t"
                          "mov %[cs], %[word]\n\t"
                          "mov %[word], 4(%[address])\n\t"
                          "mov %[eflags], %[word]\n\t"
                          "mov %[word], 8(%[address])\n"
                          "2:\n\t"
                          ".pushsection .fixups, \"a\"\n\t"
                          ".long 1b, 2b, %l[fault]\n\t"
                          ".popsection"
                          : [word] "=&r"(word)
                          : [eip] "m"(context->eip), [cs] "m"(context->cs),
                            [eflags] "m"(context->eflags), [address] "r"(address)
                          :
                          : fault);
    return true;
fault:
    return false;
}

/* Interrupted in the exit sequence: its frame, saved or not, serves again. */
__attribute__((noinline)) static void enter_again(struct arch_partition *arch)
{
    struct arch_context *context = &arch->context;

    context->eip =
        context->eip == arch->upcalls.exit_iret ? arch->upcalls.entry : arch->upcalls.reenter;
}

bool arch_upcall_virq(struct partition *partition)
{
    struct arch_partition *arch = &partition->arch;
    struct arch_context *context = &arch->context;

    if (context->eip - arch->upcalls.exit_begin <= arch->exit_length) {
        enter_again(arch);
    } else {
        if (!push_frame(context->esp - INTERRUPT_FRAME_SIZE, context))
            return false;
        context->esp -= INTERRUPT_FRAME_SIZE;
        context->eip = arch->upcalls.entry;
    }
    context->eflags &= ~(FLAG_TRAP | FLAG_DIRECTION | FLAG_NESTED | FLAG_RESUME);
    return true;
}

struct arch_fault arch_delivery_fault(const struct partition *partition)
{
    return (struct arch_fault){
        .vector = VECTOR_PAGE_FAULT,
        .error = PAGE_FAULT_USER_WRITE,
        .address = partition->arch.context.esp - INTERRUPT_FRAME_SIZE,
    };
}

#define SAME_PLACE(member)                                                                         \
    (offsetof(struct bulkhead_context, member) - offsetof(struct bulkhead_context, edi) ==         \
     offsetof(struct arch_context, member))
_Static_assert(SAME_PLACE(ebp) && SAME_PLACE(eax) && SAME_PLACE(es) && SAME_PLACE(ds) &&
                   SAME_PLACE(vector) && SAME_PLACE(error) && SAME_PLACE(eip) && SAME_PLACE(ss),
               "the context is copied as it is");
_Static_assert(offsetof(struct arch_fault_frame, gs) - offsetof(struct arch_fault_frame, level) ==
                       offsetof(struct bulkhead_context, gs) &&
                   sizeof(struct arch_fault_frame) + sizeof(struct arch_context) ==
                       offsetof(struct arch_fault_frame, level) + sizeof(struct bulkhead_context) &&
                   offsetof(struct arch_partition, context) ==
                       offsetof(struct arch_partition, fault_frame) +
                           sizeof(struct arch_fault_frame),
               "the frame and the context are copied as one");

#define FAULT_STACK_USE (sizeof(struct arch_fault_frame) + sizeof(struct arch_context))

bool arch_upcall_fault(struct partition *partition, const struct arch_fault *fault, uint32_t level,
                       enum bulkhead_error_id error, enum bulkhead_health_action action)
{
    struct arch_partition *arch = &partition->arch;
    struct arch_context *context = &arch->context;
    uint32_t stack = arch->upcalls.fault_stack != 0 ? arch->upcalls.fault_stack : context->esp;
    uint32_t address = (stack - FAULT_STACK_USE) & ~3u;

    arch->fault_frame.argument = address + offsetof(struct arch_fault_frame, level);
    arch->fault_frame.level = level;
    arch->fault_frame.address = fault->address;
    arch->fault_frame.health_error = error;
    arch->fault_frame.health_action = action;
    arch->fault_frame.fs = cpu_read_fs();
    arch->fault_frame.gs = cpu_read_gs();
    if (!uaccess_write(address, &arch->fault_frame, FAULT_STACK_USE))
        return false;
    context->esp = address;
    context->eip = arch->upcalls.fault_entry;
    context->ds = context->es = context->ss = BULKHEAD_DATA_SELECTOR;
    context->eflags &= ~(FLAG_TRAP | FLAG_DIRECTION | FLAG_NESTED | FLAG_RESUME);
    return true;
}

/* The processor leaves the other half as it was. */
static uint32_t selector_of(uint32_t pushed)
{
    return pushed & 0xffffu;
}

/* Not inline: it is wanted four times in one place. */
__attribute__((noinline)) static bool data_selector_good(uint32_t pushed)
{
    uint32_t selector = selector_of(pushed);

    return selector <= 3 || (selector | 3) == BULKHEAD_DATA_SELECTOR ||
           (selector | 3) == BULKHEAD_TLS_SELECTOR || (selector | 3) == BULKHEAD_CODE_SELECTOR ||
           ((selector & 4) != 0 && selector < BULKHEAD_TLS_SEGMENTS * 8);
}

int32_t arch_context_resume(struct partition *partition, uint32_t address, uint32_t *level)
{
    struct arch_context *context = &partition->arch.context;
    struct bulkhead_context given;
    uint32_t code, stack;

    if (!uaccess_read(&given, address, sizeof(given)))
        return BULKHEAD_E_ADDRESS;
    code = selector_of(given.cs);
    stack = selector_of(given.ss);
    if (code != BULKHEAD_CODE_SELECTOR ||
        (stack != BULKHEAD_DATA_SELECTOR && stack != BULKHEAD_TLS_SELECTOR) ||
        !data_selector_good(given.ds) || !data_selector_good(given.es) ||
        !data_selector_good(given.fs) || !data_selector_good(given.gs))
        return BULKHEAD_E_ARGUMENT;
    *context = (struct arch_context){
        .edi = given.edi,
        .esi = given.esi,
        .ebp = given.ebp,
        .ebx = given.ebx,
        .edx = given.edx,
        .ecx = given.ecx,
        .eax = given.eax,
        .es = given.es,
        .ds = given.ds,
        .eip = given.eip,
        .cs = code,
        .eflags = (given.eflags & FLAGS_FREE) | FLAG_RESERVED | FLAG_INTERRUPT,
        .esp = given.esp,
        .ss = stack,
    };
    cpu_write_fs(given.fs);
    cpu_write_gs(given.gs);
    *level = given.level & BULKHEAD_LEVEL_ENABLED;
    return BULKHEAD_OK;
}

enum bulkhead_error_id arch_fault_error(const struct partition *partition,
                                        const struct arch_fault *fault)
{
    switch (fault->vector) {
    case VECTOR_DIVIDE_ERROR:
    case VECTOR_OVERFLOW:
    case VECTOR_FLOATING_POINT:
    case VECTOR_SIMD_FLOATING_POINT:
        return BULKHEAD_ERROR_NUMERIC_ERROR;
    case VECTOR_PAGE_FAULT:
        return partition_is_guard(partition, fault->address) ? BULKHEAD_ERROR_STACK_OVERFLOW
                                                             : BULKHEAD_ERROR_MEMORY_VIOLATION;
    case VECTOR_NOT_PRESENT:
    case VECTOR_STACK:
    case VECTOR_PROTECTION:
        return BULKHEAD_ERROR_MEMORY_VIOLATION;
    case VECTOR_MACHINE_CHECK:
        return BULKHEAD_ERROR_HARDWARE_FAULT;
    default:
        return BULKHEAD_ERROR_ILLEGAL_REQUEST;
    }
}

static const char *fault_name(uint32_t vector)
{
    static const char *const names[32] = {
        [0] = "divide error",
        [1] = "debug exception",
        [3] = "breakpoint",
        [4] = "overflow",
        [5] = "bound range exceeded",
        [6] = "invalid opcode",
        [7] = "device not available",
        [10] = "invalid task state",
        [11] = "segment not present",
        [12] = "stack fault",
        [13] = "general protection fault",
        [14] = "page fault",
        [16] = "floating-point error",
        [17] = "alignment check",
        [18] = "machine check",
        [19] = "SIMD floating-point error",
    };

    return vector < 32 && names[vector] != NULL ? names[vector] : "unexpected exception";
}

size_t arch_fault_describe(const struct partition *partition, const struct arch_fault *fault,
                           unsigned line, char *buffer, size_t size)
{
    const struct arch_context *c = &partition->arch.context;

    switch (line) {
    case 0:
        return console_format(
            buffer, size, "  %s (vector %u, error %08x), address %08x, instruction %08x",
            fault_name(fault->vector), fault->vector, fault->error, fault->address, c->eip);
    case 1:
        return console_format(buffer, size, "  eax %08x  ebx %08x  ecx %08x  edx %08x", c->eax,
                              c->ebx, c->ecx, c->edx);
    case 2:
        return console_format(buffer, size, "  esi %08x  edi %08x  ebp %08x  esp %08x", c->esi,
                              c->edi, c->ebp, c->esp);
    case 3:
        return console_format(buffer, size,
                              "  eflags %08x  cs %04x  ss %04x  ds %04x  es %04x  fs %04x  gs %04x",
                              c->eflags, c->cs & 0xffffu, c->ss & 0xffffu, c->ds & 0xffffu,
                              c->es & 0xffffu, cpu_read_fs(), cpu_read_gs());
    default:
        return 0;
    }
}
