/* SPDX-License-Identifier: BSD-2-Clause */

#include "virtualizationlayercpu.h"

#include "host.h"

/* Known to x86.S. */
struct context {
    uint32_t stack;
    uint32_t level;
    uint32_t reserved[2];
    struct {
        uint16_t control, status, tag, opcode;
        uint32_t eip, cs, operand, ds;
        uint32_t mxcsr, mxcsr_mask;
        uint32_t registers[120];
    } fpu;
};
_Static_assert(offsetof(struct context, level) == 4 && offsetof(struct context, fpu) == 16,
               "x86.S");
_Static_assert(sizeof(struct context) <= sizeof(_CPU_Virtual_Context), "opaque is large enough");

/* What _CPU_Virtual_Context_switch() takes from a stack, and a call to entry. */
struct first_frame {
    uint32_t edi, esi, ebx, ebp;
    void (*entry)(void *argument);
    uint32_t return_address;
    void *argument;
};

void _CPU_Virtual_Context_initialize(_CPU_Virtual_Context *context, void *stack, size_t size,
                                     int level, void (*entry)(void *argument), void *argument)
{
    struct context *own = (struct context *)context;
    uintptr_t top = ((uintptr_t)stack + size) & ~(uintptr_t)15;
    /* entry finds its argument at an address that is a multiple of 16. */
    struct first_frame *frame =
        (struct first_frame *)(top - 16 - offsetof(struct first_frame, argument));

    /* No register is in use, so what is in them does not count; a backtrace
     * ends here. */
    frame->ebp = 0;
    frame->return_address = 0;
    frame->entry = entry;
    frame->argument = argument;
    own->stack = (uint32_t)frame;
    own->level = (uint32_t)level;
    own->fpu.control = 0x037f;
    own->fpu.status = 0;
    own->fpu.tag = 0;
    own->fpu.mxcsr = 0x1f80;
}
