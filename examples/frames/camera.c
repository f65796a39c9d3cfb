/* SPDX-License-Identifier: BSD-2-Clause */

/* Draws frames where the viewer sees them, and rings its doorbell for each. */

#include "frames.h"

static struct frames *frames;
static struct receipt *receipt;

/* Instructions: with "bulkhead run", each takes one ns. */
static uint64_t drawing, ringing;

/* Another picture for each number; its checksum comes with it. */
static uint32_t draw(struct frame *frame, uint32_t number)
{
    uint32_t pixel = number * 0x9e3779b9u, sum = 0;

    for (size_t i = 0; i < FRAME_WORDS; i++) {
        pixel = pixel * 1664525u + 1013904223u;
        frame->words[i] = pixel;
        sum = (sum << 1 | sum >> 31) ^ pixel;
    }
    return sum;
}

static void send(uint32_t number)
{
    uint64_t begin = _BSP_Virtual_Clock_read(), end;

    frames->checksums[number % FRAME_SLOTS] = draw(&frames->slots[number % FRAME_SLOTS], number);
    end = _BSP_Virtual_Clock_read();
    drawing += end - begin;
    atomic_store_explicit(&frames->drawn, number + 1, memory_order_release);
    (void)_Partition_Virtual_Signal(VIEWER);
    ringing += _BSP_Virtual_Clock_read() - end;
}

/* With a slot of its own the camera need not wait. */
static void wait_for_slot(uint32_t number)
{
    while (number - atomic_load_explicit(&receipt->seen, memory_order_acquire) >= FRAME_SLOTS)
        bell_wait();
}

static rtems_task Init(rtems_task_argument argument)
{
    bool protected;

    (void)argument;
    frames = region("frames", sizeof(*frames), true);
    receipt = region("receipt", sizeof(*receipt), false);
    if (!bell_begin())
        exit(1);
    for (uint32_t number = 0; number < FRAME_COUNT; number++) {
        wait_for_slot(number);
        send(number);
    }
    wait_for_slot(FRAME_COUNT + FRAME_SLOTS - 1);
    printf("%u frames of 1 MiB drawn, %.1f instructions for each byte\n", FRAME_COUNT,
           (double)drawing / FRAME_COUNT / FRAME_SIZE);
    printf("to hand a frame over takes %s\n",
           ringing < FRAME_COUNT * 250u ? "less than 250 instructions" : "too long");
    protected = is_protected(receipt);
    printf("writing to the viewer's receipt: %s\n", protected ? "a fault" : "possible");
    exit(protected && ringing < FRAME_COUNT * 250u ? 0 : 1);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS        1
#define CONFIGURE_INIT_TASK_ATTRIBUTES RTEMS_FLOATING_POINT
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
