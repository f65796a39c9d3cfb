/* SPDX-License-Identifier: BSD-2-Clause */

/* Lines: request to raise with each result, counts, service, order, nesting. */
#include "layer.h"

/* The model gives these hardware lines to this partition. */
#define OWN_LINES  (1u << 5 | 1u << 7)
#define LAST_LINE  (_CPU_VIRTUAL_IRQ_SOFTWARE + 2)
#define FIRST_LINE _CPU_VIRTUAL_IRQ_FIRST_VIRTUAL

static const int wild[] = {
    INT32_MIN, -65536, -257,          -1,       24, 31, 32, 33, 40, 48, 64, 127,
    0x10010,   0x2010, INT32_MAX - 1, INT32_MAX};
#define WILD_COUNT (sizeof(wild) / sizeof(wild[0]))

static int request_result(int vector)
{
    if (vector < 0 || vector > LAST_LINE)
        return _CPU_VIRTUAL_IRQ_NO_LINE;
    if (vector < FIRST_LINE && (OWN_LINES >> vector & 1) == 0)
        return _CPU_VIRTUAL_IRQ_NOT_YOURS;
    return _CPU_VIRTUAL_IRQ_OK;
}

static unsigned request_vector(int vector)
{
    int expected = request_result(vector);
    int again = expected == _CPU_VIRTUAL_IRQ_OK ? _CPU_VIRTUAL_IRQ_CONNECTED : expected;
    unsigned failures = 0;

    GUEST_CHECK(failures, "connected before", _CPU_Virtual_Irq_is_connected(vector), 0);
    GUEST_CHECK(failures, "request", _CPU_Virtual_Irq_request(vector), expected);
    GUEST_CHECK(failures, "connected", _CPU_Virtual_Irq_is_connected(vector),
                expected == _CPU_VIRTUAL_IRQ_OK);
    GUEST_CHECK(failures, "second request", _CPU_Virtual_Irq_request(vector), again);
    _CPU_Virtual_Irq_detach(vector);
    GUEST_CHECK(failures, "connected after", _CPU_Virtual_Irq_is_connected(vector), 0);
    GUEST_CHECK(failures, "request after detach", _CPU_Virtual_Irq_request(vector), expected);
    _CPU_Virtual_Irq_detach(vector);
    _CPU_Virtual_Irq_detach(vector);
    return failures;
}

static unsigned request(void)
{
    unsigned failures = 0;

    for (int vector = -1; vector <= 40; vector++)
        failures += request_vector(vector);
    for (size_t i = 0; i < WILD_COUNT; i++)
        failures += request_vector(wild[i]);
    return failures;
}

static unsigned raise_vector(int vector)
{
    bool exists = vector >= FIRST_LINE && vector <= LAST_LINE;
    int result = exists ? _CPU_VIRTUAL_IRQ_NOT_CONNECTED : _CPU_VIRTUAL_IRQ_NO_LINE;
    unsigned failures = 0;

    GUEST_CHECK(failures, "raise unconnected", _CPU_Virtual_Irq_raise(vector), result);
    _CPU_Virtual_Irq_request(vector);
    GUEST_CHECK(failures, "pending after request", _CPU_Virtual_Irq_is_pending(vector), 0);
    GUEST_CHECK(failures, "raise connected", _CPU_Virtual_Irq_raise(vector),
                exists ? _CPU_VIRTUAL_IRQ_OK : _CPU_VIRTUAL_IRQ_NO_LINE);
    GUEST_CHECK(failures, "pending after raise", _CPU_Virtual_Irq_is_pending(vector), exists);
    GUEST_CHECK(failures, "take", _CPU_Virtual_Irq_take(vector, UINT32_MAX), exists);
    GUEST_CHECK(failures, "pending after take", _CPU_Virtual_Irq_is_pending(vector), 0);
    _CPU_Virtual_Irq_raise(vector);
    _CPU_Virtual_Irq_detach(vector);
    GUEST_CHECK(failures, "pending after detach", _CPU_Virtual_Irq_is_pending(vector), 0);
    GUEST_CHECK(failures, "take after detach", _CPU_Virtual_Irq_take(vector, 1), 0);
    return failures;
}

