/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "arch/cpu.h"
#include "arch/layout.h"
#include "arch/x86.h"
#include "kernel/boot.h"
#include "kernel/partition.h"

/* Intel SDM volume 3, 3.4.5, 6.11 and 7.2.1. */
struct task_state {
    uint32_t link, esp0, ss0, esp1, ss1, esp2, ss2, cr3, eip, eflags;
    uint32_t eax, ecx, edx, ebx, esp, ebp, esi, edi;
    uint32_t es, cs, ss, ds, fs, gs, ldt;
    uint16_t trap, io_map;
};

/* Intel SDM volume 1, 19.5.2: a bit of each port, and a byte of ones behind them. */
#define IO_PORTS 0x10000u

struct task_state_with_ports {
    struct task_state state;
    uint8_t denied[IO_PORTS / 8 + 1];
};

struct table_register {
    uint16_t limit;
    uint32_t base;
} __attribute__((packed));

#define ACCESS_CODE_0 0x9b
#define ACCESS_DATA_0 0x93
#define ACCESS_CODE_3 0xfb
#define ACCESS_DATA_3 0xf3
#define ACCESS_TASK   0x89
#define ACCESS_LOCAL  0x82
#define FLAT          0x00cf0000u /* 4 GiB in pages, 32 bits */

#define GATE_INTERRUPT 0x8e00u
#define GATE_TASK      0x8500u
#define GATE_RING_3    0x6000u

enum { SLOT_TLS = BULKHEAD_TLS_SELECTOR / 8, SLOT_COUNT = 9 };

/* Of the partitions that have no I/O ports; the others have one each. */
static struct task_state task = {.ss0 = SELECTOR_KERNEL_DATA, .io_map = sizeof(struct task_state)};
static struct task_state *loaded_task = &task;
static struct task_state double_fault_task;

static uint32_t segments[SLOT_COUNT][2] __attribute__((aligned(8))) = {
    [SELECTOR_KERNEL_CODE / 8] = {0xffff, FLAT | ACCESS_CODE_0 << 8},
    [SELECTOR_KERNEL_DATA / 8] = {0xffff, FLAT | ACCESS_DATA_0 << 8},
    [SLOT_TLS] = {0xffff, FLAT | ACCESS_DATA_3 << 8},
    [BULKHEAD_CODE_SELECTOR / 8] = {0xffff, FLAT | ACCESS_CODE_3 << 8},
    [BULKHEAD_DATA_SELECTOR / 8] = {0xffff, FLAT | ACCESS_DATA_3 << 8},
};

/* Vectors above the hypercall's have no gate: the limit stops them. */
static uint32_t gates[BULKHEAD_HYPERCALL_VECTOR + 1][2] __attribute__((aligned(8)));

static void describe(uint32_t descriptor[2], uint32_t access, const void *start, size_t size)
{
    uint32_t base = (uint32_t)start;

    descriptor[0] = (base << 16) | (uint32_t)(size - 1);
    descriptor[1] = (base & 0xff000000u) | access << 8 | (base >> 16 & 0xff);
}

static void set_gate(unsigned vector, const char *handler, uint32_t type)
{
    uint32_t address = (uint32_t)handler;

    gates[vector][0] = SELECTOR_KERNEL_CODE << 16 | (address & 0xffff);
    gates[vector][1] = (address & 0xffff0000u) | type;
}

BOOT_ONLY static void set_gates(void)
{
    for (unsigned vector = 0; vector < VECTOR_STUBS; vector++)
        set_gate(vector, x86_stubs + vector * STUB_SIZE, GATE_INTERRUPT);
    set_gate(VECTOR_TIMER, x86_timer_stub, GATE_INTERRUPT);
    set_gate(VECTOR_NMI, x86_nmi_stub, GATE_INTERRUPT);
    set_gate(BULKHEAD_HYPERCALL_VECTOR, x86_hypercall_stub, GATE_INTERRUPT | GATE_RING_3);
    /* A stack of its own: the kernel's may be what failed. */
    gates[VECTOR_DOUBLE_FAULT][0] = SELECTOR_DOUBLE_FAULT << 16;
    gates[VECTOR_DOUBLE_FAULT][1] = GATE_TASK;
}

