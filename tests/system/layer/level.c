/* SPDX-License-Identifier: BSD-2-Clause */

/* The level: previous values, absolute values, and when deliveries come. */
#include "layer.h"

#define ENABLED  _CPU_VIRTUAL_LEVEL_ENABLED
#define DISABLED _CPU_VIRTUAL_LEVEL_DISABLED

static int level_at_start;

/* Runs before any dispatcher is set. */
static unsigned nothing_before_a_dispatcher(void)
{
    unsigned failures = 0;

    GUEST_CHECK(failures, "level at the start", level_at_start, DISABLED);
    _CPU_Virtual_Irq_request(ALARM);
    raise_times(ALARM, 2);
    _CPU_Virtual_Interrupts_open();
    raise_times(ALARM, 1);
    GUEST_CHECK(failures, "pending", _CPU_Virtual_Irq_is_pending(ALARM), 1);
    _CPU_Virtual_Interrupts_close();
    set_handler(record_and_acknowledge);
    GUEST_CHECK(failures, "while disabled", delivered, 0);
    _CPU_Virtual_Interrupts_open();
    GUEST_CHECK(failures, "deliveries", delivered, 1);
    GUEST_CHECK(failures, "count", deliveries[0].count, 3);
    _CPU_Virtual_Interrupts_close();
    return failures;
}

static unsigned disable_and_enable(void)
{
    unsigned failures = 0;
    int outer, inner;

    _CPU_Virtual_Interrupts_open();
    outer = _CPU_Virtual_Interrupts_disable();
    GUEST_CHECK(failures, "outer", outer, ENABLED);
    GUEST_CHECK(failures, "level after the outer", _CPU_Virtual_Interrupts_get_level(), DISABLED);
    inner = _CPU_Virtual_Interrupts_disable();
    GUEST_CHECK(failures, "inner", inner, DISABLED);
    _CPU_Virtual_Interrupts_enable(inner);
    GUEST_CHECK(failures, "level after the inner", _CPU_Virtual_Interrupts_get_level(), DISABLED);
    _CPU_Virtual_Interrupts_enable(outer);
    GUEST_CHECK(failures, "level at the end", _CPU_Virtual_Interrupts_get_level(), ENABLED);
    _CPU_Virtual_Interrupts_enable(DISABLED);
    GUEST_CHECK(failures, "enable(disabled)", _CPU_Virtual_Interrupts_get_level(), DISABLED);
    return failures;
}

static unsigned open_and_close_are_absolute(void)
{
    unsigned failures = 0;

    for (unsigned i = 0; i < 3; i++)
        _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Interrupts_open();
    GUEST_CHECK(failures, "one open", _CPU_Virtual_Interrupts_get_level(), ENABLED);
    for (unsigned i = 0; i < 3; i++)
        _CPU_Virtual_Interrupts_open();
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "one close", _CPU_Virtual_Interrupts_get_level(), DISABLED);
    return failures;
}

/* What is pending is delivered before the function returns, or not at all. */
static unsigned deliveries_of(void (*function)(int level), int level, unsigned expected)
{
    unsigned failures = 0;

    _CPU_Virtual_Interrupts_close();
    delivered = 0;
    raise_times(ALARM, 4);
    function(level);
    GUEST_CHECK(failures, "deliveries", delivered, expected);
    if (expected == 1)
        GUEST_CHECK(failures, "count", deliveries[0].count, 4);
    GUEST_CHECK(failures, "pending", _CPU_Virtual_Irq_is_pending(ALARM), expected == 0);
    _CPU_Virtual_Irq_take(ALARM, UINT32_MAX);
    return failures;
}

static void open(int level)
{
    (void)level;
    _CPU_Virtual_Interrupts_open();
}

static unsigned pending_is_delivered(void)
{
    unsigned failures = 0;

    failures += deliveries_of(_CPU_Virtual_Interrupts_enable, ENABLED, 1);
    GUEST_CHECK(failures, "level of enable", _CPU_Virtual_Interrupts_get_level(), ENABLED);
    failures += deliveries_of(_CPU_Virtual_Interrupts_enable, DISABLED, 0);
    failures += deliveries_of(open, 0, 1);
    GUEST_CHECK(failures, "level of open", _CPU_Virtual_Interrupts_get_level(), ENABLED);
    _CPU_Virtual_Interrupts_close();
    return failures;
}

