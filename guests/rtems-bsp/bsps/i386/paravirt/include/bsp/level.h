/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The interrupt level inline, for RTEMS itself: its build includes this before
 * everything else (optlevel.yml), so that what cpukit calls at the begin and
 * end of each critical section costs what it costs on a processor of its own.
 * Where it is not included, the same functions of port.c are called.
 *
 * It includes no header, because a source may define what the C library's
 * headers look at; the words are those of virtualizationlayercpu.h.
 */
#ifndef LIBBSP_I386_PARAVIRT_LEVEL_H
#define LIBBSP_I386_PARAVIRT_LEVEL_H
#ifndef __ASSEMBLER__

#ifdef __cplusplus
extern "C" {
#endif

void _CPU_Virtual_Interrupts_deliver(int level);

extern inline __attribute__((gnu_inline)) __UINT32_TYPE__ i386_disable_interrupts(void)
{
    __UINT32_TYPE__ level;

    __asm__ volatile("movl _CPU_Virtual_Interrupts_state, %0\n\t"
                     "movl $0, _CPU_Virtual_Interrupts_state"
                     : "=r"(level)
                     :
                     : "memory");
    return level;
}

extern inline __attribute__((gnu_inline)) void i386_enable_interrupts(__UINT32_TYPE__ level)
{
    __UINT32_TYPE__ pending;

    __asm__ volatile("movl %1, _CPU_Virtual_Interrupts_state\n\t"
                     "movl _CPU_Virtual_Interrupts_state + 4, %0"
                     : "=r"(pending)
                     : "ri"(level)
                     : "memory");
    if (__builtin_expect(pending != 0, 0))
        _CPU_Virtual_Interrupts_deliver((int)level);
}

#ifdef __cplusplus
}
#endif
#endif
#endif
