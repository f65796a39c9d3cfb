/* SPDX-License-Identifier: BSD-2-Clause */

/* Clock, counters and console. */
#include <virtualizationlayerbsp.h>
#include "test.h"

#define MS UINT64_C(1000000)

/* What the layer's clock and RTEMS' time may differ by: reading takes time. */
#define READING (MS / 100)

static void wait_until(uint64_t time)
{
    while (_BSP_Virtual_Clock_read() < time)
        _CPU_Virtual_Wait_for_interrupt();
}

/* Time passes in windows of less than the frame: ticks are caught up. */
void test_clock(uint64_t duration)
{
    extern volatile uint32_t Clock_driver_ticks;
    uint64_t begin = _BSP_Virtual_Clock_read(), passed, time, unit;
    uint32_t level;

    _Clock_Initialize();
    check("the timecounter is found", stub_timecounter != NULL &&
                                          stub_timecounter->tc_counter_mask == UINT32_MAX &&
                                          stub_timecounter->tc_frequency <= 1000 * MS &&
                                          1000 * MS % stub_timecounter->tc_frequency == 0);
    unit = 1000 * MS / stub_timecounter->tc_frequency;
    level = i386_disable_interrupts();
    time = _BSP_Virtual_Clock_read() - stub_time() * unit;
    i386_enable_interrupts(level);
    wait_until(begin + duration);
    level = i386_disable_interrupts();
    passed = _BSP_Virtual_Clock_read() - time;
    check("RTEMS' time is module time",
          stub_time() * unit - passed + READING < 2 * READING && passed >= duration - MS);
    i386_enable_interrupts(level);
    level = i386_disable_interrupts();
    passed = _BSP_Virtual_Clock_read() - begin;
    check("every tick came", stub_ticks == passed / MS || stub_ticks == passed / MS - 1);
    check("and was counted", Clock_driver_ticks == stub_ticks);
    check("also those of the time away", stub_ticks >= duration / MS - 1);
    i386_enable_interrupts(level);
}

void test_counters(void)
{
    uint32_t begin = _CPU_Counter_read();
    uint64_t time = _BSP_Virtual_Clock_read();
    benchmark_timer_t measured;

    check("the counter is in nanoseconds", (uint32_t)time - begin < 10000);
    benchmark_timer_initialize();
    measured = benchmark_timer_read();
    check("the benchmark timer subtracts itself", measured < 20);
    benchmark_timer_disable_subtracting_average_overhead(true);
    benchmark_timer_initialize();
    check("or not", benchmark_timer_read() > measured);
}

static void test_output(const console_device *device)
{
    static const char line[] = "a line by the terminal driver\n";

    device->handler->write(device->context, line, sizeof(line) - 1);
    check("output ends with an interrupt", stub_output_done == sizeof(line) - 1);
    device->handler->write(device->context, NULL, 0);
    check("no output, no interrupt", stub_output_done == sizeof(line) - 1);
}

/* Letters and digits in turn; the first characters may be lost while the
 * machine starts, so the text is compared from its end. */
static bool input_as_typed(void)
{
    static const char typed[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    size_t first = 0;

    while (first < stub_input_length && stub_input[first] == '\n')
        first++;
    for (size_t i = first; i < stub_input_length; i++)
        if (stub_input[i] != typed[(i - first) % (sizeof(typed) - 1)])
            return false;
    return stub_input_length - first > 40;
}

/* The characters come when the host gives them, which idle time would overtake. */
static void test_input(void)
{
    uint64_t limit = _BSP_Virtual_Clock_read() + 3000 * MS;

    while (stub_input_last != '.' && _BSP_Virtual_Clock_read() < limit)
        ;
    check("input comes by interrupt", input_as_typed());
    check("what the terminal has no room for is read on",
          stub_input_length == sizeof(stub_input) && stub_input_lost > 0 && stub_input_last == '.');
}

void test_console(void)
{
    const console_device *device = &console_device_table[0];
    rtems_termios_tty tty = {0};
    struct termios term = {0};

    check("there is one console, by interrupts", console_device_count == 1 &&
                                                     device->probe(device->context) &&
                                                     device->handler->mode == TERMIOS_IRQ_DRIVEN);
    check("it opens", device->handler->first_open(&tty, device->context, &term, NULL) &&
                          term.speed != 0 &&
                          device->handler->set_attributes(device->context, &term));
    test_output(device);
    test_input();
    device->handler->last_close(&tty, device->context, NULL);
    check("it opens again", device->handler->first_open(&tty, device->context, &term, NULL));
    device->handler->last_close(&tty, device->context, NULL);
    check("nothing more to read", BSP_poll_char() == -1);
}