static unsigned flash(void)
{
    unsigned failures = 0;

    failures += deliveries_of(_CPU_Virtual_Interrupts_flash, ENABLED, 1);
    GUEST_CHECK(failures, "level", _CPU_Virtual_Interrupts_get_level(), DISABLED);
    failures += deliveries_of(_CPU_Virtual_Interrupts_flash, DISABLED, 0);
    GUEST_CHECK(failures, "level of nothing", _CPU_Virtual_Interrupts_get_level(), DISABLED);
    delivered = 0;
    _CPU_Virtual_Interrupts_flash(ENABLED);
    GUEST_CHECK(failures, "nothing pending", delivered, 0);
    return failures;
}

static int level_to_leave;

/* Leaves the handler with another level than it came with. */
static void change_level(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    record_delivery(vector, count);
    GUEST_CHECK(delivered, "previous level", _CPU_Virtual_Interrupts_disable(), DISABLED);
    _CPU_Virtual_Irq_acknowledge(vector);
    _CPU_Virtual_Interrupts_enable(level_to_leave);
}

static unsigned handler_keeps_interrupted_level(void)
{
    static const int levels[] = {ENABLED, DISABLED};
    unsigned failures = 0;

    set_handler(change_level);
    for (unsigned i = 0; i < 2; i++) {
        level_to_leave = levels[i];
        _CPU_Virtual_Interrupts_open();
        raise_times(ALARM, 1);
        GUEST_CHECK(failures, "level", _CPU_Virtual_Interrupts_get_level(), ENABLED);
        GUEST_CHECK(failures, "deliveries", delivered, i + 1);
        _CPU_Virtual_Interrupts_close();
    }
    return failures;
}

static void flash_once(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    record_delivery(vector, count);
    if (vector == BELL) {
        raise_times(ALARM, 1);
        GUEST_CHECK(delivered, "before the flash", delivered, 1);
        _CPU_Virtual_Interrupts_flash(ENABLED);
        GUEST_CHECK(delivered, "after the flash", delivered, 2);
        GUEST_CHECK(delivered, "level", _CPU_Virtual_Interrupts_get_level(), DISABLED);
    }
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned flash_in_handler(void)
{
    unsigned failures = 0;

    set_handler(flash_once);
    _CPU_Virtual_Irq_request(BELL);
    _CPU_Virtual_Interrupts_open();
    raise_times(BELL, 1);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "deliveries", delivered, 2);
    GUEST_CHECK(failures, "nest level of the inner", deliveries[1].nest_level, 2);
    _CPU_Virtual_Irq_detach(BELL);
    return failures;
}

/* A tick may come between any two instructions of these functions: none is
 * lost, none comes while disabled. */
static unsigned ticks_at_every_instruction(void)
{
    uint64_t now, begin, end;
    unsigned failures = 0, disabled = 0, rounds = 0;

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Irq_request(CLOCK);
    begin = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(20011);
    end = begin + 200 * 20011;
    do {
        int level = _CPU_Virtual_Interrupts_disable();
        unsigned before = delivered;

        now = _BSP_Virtual_Clock_read();
        disabled += delivered - before;
        if (rounds++ % 3 == 0)
            _CPU_Virtual_Interrupts_flash(ENABLED);
        _CPU_Virtual_Interrupts_enable(level);
        _CPU_Virtual_Interrupts_open();
    } while (now < end);
    _BSP_Virtual_Clock_init(0);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "deliveries while disabled", disabled, 0);
    GUEST_CHECK(failures, "deliveries while enabled", delivered == 199 || delivered == 200, 1);
    _CPU_Virtual_Irq_detach(CLOCK);
    return failures;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"nothing is delivered before a dispatcher is set", nothing_before_a_dispatcher},
        {"disable and enable, nested", disable_and_enable},
        {"open and close are absolute", open_and_close_are_absolute},
        {"enable and open deliver what is pending", pending_is_delivered},
        {"flash", flash},
        {"a handler's end gives the interrupted level back", handler_keeps_interrupted_level},
        {"flash in a handler", flash_in_handler},
        {"ticks at every instruction of the level's functions", ticks_at_every_instruction},
    };

    level_at_start = _CPU_Virtual_Interrupts_get_level();
    return LAYER_RUN(tests);
}
