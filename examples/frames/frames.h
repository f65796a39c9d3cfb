/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What camera and viewer share: two frames and the count of those drawn, which
 * the camera writes and the viewer can only read, and the count of those seen,
 * which is the other way round. A frame belongs to the camera until it is
 * counted as drawn, then to the viewer until it is counted as seen.
 */
#ifndef FRAMES_H
#define FRAMES_H

#include <partition.h>
#include <rtems.h>
#include <rtems/irq-extension.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <virtualizationlayerbsp.h>

#define CAMERA 1u /* in the order of the model */
#define VIEWER 2u

#define FRAME_SIZE  (1024u * 1024u)
#define FRAME_WORDS (FRAME_SIZE / sizeof(uint32_t))
#define FRAME_SLOTS 2u
#define FRAME_COUNT 16u

struct frame {
    uint32_t words[FRAME_WORDS];
};

/* The model's data "frames" and "receipt". */
struct frames {
    struct frame slots[FRAME_SLOTS];
    atomic_uint drawn;
    uint32_t checksums[FRAME_SLOTS];
};

struct receipt {
    atomic_uint seen;
};

#define BELL_EVENT RTEMS_EVENT_0

static rtems_id bell_task;

static inline void bell(void *argument)
{
    (void)argument;
    (void)rtems_event_send(bell_task, BELL_EVENT);
}

/* The other's doorbell wakes this task. */
static inline bool bell_begin(void)
{
    bell_task = rtems_task_self();
    return rtems_interrupt_handler_install(_CPU_VIRTUAL_IRQ_SIGNAL, "bell", RTEMS_INTERRUPT_UNIQUE,
                                           bell, NULL) == RTEMS_SUCCESSFUL;
}

static inline void bell_wait(void)
{
    rtems_event_set received;

    (void)rtems_event_receive(BELL_EVENT, RTEMS_EVENT_ANY | RTEMS_WAIT, RTEMS_NO_TIMEOUT,
                              &received);
}

/* The region with that name, if it is mapped with these rights; else the program ends. */
static inline void *region(const char *name, size_t size, bool writable)
{
    _Partition_Virtual_Block block;

    for (uint32_t i = 0; i < _Partition_Virtual_Block_count(); i++) {
        (void)_Partition_Virtual_Block_describe(i, &block);
        if (strcmp(block.name, name) == 0 && block.size >= size && block.writable == writable)
            return block.base;
    }
    printf("there is no region '%s' as it should be\n", name);
    exit(1);
}

static volatile unsigned faults;

/* Goes on behind the instruction below. */
static inline void skip_write(_BSP_Virtual_Fault *fault)
{
    _BSP_Virtual_Registers registers;

    _BSP_Virtual_Fault_get_registers(fault, &registers);
    registers.eip += 2;
    faults++;
    _BSP_Virtual_Fault_set_registers(fault, &registers);
}

/* Writing there is a fault, and changes nothing. */
static inline bool is_protected(void *place)
{
    uint8_t before = *(volatile uint8_t *)place;

    _BSP_Virtual_faulthandler(skip_write, NULL);
    __asm__ volatile("movb %b0, (%1)" : : "a"(before + 1), "d"(place) : "memory");
    return faults == 1 && *(volatile uint8_t *)place == before;
}

#endif
