/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The paravirtualization layer, CPU part: virtual interrupts, the level,
 * contexts, idle and stop.
 *
 * A guest is written against this header, virtualizationlayerbsp.h and
 * partition.h alone; each host brings its own libpart.a.
 *
 * Unless a comment says otherwise, every function can be called from thread
 * and from interrupt context, with any level, after _CPU_Virtual_initialize().
 */
#ifndef VIRTUALIZATIONLAYERCPU_H
#define VIRTUALIZATIONLAYERCPU_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Start ------------------------------------------------------------------ */

/*
 * Makes the layer ready. A guest whose start code is its own calls it first,
 * once, with the two words that the host's start convention passes (on
 * Bulkhead/x86: EAX and EBX). Guests that use the library's start code (entry
 * symbol _start, which calls main()) need not. Checks that the host and the
 * library were built for the same interface; if not it prints both versions
 * on the console and stops the partition.
 */
void _CPU_Virtual_initialize(uintptr_t start_magic, uintptr_t start_info);

/* Lines ------------------------------------------------------------------ */

/* Vectors below this are the hardware lines that the configuration may give
 * to this partition; from it on there are the host's virtual lines. */
#define _CPU_VIRTUAL_IRQ_FIRST_VIRTUAL 16
/* Vectors are 0 .. _CPU_VIRTUAL_IRQ_COUNT - 1. */
#define _CPU_VIRTUAL_IRQ_COUNT 32

/* Virtual lines that the host raises. */
#define _CPU_VIRTUAL_IRQ_CLOCK   16 /* _BSP_Virtual_Clock_init(), _Clock_set() */
#define _CPU_VIRTUAL_IRQ_PORT    17 /* activity on a port of this partition */
#define _CPU_VIRTUAL_IRQ_WINDOW  18 /* a window of this partition started */
#define _CPU_VIRTUAL_IRQ_CONSOLE 19 /* console input */
#define _CPU_VIRTUAL_IRQ_SIGNAL  20 /* a peer's signal */
/* Three lines that only _CPU_Virtual_Irq_raise() raises. */
#define _CPU_VIRTUAL_IRQ_SOFTWARE 21

/* Results of the functions on lines. */
#define _CPU_VIRTUAL_IRQ_OK            0
#define _CPU_VIRTUAL_IRQ_NO_LINE       (-1) /* no such vector */
#define _CPU_VIRTUAL_IRQ_NOT_YOURS     (-2) /* the configuration gives it to no one or to another */
#define _CPU_VIRTUAL_IRQ_CONNECTED     (-3) /* already connected */
#define _CPU_VIRTUAL_IRQ_NOT_CONNECTED (-4)

/* Connects the guest to a line: OK, NO_LINE, NOT_YOURS or CONNECTED. What a
 * hardware line latched before is pending; virtual lines begin empty. */
int _CPU_Virtual_Irq_request(int vector);

/* Disconnects; what was pending is dropped, and the line is not in service any
 * more. No effect if not connected. */
void _CPU_Virtual_Irq_detach(int vector);

/* Acknowledges a delivered vector: the next occurrence can be delivered.
 * Until then the line is in service and its occurrences are counted. A call
 * for a vector that is not in service has no effect. */
void _CPU_Virtual_Irq_acknowledge(int vector);

/* Removes up to limit occurrences that are pending on a connected line and
 * returns how many: limit 1 takes them one by one, UINT32_MAX all at once.
 * 0 if there are none, or the line is not connected. */
uint32_t _CPU_Virtual_Irq_take(int vector, uint32_t limit);

/* 1 if the connected line has an occurrence that was not delivered, else 0.
 * No trap. */
int _CPU_Virtual_Irq_is_pending(int vector);

/* 1 if the guest is connected to the line, else 0. No trap. */
int _CPU_Virtual_Irq_is_connected(int vector);

/* Raises a connected virtual line of this partition from software: OK,
 * NO_LINE (also for hardware lines) or NOT_CONNECTED. */
int _CPU_Virtual_Irq_raise(int vector);

/* The interrupted context, in the host's layout, and what every processor's has. */
typedef struct _CPU_Virtual_Interrupted _CPU_Virtual_Interrupted;
uintptr_t _CPU_Virtual_Interrupted_program_counter(const _CPU_Virtual_Interrupted *context);
uintptr_t _CPU_Virtual_Interrupted_stack_pointer(const _CPU_Virtual_Interrupted *context);

/* The guest's interrupt dispatcher. */
typedef struct _CPU_Virtual_Irq_dispatch {
    /* Called for each delivery with the vector, the number of occurrences
     * since the last one (at least 1) and the interrupted context; level
     * "disabled", on interrupt_stack (nested ones stay on it). It must
     * acknowledge the vector, there or later, or the line stays silent. It
     * may enable interrupts: others then nest. */
    void (*handler)(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context);

    /* If not NULL: called after the outermost handler, on the interrupted
     * stack, level "disabled". It may switch to another thread: the
     * interrupted one goes on when it is switched back to. */
    void (*leave)(void);

    /* Top of a stack for handlers, aligned to 16; NULL: the interrupted one. */
    void *interrupt_stack;
} _CPU_Virtual_Irq_dispatch;

