/* SPDX-License-Identifier: BSD-2-Clause */

/* Every privileged instruction, and the sensitive ones that do not fault. */
#include "attacker.h"

static unsigned failures;

static void check(const char *name, uint32_t before)
{
    if (attacker_faults == before + 1)
        return;
    guest_failure(name, attacker_faults - before, 1);
    failures++;
}

/* #GP, #UD, #PF or another, but a fault it must be. */
#define MUST_FAULT(instructions)                                                                   \
    do {                                                                                           \
        uint32_t before_ = attacker_faults;                                                        \
        ATTACKER_TRY(instructions);                                                                \
        check(instructions, before_);                                                              \
    } while (0)

static uint8_t table[64] __attribute__((aligned(16), used));

static void control_registers(void)
{
    MUST_FAULT("mov %%cr0, %%eax");
    MUST_FAULT("mov %%eax, %%cr0");
    MUST_FAULT("mov %%cr2, %%eax");
    MUST_FAULT("mov %%eax, %%cr2");
    MUST_FAULT("mov %%cr3, %%eax");
    MUST_FAULT("mov %%eax, %%cr3");
    MUST_FAULT("mov %%cr4, %%eax");
    MUST_FAULT("mov %%eax, %%cr4");
    MUST_FAULT("mov %%dr0, %%eax");
    MUST_FAULT("mov %%eax, %%dr0");
    MUST_FAULT("mov %%dr7, %%eax");
    MUST_FAULT("mov %%eax, %%dr7");
    MUST_FAULT("lmsw %%ax");
    MUST_FAULT("clts");
    MUST_FAULT("xor %%ecx, %%ecx; xsetbv");
}

static void tables(void)
{
    MUST_FAULT("lgdt table");
    MUST_FAULT("lidt table");
    MUST_FAULT("lldt %%ax");
    MUST_FAULT("ltr %%ax");
}

static void machine(void)
{
    MUST_FAULT("cli");
    MUST_FAULT("sti");
    MUST_FAULT("hlt");
    MUST_FAULT("invd");
    MUST_FAULT("wbinvd");
    MUST_FAULT("invlpg (%%eax)");
    MUST_FAULT("mov $0x1b, %%ecx; rdmsr");
    MUST_FAULT("mov $0x1b, %%ecx; wrmsr");
    MUST_FAULT("xor %%ecx, %%ecx; rdpmc");
    MUST_FAULT("sysenter");
    MUST_FAULT("sysexit");
    MUST_FAULT("syscall");
    MUST_FAULT("sysret");
    MUST_FAULT("monitor");
    MUST_FAULT("mwait");
    MUST_FAULT("vmcall");
    MUST_FAULT("vmmcall");
    MUST_FAULT("rsm");
    MUST_FAULT("ud2");
}

static void ports(void)
{
    MUST_FAULT("inb $0x21, %%al");
    MUST_FAULT("inw $0x20, %%ax");
    MUST_FAULT("inl $0x20, %%eax");
    MUST_FAULT("outb %%al, $0x21");
    MUST_FAULT("outw %%ax, $0x20");
    MUST_FAULT("outl %%eax, $0x20");
    MUST_FAULT("mov $0x3f8, %%edx; inb %%dx, %%al");
    MUST_FAULT("mov $0x3f8, %%edx; outb %%al, %%dx");
    MUST_FAULT("mov $0xf4, %%edx; outb %%al, %%dx");
    MUST_FAULT("mov $0xcf8, %%edx; outl %%eax, %%dx");
    MUST_FAULT("mov $table, %%edi; mov $0x3f8, %%edx; insb");
    MUST_FAULT("mov $table, %%esi; mov $0x3f8, %%edx; outsb");
}

/* Ways into ring 0 through segments. */
static void transfers(void)
{
    MUST_FAULT("ljmp $0x08, $0xc0103000");
    MUST_FAULT("lcall $0x08, $0xc0103000");
    MUST_FAULT("lcall $0x30, $0");
    MUST_FAULT("lcall $0x38, $0");
    MUST_FAULT("ljmp $0x38, $0");
    MUST_FAULT("pushl $0x08; pushl $0xc0103000; lret");
    MUST_FAULT("pushfl; pushl $0x08; pushl $0xc0103000; iret");
    MUST_FAULT("pushl $0x10; pushl $0; pushfl; pushl $0x08; pushl $0; iret");
    MUST_FAULT("mov $0x10, %%eax; mov %%eax, %%ds");
    MUST_FAULT("mov $0x10, %%eax; mov %%eax, %%ss");
    MUST_FAULT("mov $0x08, %%eax; mov %%eax, %%es");
    MUST_FAULT("mov $0x30, %%eax; mov %%eax, %%fs");
    MUST_FAULT("mov $0x104, %%eax; mov %%eax, %%gs");
    MUST_FAULT("mov $0x40, %%eax; mov %%eax, %%gs");
    MUST_FAULT("mov $0x48, %%eax; mov %%eax, %%gs");
}

static unsigned flags_after_popf(uint32_t set)
{
    uint32_t flags;

    __asm__ volatile("pushf; orl %1, (%%esp); popf; pushf; pop %0" : "=r"(flags) : "r"(set) : "cc");
    return flags;
}

/* IOPL, IF, VM, VIF, VIP can't be changed by popf in ring 3; no fault. */
static void silent(void)
{
    uint32_t flags = flags_after_popf(0x1a3000);

    GUEST_CHECK(failures, "IOPL after popf", flags >> 12 & 3, 0);
    GUEST_CHECK(failures, "VM, VIF, VIP after popf", flags & 0x1a0000, 0);
    __asm__ volatile("pushf; andl $~0x200, (%%esp); popf; pushf; pop %0" : "=r"(flags) : : "cc");
    GUEST_CHECK(failures, "IF after popf", flags & 0x200, 0x200);
}

int main(void)
{
    attacker_begin();
    control_registers();
    tables();
    machine();
    ports();
    transfers();
    silent();
    guest_print("faults: ", attacker_faults);
    guest_print("failures: ", failures);
    return failures == 0 ? 0 : 1;
}