static unsigned raise(void)
{
    unsigned failures = 0;

    for (int vector = -1; vector <= 40; vector++)
        failures += raise_vector(vector);
    for (size_t i = 0; i < WILD_COUNT; i++)
        failures += raise_vector(wild[i]);
    return failures;
}

static unsigned take(void)
{
    unsigned failures = 0;

    _CPU_Virtual_Irq_request(ALARM);
    raise_times(ALARM, 10);
    GUEST_CHECK(failures, "none wanted", _CPU_Virtual_Irq_take(ALARM, 0), 0);
    for (unsigned i = 0; i < 3; i++) {
        GUEST_CHECK(failures, "pending", _CPU_Virtual_Irq_is_pending(ALARM), 1);
        GUEST_CHECK(failures, "one", _CPU_Virtual_Irq_take(ALARM, 1), 1);
    }
    GUEST_CHECK(failures, "two", _CPU_Virtual_Irq_take(ALARM, 2), 2);
    GUEST_CHECK(failures, "the rest", _CPU_Virtual_Irq_take(ALARM, UINT32_MAX), 5);
    GUEST_CHECK(failures, "pending at the end", _CPU_Virtual_Irq_is_pending(ALARM), 0);
    GUEST_CHECK(failures, "nothing left", _CPU_Virtual_Irq_take(ALARM, UINT32_MAX), 0);
    GUEST_CHECK(failures, "not connected", _CPU_Virtual_Irq_take(BELL, UINT32_MAX), 0);
    set_handler(record_and_acknowledge);
    _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
    GUEST_CHECK(failures, "deliveries of what was taken", delivered, 0);
    _CPU_Virtual_Irq_detach(ALARM);
    return failures;
}

static unsigned counted_while_disabled(void)
{
    unsigned failures = 0;

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Irq_request(ALARM);
    raise_times(ALARM, 300);
    GUEST_CHECK(failures, "while disabled", delivered, 0);
    GUEST_CHECK(failures, "one of them taken", _CPU_Virtual_Irq_take(ALARM, 1), 1);
    _CPU_Virtual_Interrupts_open();
    GUEST_CHECK(failures, "deliveries", delivered, 1);
    GUEST_CHECK(failures, "vector", deliveries[0].vector, ALARM);
    GUEST_CHECK(failures, "count", deliveries[0].count, 299);
    GUEST_CHECK(failures, "level in the handler", deliveries[0].level, _CPU_VIRTUAL_LEVEL_DISABLED);
    GUEST_CHECK(failures, "nest level in the handler", deliveries[0].nest_level, 1);
    GUEST_CHECK(failures, "nest level after it", _CPU_Virtual_Irq_nest_level(), 0);
    raise_times(ALARM, 2);
    GUEST_CHECK(failures, "deliveries while enabled", delivered, 3);
    GUEST_CHECK(failures, "count while enabled", deliveries[2].count, 1);
    _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Irq_detach(ALARM);
    return failures;
}

static void record_only(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    record_delivery(vector, count);
}

static unsigned counted_in_service(void)
{
    unsigned failures = 0;

    set_handler(record_only);
    _CPU_Virtual_Irq_request(ALARM);
    _CPU_Virtual_Interrupts_open();
    raise_times(ALARM, 8);
    GUEST_CHECK(failures, "before the acknowledge", delivered, 1);
    GUEST_CHECK(failures, "pending in service", _CPU_Virtual_Irq_is_pending(ALARM), 1);
    GUEST_CHECK(failures, "taken in service", _CPU_Virtual_Irq_take(ALARM, 2), 2);
    _CPU_Virtual_Irq_acknowledge(ALARM);
    GUEST_CHECK(failures, "after the acknowledge", delivered, 2);
    GUEST_CHECK(failures, "count of those in service", deliveries[1].count, 5);
    raise_times(ALARM, 1);
    _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Irq_acknowledge(ALARM);
    GUEST_CHECK(failures, "acknowledged while disabled", delivered, 2);
    _CPU_Virtual_Interrupts_open();
    GUEST_CHECK(failures, "after opening", delivered, 3);
    _CPU_Virtual_Irq_acknowledge(ALARM);
    GUEST_CHECK(failures, "nothing was pending", delivered, 3);
    _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Irq_detach(ALARM);
    return failures;
}