/* Registers the dispatcher (copied). Thread context, level "disabled". Before
 * the first call nothing is delivered. */
void _CPU_Virtual_Irq_set_dispatcher(const _CPU_Virtual_Irq_dispatch *dispatch);

/* How many handlers are active: 0 in thread context. No trap. */
unsigned _CPU_Virtual_Irq_nest_level(void);

/* Level ------------------------------------------------------------------ */

/* A level is opaque; on x86 it has bit 9 (0x200) set if delivery is enabled
 * and is 0 if not, as EFLAGS. A partition starts with "disabled". */
#define _CPU_VIRTUAL_LEVEL_ENABLED  0x200
#define _CPU_VIRTUAL_LEVEL_DISABLED 0

/* Disables delivery and returns the previous level. No trap. */
int _CPU_Virtual_Interrupts_disable(void);

/* Sets the level. If that enables, everything deliverable is delivered before
 * it returns; enters the host only if something is pending. */
void _CPU_Virtual_Interrupts_enable(int level);

/* Enables, delivers what is pending, and disables again. level: what
 * _disable() returned; if that was "disabled" nothing is delivered. */
void _CPU_Virtual_Interrupts_flash(int level);

/* The present level. No trap. */
int _CPU_Virtual_Interrupts_get_level(void);

/* Absolute: enabled, disabled. They do not count. */
void _CPU_Virtual_Interrupts_open(void);
void _CPU_Virtual_Interrupts_close(void);

/*
 * The same two functions inline, for guests that change the level often. The
 * host's library defines the two words; a guest changes them by these
 * functions only.
 */
struct _CPU_Virtual_Interrupts_state {
    uint32_t level;
    uint32_t pending; /* not 0: something may be deliverable */
};
extern volatile struct _CPU_Virtual_Interrupts_state _CPU_Virtual_Interrupts_state;

/* Delivers what is deliverable if the level, which has been set, is "enabled". */
void _CPU_Virtual_Interrupts_deliver(int level);

static inline int _CPU_Virtual_Interrupts_disable_inline(void)
{
    int level = (int)_CPU_Virtual_Interrupts_state.level;

    _CPU_Virtual_Interrupts_state.level = _CPU_VIRTUAL_LEVEL_DISABLED;
    __asm__ volatile("" : : : "memory");
    return level;
}

static inline void _CPU_Virtual_Interrupts_enable_inline(int level)
{
    __asm__ volatile("" : : : "memory");
    _CPU_Virtual_Interrupts_state.level = (uint32_t)level;
    if (_CPU_Virtual_Interrupts_state.pending != 0)
        _CPU_Virtual_Interrupts_deliver(level);
    __asm__ volatile("" : : : "memory");
}

/* Contexts --------------------------------------------------------------- */

/*
 * A thread's context while it does not run: what the processor's calling
 * convention asks a function to keep, the floating-point state, and the level.
 * The members belong to the library.
 */
#define _CPU_VIRTUAL_CONTEXT_SIZE 1024
typedef struct _CPU_Virtual_Context {
    uint64_t opaque[_CPU_VIRTUAL_CONTEXT_SIZE / sizeof(uint64_t)];
} __attribute__((aligned(16))) _CPU_Virtual_Context;

/* Makes a context that will call entry(argument) on the stack
 * [stack, stack + size) with the given level and initial floating-point
 * control words; the data registers have any contents. entry must not return. */
void _CPU_Virtual_Context_initialize(_CPU_Virtual_Context *context, void *stack, size_t size,
                                     int level, void (*entry)(void *argument), void *argument);

/* Leaves the running context into *from and enters *to, with to's level (what
 * is then deliverable is delivered in to). Returns when something switches
 * back. Thread context, or a dispatcher's leave(). */
void _CPU_Virtual_Context_switch(_CPU_Virtual_Context *from, _CPU_Virtual_Context *to);

/* Enters *to without keeping the running context. */
void _CPU_Virtual_Context_enter(_CPU_Virtual_Context *to) __attribute__((noreturn));

/* The base of the thread-local storage of the running context (on x86: that
 * of %gs). Belongs to the guest's thread switch; contexts do not carry it. The
 * host may keep some threads' pointers, so that only others are a trap. */
void _CPU_Virtual_Thread_pointer_set(void *base);

/* Idle and stop ---------------------------------------------------------- */

/* Gives the processor back until a connected line is pending, whatever the
 * level is (so: disable, see that there is nothing to do, wait, enable: no
 * wake-up is lost). Returns at once if one is pending already. Thread context. */
void _CPU_Virtual_Wait_for_interrupt(void);

/* Never returns: enables interrupts and waits for them for ever. */
void _CPU_Virtual_idle_thread(void) __attribute__((noreturn));

/* Never returns: the partition ends. 0 says that it has done its work; any
 * other error reaches the host's health monitoring, whose table decides. */
void _CPU_Virtual_exec_stop_error(int error) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif
#endif