static void set_double_fault_task(void)
{
    uint32_t cr3;

    __asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
    double_fault_task = (struct task_state){
        .cr3 = cr3,
        .eip = (uint32_t)x86_double_fault,
        .eflags = 2,
        .esp = (uint32_t)x86_double_fault_stack_top - 4,
        .cs = SELECTOR_KERNEL_CODE,
        .ds = SELECTOR_KERNEL_DATA,
        .es = SELECTOR_KERNEL_DATA,
        .ss = SELECTOR_KERNEL_DATA,
        .io_map = sizeof(struct task_state),
    };
}

BOOT_ONLY void descriptors_init(void)
{
    struct table_register gdt = {sizeof(segments) - 1, (uint32_t)segments};
    struct table_register idt = {sizeof(gates) - 1, (uint32_t)gates};

    set_double_fault_task();
    describe(segments[SELECTOR_TASK / 8], ACCESS_TASK, &task, sizeof(task));
    describe(segments[SELECTOR_DOUBLE_FAULT / 8], ACCESS_TASK, &double_fault_task,
             sizeof(double_fault_task));
    set_gates();
    __asm__ volatile("lgdt %0\n\t"
                     "lidt %1\n\t"
                     "ljmp %2, $1f\n"
                     "1:\tmov %3, %%ds\n\t"
                     "mov %3, %%es\n\t"
                     "mov %3, %%ss\n\t"
                     "mov %4, %%fs\n\t"
                     "mov %4, %%gs\n\t"
                     "lldt %w4\n\t"
                     "ltr %w5"
                     :
                     : "m"(gdt), "m"(idt), "i"(SELECTOR_KERNEL_CODE), "r"(SELECTOR_KERNEL_DATA),
                       "r"(0), "r"(SELECTOR_TASK)
                     : "memory");
}

__attribute__((noinline, cold)) static void load_task(struct task_state *state)
{
    loaded_task = state;
    describe(segments[SELECTOR_TASK / 8], ACCESS_TASK, state,
             state == &task ? sizeof(task) : sizeof(struct task_state_with_ports));
    __asm__ volatile("ltr %w0" : : "r"(SELECTOR_TASK));
}

void descriptors_set_kernel_stack(void *top)
{
    task.esp0 = (uint32_t)top;
}

void descriptors_set_ports(struct task_state *ports)
{
    struct task_state *state = ports == NULL ? &task : ports;

    if (state != loaded_task)
        load_task(state);
}

BOOT_ONLY bool arch_io_allow(struct partition *partition, uint32_t first, uint32_t count)
{
    struct task_state_with_ports *ports = (struct task_state_with_ports *)partition->arch.ports;

    if (ports == NULL) {
        ports = arch_memory_allocate(sizeof(*ports));
        if (ports == NULL)
            return false;
        ports->state = task;
        ports->state.esp0 = (uint32_t)(&partition->arch.context + 1);
        memset(ports->denied, 0xff, sizeof(ports->denied));
        partition->arch.ports = &ports->state;
    }
    for (uint32_t port = first; port - first < count; port++)
        ports->denied[port / 8] &= (uint8_t) ~(1u << port % 8);
    return true;
}

void descriptors_describe_local(struct arch_partition *arch)
{
    describe(arch->local_descriptor, ACCESS_LOCAL, arch->tls_descriptors,
             sizeof(arch->tls_descriptors));
}

void descriptors_set_local(const struct arch_partition *arch)
{
    segments[SLOT_TLS][0] = arch->tls_descriptors[0][0];
    segments[SLOT_TLS][1] = arch->tls_descriptors[0][1];
    segments[SELECTOR_LOCAL / 8][0] = arch->local_descriptor[0];
    segments[SELECTOR_LOCAL / 8][1] = arch->local_descriptor[1];
    __asm__ volatile("lldt %w0" : : "r"(SELECTOR_LOCAL));
}
