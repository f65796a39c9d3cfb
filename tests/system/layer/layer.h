/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the tests of the layer share. They are guests: they know the layer's
 * headers and no host.
 */
#ifndef LAYER_H
#define LAYER_H

#include "guest.h"

struct layer_test {
    const char *name;
    unsigned (*run)(void); /* returns how many checks failed */
};

static inline void layer_result(const char *result, const char *name)
{
    struct guest_line line = {.length = 0};

    guest_text(&line, result);
    guest_text(&line, name);
    guest_end_line(&line);
}

/* Runs the tests; returns what main() shall. */
static inline int layer_run(const struct layer_test *tests, size_t count)
{
    struct guest_line line = {.length = 0};
    size_t failed = 0;

    for (size_t i = 0; i < count; i++) {
        bool good = tests[i].run() == 0;

        layer_result(good ? "ok " : "not ok ", tests[i].name);
        failed += !good;
    }
    guest_number(&line, count - failed);
    guest_text(&line, " passed, ");
    guest_number(&line, failed);
    guest_text(&line, " failed");
    guest_end_line(&line);
    return failed == 0 ? 0 : 1;
}

#define LAYER_RUN(tests) layer_run(tests, sizeof(tests) / sizeof((tests)[0]))

/* What a handler saw, in the order of the deliveries. */
struct delivery {
    int vector;
    uint32_t count;
    unsigned nest_level;
    int level;
};

#define DELIVERIES_MAX 32
static struct delivery deliveries[DELIVERIES_MAX];
static volatile unsigned delivered;

static inline void record_delivery(int vector, uint32_t count)
{
    if (delivered < DELIVERIES_MAX)
        deliveries[delivered] = (struct delivery){vector, count, _CPU_Virtual_Irq_nest_level(),
                                                  _CPU_Virtual_Interrupts_get_level()};
    delivered++;
}

static inline void record_and_acknowledge(int vector, uint32_t count,
                                          const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    record_delivery(vector, count);
    _CPU_Virtual_Irq_acknowledge(vector);
}

static inline void set_handler(void (*handler)(int vector, uint32_t count,
                                               const _CPU_Virtual_Interrupted *context))
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = handler};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    delivered = 0;
}

static inline void raise_times(int vector, unsigned times)
{
    while (times-- > 0)
        _CPU_Virtual_Irq_raise(vector);
}

#define ALARM  _CPU_VIRTUAL_IRQ_SOFTWARE
#define BELL   (_CPU_VIRTUAL_IRQ_SOFTWARE + 1)
#define CHIME  (_CPU_VIRTUAL_IRQ_SOFTWARE + 2)
#define CLOCK  _CPU_VIRTUAL_IRQ_CLOCK
#define WINDOW _CPU_VIRTUAL_IRQ_WINDOW

#endif
