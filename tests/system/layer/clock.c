/* SPDX-License-Identifier: BSD-2-Clause */

/* The clock: reading, periodic and one-shot, scheduled and not. */
#include "layer.h"

#define PERIOD 50000u
/* From an instant that is due to the handler's reading of it, at most. */
#define LATENCY 1000u

#define INSTANTS 64
static uint64_t instants[INSTANTS];
static uint32_t counts[INSTANTS];

static void note_instant(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    uint64_t now = _BSP_Virtual_Clock_read();

    (void)context;
    if (vector == CLOCK && delivered < INSTANTS) {
        instants[delivered] = now;
        counts[delivered] = count;
    }
    if (vector == CLOCK)
        record_delivery(vector, count);
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void wait_for(unsigned deliveries_wanted)
{
    while (delivered < deliveries_wanted) {
        _CPU_Virtual_Wait_for_interrupt();
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
    }
}

static void spin_until(uint64_t end)
{
    while (_BSP_Virtual_Clock_read() < end)
        ;
}

/* Checks that instant is in [due, due + LATENCY). */
static unsigned check_instant(const char *what, uint64_t instant, uint64_t due)
{
    unsigned failures = 0;

    if (instant < due || instant - due >= LATENCY)
        GUEST_CHECK(failures, what, instant, due);
    return failures;
}

static void start_anew(void)
{
    _Partition_Virtual_Window window;

    _BSP_Virtual_Clock_init(0);
    _CPU_Virtual_Irq_take(CLOCK, UINT32_MAX);
    set_handler(note_instant);
    /* The following must not be split by the window's end. */
    _Partition_Virtual_Get_window(&window);
    if (window.end - _BSP_Virtual_Clock_read() < 4000000)
        spin_until(window.next);
}

static unsigned monotonic(void)
{
    uint64_t first = _BSP_Virtual_Clock_read(), last = first;
    unsigned failures = 0, backwards = 0, stood = 0;

    for (unsigned i = 0; i < 100000; i++) {
        uint64_t now = _BSP_Virtual_Clock_read();

        backwards += now < last;
        stood += now == last;
        last = now;
    }
    GUEST_CHECK(failures, "backwards", backwards, 0);
    GUEST_CHECK(failures, "stood still", stood, 0);
    GUEST_CHECK(failures, "advanced", last - first > 100000, 1);
    return failures;
}

static unsigned periods_accepted(void)
{
    uint64_t floor = _BSP_Virtual_Clock_floor();
    unsigned failures = 0;

    start_anew();
    GUEST_CHECK(failures, "floor", floor, 20000);
    GUEST_CHECK(failures, "1 ns", _BSP_Virtual_Clock_init(1), _BSP_VIRTUAL_CLOCK_TOO_SHORT);
    GUEST_CHECK(failures, "under the floor", _BSP_Virtual_Clock_init(floor - 1),
                _BSP_VIRTUAL_CLOCK_TOO_SHORT);
    GUEST_CHECK(failures, "floor", _BSP_Virtual_Clock_init(floor), _BSP_VIRTUAL_CLOCK_OK);
    GUEST_CHECK(failures, "too short while running", _BSP_Virtual_Clock_init(floor - 1),
                _BSP_VIRTUAL_CLOCK_TOO_SHORT);
    wait_for(2);
    GUEST_CHECK(failures, "the old period stays", (instants[1] - instants[0] + LATENCY) / floor, 1);
    GUEST_CHECK(failures, "stop", _BSP_Virtual_Clock_init(0), _BSP_VIRTUAL_CLOCK_OK);
    delivered = 0;
    spin_until(_BSP_Virtual_Clock_read() + 5 * floor);
    GUEST_CHECK(failures, "pending after the stop", _CPU_Virtual_Irq_is_pending(CLOCK), 0);
    return failures;
}

static unsigned longest_periods(void)
{
    static const uint64_t periods[] = {UINT64_MAX, UINT64_MAX - 1,   UINT64_MAX / 2, 1ull << 63,
                                       1ull << 32, (1ull << 32) - 1, 1000000000000u, 5000000000u};
    unsigned failures = 0;

    start_anew();
    for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
        GUEST_CHECK(failures, "result", _BSP_Virtual_Clock_init(periods[i]), 0);
        spin_until(_BSP_Virtual_Clock_read() + 10000);
        GUEST_CHECK(failures, "taken", _CPU_Virtual_Irq_take(CLOCK, UINT32_MAX), 0);
        _BSP_Virtual_Clock_set(_BSP_Virtual_Clock_read() + periods[i] / 2);
        spin_until(_BSP_Virtual_Clock_read() + 10000);
        GUEST_CHECK(failures, "taken one-shot", _CPU_Virtual_Irq_take(CLOCK, UINT32_MAX), 0);
    }
    return failures;
}

static unsigned periodic_without_drift(void)
{
    unsigned failures = 0;
    uint64_t begin;

    start_anew();
    begin = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(PERIOD);
    wait_for(40);
    failures += check_instant("first", instants[0], begin + PERIOD);
    for (unsigned i = 0; i < 40; i++) {
        failures += check_instant("tick", instants[i], begin + (i + 1) * PERIOD);
        GUEST_CHECK(failures, "count", counts[i], 1);
    }
    return failures;
}

