/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Runs machine code of any kind in the partition, and comes back from it by a
 * fault, by the timer, or, if the code has destroyed that way, by a new start of
 * the partition (guardian.c).
 */
#ifndef ENGINE_H
#define ENGINE_H

#include <stdint.h>

/* How a run ended: 0..31: by this exception. */
#define ENGINE_TICK   32u
#define ENGINE_RETURN 33u
#define ENGINE_ENDS   34u

/* As POPA takes them. */
struct engine_registers {
    uint32_t edi, esi, ebp, unused, ebx, edx, ecx, eax;
    uint32_t esp, eip;
};

/* Registers the ways back, with a timer of that period (ns), then calls next(), which
 * calls engine_enter(); each run's end calls next() again, on an empty stack. */
__attribute__((noreturn)) void engine_begin(void (*next)(uint32_t end), uint32_t period);
__attribute__((noreturn)) void engine_enter(const struct engine_registers *registers);

/* Where a run may jump or return to. */
extern const char engine_return[];

#endif
