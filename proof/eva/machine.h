/* SPDX-License-Identifier: BSD-2-Clause */

/* Values of which the analyser knows nothing. */
#ifndef PROOF_MACHINE_H
#define PROOF_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*@ assigns \result \from \nothing; */
uint32_t proof_any_32(void);
/*@ assigns \result \from \nothing; */
uint64_t proof_any_64(void);
/*@ assigns \result \from \nothing; ensures \result == 0 || \result == 1; */
bool proof_any_bool(void);
/*@ requires limit != 0; assigns \result \from limit; ensures 0 <= \result < limit; */
uint32_t proof_any_below(uint32_t limit);
/*@ requires \valid(memory + (0 .. size - 1));
    assigns memory[0 .. size - 1] \from \nothing;
    ensures \initialized(memory + (0 .. size - 1)); */
void proof_any_bytes(char *memory, size_t size);

#endif
