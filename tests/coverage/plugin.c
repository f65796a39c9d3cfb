/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * A plugin of QEMU's code generator: counts each instruction of the kernel, and
 * where each of its conditional jumps went. The emulated machine does not notice.
 *
 *     qemu-system-i386 -plugin plugin.so,counts=FILE
 *
 * Debian packages no header for plugins, so what is used of the interface is
 * declared here, as docs/devel/tcg-plugins.rst of QEMU 7.2 describes it (its
 * version 1).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "counts.h"

struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;

enum callback_flags { NO_REGISTERS };
enum inline_operation { ADD_U64 };

typedef void translated(uint64_t id, struct qemu_plugin_tb *block);
typedef void executed(unsigned cpu, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated *function);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *instruction,
                                                enum inline_operation operation, void *counter,
                                                uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            executed *function, enum callback_flags flags,
                                            void *data);

#define EXPORTED __attribute__((visibility("default")))

EXPORTED int qemu_plugin_version = 1;
EXPORTED int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv);

static struct site *sites;

/* Of the conditional jumps: the two addresses where it can go on. */
static struct jump {
    uint32_t target, behind; /* both 0: no conditional jump */
} jumps[COUNTS_SITES];

/* The site of a conditional jump that nothing of the kernel has followed yet. */
static uint32_t open_jump = COUNTS_SITES;

/* A partition can have code where the kernel's first instructions were. */
static bool has_left_low_addresses;

static uint32_t index_of(const struct qemu_plugin_insn *instruction)
{
    uint32_t address = (uint32_t)qemu_plugin_insn_vaddr(instruction);
    uint32_t index = counts_index(address);

    if (index >= COUNTS_SITES || (address < COUNTS_KERNEL_BASE && has_left_low_addresses))
        return COUNTS_SITES;
    has_left_low_addresses = address >= COUNTS_KERNEL_BASE;
    return index;
}

/* Intel SDM volume 2, Jcc, LOOPcc and JECXZ: 7x and E0 to E3 with a displacement of 8 bits,
 * 0F 8x of 32 bits. */
static struct jump conditional_jump(const struct qemu_plugin_insn *instruction)
{
    size_t size = qemu_plugin_insn_size(instruction);
    const uint8_t *bytes = qemu_plugin_insn_data(instruction);
    uint32_t behind = (uint32_t)(qemu_plugin_insn_vaddr(instruction) + size);
    int32_t displacement;

    if (size == 2 && (bytes[0] >> 4 == 0x7 || bytes[0] >> 2 == 0xe0 >> 2))
        displacement = (int8_t)bytes[1];
    else if (size == 6 && bytes[0] == 0x0f && bytes[1] >> 4 == 0x8)
        memcpy(&displacement, bytes + 2, sizeof(displacement));
    else
        return (struct jump){0, 0};
    return (struct jump){behind + (uint32_t)displacement, behind};
}

/* Called before the first instruction of each block of the kernel, and before
 * each conditional jump, which is the last of its block. After an exception
 * neither of a jump's two addresses follows it, and it does not count. */
static void arrive(unsigned cpu, void *data)
{
    uint32_t address = (uint32_t)(uintptr_t)data, index = counts_index(address);

    (void)cpu;
    if (open_jump != COUNTS_SITES) {
        sites[open_jump].taken += address == jumps[open_jump].target;
        sites[open_jump].passed += address == jumps[open_jump].behind;
    }
    open_jump = jumps[index].behind != 0 ? index : COUNTS_SITES;
}

static void translate(uint64_t id, struct qemu_plugin_tb *block)
{
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        uint32_t index = index_of(instruction);

        if (index >= COUNTS_SITES)
            continue;
        qemu_plugin_register_vcpu_insn_exec_inline(instruction, ADD_U64, &sites[index].executed, 1);
        jumps[index] = conditional_jump(instruction);
        if (i == 0 || jumps[index].behind != 0)
            qemu_plugin_register_vcpu_insn_exec_cb(
                instruction, arrive, NO_REGISTERS,
                (void *)(uintptr_t)qemu_plugin_insn_vaddr(instruction));
    }
}

/* Mapped, the counts outlast a machine that is killed. */
static struct site *map_counts(const char *file)
{
    size_t size = COUNTS_SITES * sizeof(struct site);
    int descriptor = open(file, O_RDWR | O_CREAT, 0666);
    void *counts = MAP_FAILED;

    if (descriptor >= 0 && ftruncate(descriptor, (off_t)size) == 0)
        counts = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (counts == MAP_FAILED) {
        fprintf(stderr, "coverage: %s: %s\n", file, strerror(errno));
        return NULL;
    }
    close(descriptor);
    return counts;
}

int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv)
{
    static const char name[] = "counts=";

    (void)info;
    if (argc != 1 || strncmp(argv[0], name, strlen(name)) != 0) {
        fprintf(stderr, "coverage: usage: -plugin plugin.so,counts=FILE\n");
        return 1;
    }
    sites = map_counts(argv[0] + strlen(name));
    if (sites == NULL)
        return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    return 0;
}
