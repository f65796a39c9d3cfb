/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The smallest guest: a main() on the layer alone, without C library or
 * executive. It prints the windows that it gets.
 */

#include <stdbool.h>
#include "partition.h"
#include "virtualizationlayerbsp.h"

#define WINDOW_COUNT 5
#define NS_PER_US    1000u

struct observation {
    _Partition_Virtual_Window window;
    uint64_t first; /* instant in it */
};

static struct observation observations[WINDOW_COUNT];
static volatile unsigned observed;

static void window_started(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    uint64_t now = _BSP_Virtual_Clock_read();

    (void)count;
    (void)context;
    if (observed < WINDOW_COUNT) {
        observations[observed].first = now;
        _Partition_Virtual_Get_window(&observations[observed].window);
        observed++;
    }
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void print_number(uint64_t value)
{
    char text[21];
    char *digit = text + sizeof(text) - 1;

    *digit = '\0';
    do {
        *--digit = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    _BSP_Virtual_Console_write(digit);
}

static void print_labelled(const char *label, uint64_t ns)
{
    _BSP_Virtual_Console_write(label);
    print_number(ns / NS_PER_US);
}

static void print_observation(const struct observation *seen)
{
    print_labelled("window from ", seen->window.start);
    print_labelled(" to ", seen->window.end);
    print_labelled(", next at ", seen->window.next);
    print_labelled(" us; first instant seen at ", seen->first);
    _BSP_Virtual_Console_write(" us\n");
}

int main(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = window_started};
    _Partition_Virtual_Identity self;

    _Partition_Virtual_Get_identity(&self);
    _BSP_Virtual_Console_write("bare guest in partition ");
    _BSP_Virtual_Console_write(self.name);
    print_labelled(", major frame ", self.major_frame);
    _BSP_Virtual_Console_write(" us\n");

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    if (_CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW) != _CPU_VIRTUAL_IRQ_OK)
        return 1;
    while (observed < WINDOW_COUNT) {
        _CPU_Virtual_Wait_for_interrupt();
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
    }
    for (unsigned i = 0; i < WINDOW_COUNT; i++)
        print_observation(&observations[i]);
    return 0;
}