/* Nothing is in service: no acknowledge may change that. */
static unsigned acknowledge_without_effect(void)
{
    unsigned failures = 0;

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Irq_request(ALARM);
    _CPU_Virtual_Irq_request(5);
    raise_times(ALARM, 1);
    for (int vector = -1; vector <= 40; vector++)
        _CPU_Virtual_Irq_acknowledge(vector);
    for (size_t i = 0; i < WILD_COUNT; i++)
        _CPU_Virtual_Irq_acknowledge(wild[i]);
    GUEST_CHECK(failures, "still pending", _CPU_Virtual_Irq_is_pending(ALARM), 1);
    GUEST_CHECK(failures, "still connected", _CPU_Virtual_Irq_is_connected(5), 1);
    _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
    GUEST_CHECK(failures, "deliveries", delivered, 1);
    _CPU_Virtual_Irq_detach(ALARM);
    _CPU_Virtual_Irq_detach(5);
    return failures;
}

static void detach_in_service(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    record_delivery(vector, count);
    raise_times(vector, 3);
    _CPU_Virtual_Irq_detach(vector);
}

/* A line begins empty however it was left. */
static unsigned detach_and_request_again(void)
{
    unsigned failures = 0;

    set_handler(detach_in_service);
    _CPU_Virtual_Interrupts_open();
    for (unsigned i = 1; i <= 3; i++) {
        GUEST_CHECK(failures, "request", _CPU_Virtual_Irq_request(ALARM), _CPU_VIRTUAL_IRQ_OK);
        GUEST_CHECK(failures, "pending", _CPU_Virtual_Irq_is_pending(ALARM), 0);
        raise_times(ALARM, 1);
        GUEST_CHECK(failures, "deliveries", delivered, i);
        GUEST_CHECK(failures, "count", deliveries[i - 1].count, 1);
    }
    _CPU_Virtual_Interrupts_close();
    return failures;
}

static unsigned lowest_line_first(void)
{
    static const int order[] = {23, 21, 18, 22, 16, 20, 17, 19};
    unsigned failures = 0;

    set_handler(record_and_acknowledge);
    for (int vector = FIRST_LINE; vector <= LAST_LINE; vector++)
        _CPU_Virtual_Irq_request(vector);
    for (unsigned i = 0; i < 8; i++)
        raise_times(order[i], i + 1);
    _CPU_Virtual_Interrupts_open();
    GUEST_CHECK(failures, "deliveries", delivered, 8);
    for (unsigned i = 0; i < 8; i++) {
        GUEST_CHECK(failures, "vector", deliveries[i].vector, FIRST_LINE + (int)i);
        GUEST_CHECK(failures, "nest level", deliveries[i].nest_level, 1);
    }
    GUEST_CHECK(failures, "count of line 16", deliveries[0].count, 5);
    GUEST_CHECK(failures, "count of line 23", deliveries[7].count, 1);
    _CPU_Virtual_Interrupts_close();
    for (int vector = FIRST_LINE; vector <= LAST_LINE; vector++)
        _CPU_Virtual_Irq_detach(vector);
    return failures;
}

static unsigned left;

/* Each raises the next line and lets it in. */
static void nest(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    record_delivery(vector, count);
    if (vector < CHIME) {
        _CPU_Virtual_Irq_raise(vector + 1);
        _CPU_Virtual_Irq_raise(vector);
        _CPU_Virtual_Interrupts_open();
    }
    left = left * 100 + (unsigned)vector;
    _CPU_Virtual_Interrupts_close();
    if (count == 1 && vector != CHIME)
        _CPU_Virtual_Irq_take(vector, UINT32_MAX);
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned nesting(void)
{
    unsigned failures = 0;

    set_handler(nest);
    left = 0;
    for (int vector = ALARM; vector <= CHIME; vector++)
        _CPU_Virtual_Irq_request(vector);
    _CPU_Virtual_Interrupts_open();
    _CPU_Virtual_Irq_raise(ALARM);
    GUEST_CHECK(failures, "level after it", _CPU_Virtual_Interrupts_get_level(),
                _CPU_VIRTUAL_LEVEL_ENABLED);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "deliveries", delivered, 3);
    GUEST_CHECK(failures, "order of the ends", left, CHIME * 10000 + BELL * 100 + ALARM);
    for (unsigned i = 0; i < 3; i++) {
        GUEST_CHECK(failures, "vector", deliveries[i].vector, ALARM + (int)i);
        GUEST_CHECK(failures, "nest level", deliveries[i].nest_level, i + 1);
        GUEST_CHECK(failures, "level", deliveries[i].level, _CPU_VIRTUAL_LEVEL_DISABLED);
    }
    GUEST_CHECK(failures, "nest level after it", _CPU_Virtual_Irq_nest_level(), 0);
    for (int vector = ALARM; vector <= CHIME; vector++)
        _CPU_Virtual_Irq_detach(vector);
    return failures;
}

