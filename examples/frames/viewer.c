/* SPDX-License-Identifier: BSD-2-Clause */

/* Checks each frame where the camera has drawn it, and rings back. */

#include "frames.h"

static struct frames *frames;
static struct receipt *receipt;
static uint64_t checking;

static uint32_t checksum(const struct frame *frame)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < FRAME_WORDS; i++)
        sum = (sum << 1 | sum >> 31) ^ frame->words[i];
    return sum;
}

static bool look_at(uint32_t number)
{
    uint64_t begin = _BSP_Virtual_Clock_read();
    uint32_t sum = checksum(&frames->slots[number % FRAME_SLOTS]);
    bool good = sum == frames->checksums[number % FRAME_SLOTS];

    checking += _BSP_Virtual_Clock_read() - begin;
    atomic_store_explicit(&receipt->seen, number + 1, memory_order_release);
    (void)_Partition_Virtual_Signal(CAMERA);
    return good;
}

static void wait_for_frame(uint32_t number)
{
    while (atomic_load_explicit(&frames->drawn, memory_order_acquire) == number)
        bell_wait();
}

static rtems_task Init(rtems_task_argument argument)
{
    uint64_t begin = 0, ms;
    unsigned wrong = 0;
    bool protected;

    (void)argument;
    frames = region("frames", sizeof(*frames), false);
    receipt = region("receipt", sizeof(*receipt), true);
    if (!bell_begin())
        exit(1);
    for (uint32_t number = 0; number < FRAME_COUNT; number++) {
        wait_for_frame(number);
        if (number == 0)
            begin = _BSP_Virtual_Clock_read();
        wrong += !look_at(number);
    }
    ms = (_BSP_Virtual_Clock_read() - begin) / 1000000;
    printf("%u frames seen, %u with a wrong checksum, %.1f instructions for each byte\n",
           FRAME_COUNT, wrong, (double)checking / FRAME_COUNT / FRAME_SIZE);
    printf("%u MiB/s through the windows of both\n", (unsigned)(FRAME_COUNT * 1000 / ms));
    protected = is_protected(&frames->slots[0]);
    printf("writing to a frame: %s\n", protected ? "a fault" : "possible");
    exit(wrong == 0 && protected ? 0 : 1);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS        1
#define CONFIGURE_INIT_TASK_ATTRIBUTES RTEMS_FLOATING_POINT
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