static unsigned another_period(void)
{
    unsigned failures = 0;
    uint64_t begin;

    start_anew();
    _BSP_Virtual_Clock_init(PERIOD);
    wait_for(1);
    begin = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(3 * PERIOD);
    wait_for(3);
    failures += check_instant("first", instants[1], begin + 3 * PERIOD);
    failures += check_instant("second", instants[2], begin + 6 * PERIOD);
    return failures;
}

static unsigned one_shot(void)
{
    unsigned failures = 0;
    uint64_t due;

    start_anew();
    _BSP_Virtual_Clock_init(PERIOD);
    due = _BSP_Virtual_Clock_read() + 70001;
    _BSP_Virtual_Clock_set(due);
    wait_for(1);
    failures += check_instant("instant", instants[0], due);
    _CPU_Virtual_Interrupts_open();
    spin_until(due + 10 * PERIOD);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "deliveries", delivered, 1);
    _BSP_Virtual_Clock_set(_BSP_Virtual_Clock_read() + PERIOD);
    _BSP_Virtual_Clock_set(0);
    spin_until(_BSP_Virtual_Clock_read() + 3 * PERIOD);
    GUEST_CHECK(failures, "pending after the stop", _CPU_Virtual_Irq_is_pending(CLOCK), 0);
    return failures;
}

static unsigned one_shot_in_the_past(void)
{
    uint64_t now = _BSP_Virtual_Clock_read();
    const uint64_t past[] = {1, now / 2, now - 1, now, now + 1, now + 50};
    unsigned failures = 0;

    start_anew();
    for (unsigned i = 0; i < sizeof(past) / sizeof(past[0]); i++) {
        _BSP_Virtual_Clock_set(past[i]);
        GUEST_CHECK(failures, "pending", _CPU_Virtual_Irq_is_pending(CLOCK), 1);
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
        GUEST_CHECK(failures, "deliveries", delivered, i + 1);
        GUEST_CHECK(failures, "count", counts[i], 1);
    }
    return failures;
}

static void set_again(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    note_instant(vector, count, context);
    if (delivered < 20)
        _BSP_Virtual_Clock_set(instants[delivered - 1] + 5000);
}

static unsigned one_shot_set_by_the_handler(void)
{
    unsigned failures = 0;

    start_anew();
    set_handler(set_again);
    _BSP_Virtual_Clock_set(_BSP_Virtual_Clock_read() + 5000);
    wait_for(20);
    for (unsigned i = 1; i < 20; i++)
        failures += check_instant("instant", instants[i], instants[i - 1] + 5000);
    return failures;
}

/* Ticks are due on a grid; how many of them lie in (from, to]. */
static uint64_t grid(uint64_t origin, uint64_t from, uint64_t to)
{
    return (to - origin) / PERIOD - (from - origin) / PERIOD;
}

/* Waits until the partition was not scheduled and is again; returns the new window. */
static _Partition_Virtual_Window be_away(void)
{
    _Partition_Virtual_Window before, now;

    _Partition_Virtual_Get_window(&before);
    do
        _Partition_Virtual_Get_window(&now);
    while (now.start == before.start);
    return now;
}

static unsigned ticks_of_the_time_away(void)
{
    unsigned failures = 0;
    uint64_t origin, last;

    for (unsigned round = 0; round < 4; round++) {
        _Partition_Virtual_Window window;
        uint64_t away;

        start_anew();
        origin = _BSP_Virtual_Clock_read() + PERIOD;
        _BSP_Virtual_Clock_init(PERIOD);
        _Partition_Virtual_Get_window(&window);
        away = window.next - window.end;
        spin_until(window.end - PERIOD - round * 1000);
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
        last = instants[0];
        GUEST_CHECK(failures, "one delivery", delivered, 1);
        window = be_away();
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
        GUEST_CHECK(failures, "second delivery", delivered, 2);
        failures += check_instant("at the window's start", instants[1], window.start);
        GUEST_CHECK(failures, "ticks", counts[1], grid(origin, last, instants[1]));
        GUEST_CHECK(failures, "at least those of the away time", counts[1] >= away / PERIOD, 1);
    }
    return failures;
}

static unsigned one_shot_while_away(void)
{
    _Partition_Virtual_Window window;
    unsigned failures = 0;
    uint64_t due;

    start_anew();
    _Partition_Virtual_Get_window(&window);
    due = window.end + 100000;
    _BSP_Virtual_Clock_set(due);
    _CPU_Virtual_Interrupts_open();
    window = be_away();
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "deliveries", delivered, 1);
    GUEST_CHECK(failures, "count", counts[0], 1);
    failures += check_instant("at the window's start", instants[0], window.start);
    GUEST_CHECK(failures, "after it was due", instants[0] > due, 1);
    return failures;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"100,000 readings", monotonic},
        {"periods that are accepted", periods_accepted},
        {"periods that never end", longest_periods},
        {"periodic without drift", periodic_without_drift},
        {"another period while it runs", another_period},
        {"one-shot", one_shot},
        {"one-shot in the past", one_shot_in_the_past},
        {"one-shot set by its handler", one_shot_set_by_the_handler},
        {"exactly the ticks of the time away", ticks_of_the_time_away},
        {"one-shot that is due while away", one_shot_while_away},
    };

    _CPU_Virtual_Irq_request(CLOCK);
    return LAYER_RUN(tests);
}