static uintptr_t interrupted_program_counter, interrupted_stack_pointer;

static void look(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    record_delivery(vector, count);
    interrupted_program_counter = _CPU_Virtual_Interrupted_program_counter(context);
    interrupted_stack_pointer = _CPU_Virtual_Interrupted_stack_pointer(context);
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned interrupted_context(void)
{
    uintptr_t begin, end, stack;
    unsigned failures = 0;

    set_handler(look);
    _CPU_Virtual_Irq_request(CLOCK);
    _BSP_Virtual_Clock_set(_BSP_Virtual_Clock_read() + 30000);
    _CPU_Virtual_Interrupts_open();
    __asm__ volatile("mov %%esp, %[stack]\n\t"
                     "movl $1f, %[begin]\n\t"
                     "movl $2f, %[end]\n"
                     "1:\n\t"
                     "cmpl $0, %[seen]\n\t"
                     "je 1b\n"
                     "2:"
                     : [stack] "=&r"(stack), [begin] "=&r"(begin), [end] "=&r"(end)
                     : [seen] "m"(delivered)
                     : "cc");
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "stack pointer", interrupted_stack_pointer, stack);
    if (interrupted_program_counter < begin || interrupted_program_counter >= end)
        GUEST_CHECK(failures, "program counter", interrupted_program_counter, begin);
    _CPU_Virtual_Irq_detach(CLOCK);
    return failures;
}

/* Everything that can be called from a handler is, in one. */
static void use_all(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    record_delivery(vector, count);
    if (vector != ALARM)
        goto out;
    record_delivery(_CPU_Virtual_Irq_request(BELL), 0);
    record_delivery(_CPU_Virtual_Irq_request(BELL), 0);
    record_delivery(_CPU_Virtual_Irq_raise(BELL), 0);
    record_delivery((int)_CPU_Virtual_Irq_take(BELL, 1), 0);
    record_delivery(_CPU_Virtual_Irq_raise(BELL), 0);
    record_delivery(_CPU_Virtual_Irq_is_pending(BELL), 0);
    record_delivery(_CPU_Virtual_Irq_is_connected(BELL), 0);
out:
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned from_interrupt_context(void)
{
    static const int seen[] = {ALARM, 0, _CPU_VIRTUAL_IRQ_CONNECTED, 0, 1, 0, 1, 1, BELL};
    unsigned failures = 0;

    set_handler(use_all);
    _CPU_Virtual_Irq_request(ALARM);
    _CPU_Virtual_Interrupts_open();
    _CPU_Virtual_Irq_raise(ALARM);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "results", delivered, sizeof(seen) / sizeof(seen[0]));
    for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
        GUEST_CHECK(failures, "result", deliveries[i].vector, seen[i]);
    _CPU_Virtual_Irq_detach(ALARM);
    _CPU_Virtual_Irq_detach(BELL);
    return failures;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"request, detach and is_connected of every vector", request},
        {"raise and is_pending of every vector", raise},
        {"take one by one and all at once", take},
        {"occurrences are counted while disabled", counted_while_disabled},
        {"occurrences are counted while in service", counted_in_service},
        {"acknowledge of what is not in service", acknowledge_without_effect},
        {"detach in service, and request again", detach_and_request_again},
        {"the lowest line first", lowest_line_first},
        {"nested handlers", nesting},
        {"the interrupted context", interrupted_context},
        {"from interrupt context", from_interrupt_context},
    };

    return LAYER_RUN(tests);
}
