/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "arch/cpu.h"
#include "arch/layout.h"
#include "arch/x86.h"
#include "board.h"
#include "bulkhead/start_info.h"
#include "irqchip/i8259.h"
#include "kernel/boot.h"
#include "kernel/panic.h"
#include "kernel/partition.h"
#include "kernel/time.h"
#include "serial/ns16550.h"
#include "timer/i8254.h"
#include "timer/lapic.h"

#define NS_PER_S 1000000000u

/* Frequencies are measured until reading the reference is this small a part. */
#define MEASURE_PARTS 50000u
/* Counts of the reference after which measuring stops anyway. */
#define MEASURE_MAX 60000u

#define DEBUG_EXIT_PORTS 4u

static uint32_t counter_hz, timer_hz;
static uint16_t debug_exit_port;

static time_scale counter_to_ns, ns_to_counter;
static struct time_scale_32 counter_to_ns_32, ns_to_timer;
static uint64_t counter_entry, counter_start;

/* Larger values do not fit the results of the 32-bit scales. */
static uint32_t short_ticks, timer_max;

/* The counter at the time that was waited for last, with 32 bits of fraction, so
 * that adding up durations is as exact as converting times. */
static uint64_t counter_waited;
static uint32_t counter_waited_fraction;

BOOT_ONLY void machine_console_init(void)
{
    counter_entry = cpu_counter();
    ns16550_init(board.console_port, board.console_divisor);
}

/* The number after name in the command line, 0 if it is not there. */
BOOT_ONLY static uint32_t option(const char *line, const char *name)
{
    size_t length = strlen(name);
    uint32_t value = 0, base = 10;

    while (*line != '\0' && memcmp(line, name, length) != 0)
        line++;
    if (*line == '\0')
        return 0;
    line += length;
    if (line[0] == '0' && line[1] == 'x') {
        base = 16;
        line += 2;
    }
    for (;; line++) {
        if (*line >= '0' && *line <= '9')
            value = value * base + (uint32_t)(*line - '0');
        else if (base == 16 && *line >= 'a' && *line <= 'f')
            value = value * base + (uint32_t)(*line - 'a' + 10);
        else
            return value;
    }
}

BOOT_ONLY void machine_options(const char *command_line)
{
    counter_hz = option(command_line, "tsc=");
    timer_hz = option(command_line, "timer=");
    debug_exit_port = (uint16_t)option(command_line, "debug-exit=");
}

/* Waits for a change of the reference; returns its count then. */
BOOT_ONLY static uint16_t reference_edge(uint64_t *counter)
{
    uint16_t first = i8254_count(), count;

    do {
        *counter = cpu_counter();
        count = i8254_count();
    } while (count == first);
    return count;
}

static uint32_t frequency(uint64_t ticks, uint32_t counts)
{
    return (uint32_t)(ticks * I8254_HZ / counts);
}

BOOT_ONLY static void measure_frequencies(void)
{
    uint64_t first, last, cost;
    uint16_t from, to;
    uint32_t timer_left;

    i8254_start();
    from = reference_edge(&first);
    lapic_timer_set(UINT32_MAX);
    cost = cpu_counter();
    i8254_count();
    cost = cpu_counter() - cost;
    while (cpu_counter() - first < cost * MEASURE_PARTS &&
           (uint32_t)(from - i8254_count()) < MEASURE_MAX)
        ;
    to = reference_edge(&last);
    timer_left = lapic_timer_left();
    lapic_timer_set(1);
    if (counter_hz == 0)
        counter_hz = frequency(last - first, (uint32_t)(from - to));
    if (timer_hz == 0)
        timer_hz = frequency(UINT32_MAX - timer_left, (uint32_t)(from - to));
}

/* The largest 32-bit value in units of from_hz that is one in units of to_hz. */
BOOT_ONLY static uint32_t largest(uint32_t from_hz, uint32_t to_hz)
{
    uint64_t value = (uint64_t)UINT32_MAX * from_hz / to_hz;

    return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value - 1;
}

BOOT_ONLY void machine_init(void)
{
    i8259_init(VECTOR_FIRST_LINE);
    lapic_init(VECTOR_TIMER, VECTOR_SPURIOUS);
    if (counter_hz == 0 || timer_hz == 0)
        measure_frequencies();
    if (counter_hz == 0 || timer_hz == 0)
        refuse("", "the frequency of the processor's counters can't be found");
    counter_to_ns = time_scale_make(counter_hz, NS_PER_S);
    ns_to_counter = time_scale_make(NS_PER_S, counter_hz);
    counter_to_ns_32 = time_scale_32_make(counter_hz, NS_PER_S);
    ns_to_timer = time_scale_32_make(NS_PER_S, timer_hz);
    short_ticks = largest(counter_hz, NS_PER_S);
    timer_max = largest(NS_PER_S, timer_hz);
}

uint64_t arch_time_now(void)
{
    return time_scale_apply(counter_to_ns, cpu_counter() - counter_start);
}

/* For a window so long that its ticks take more than 32 bits. */
__attribute__((noinline)) static uint32_t long_time(uint64_t ticks)
{
    uint64_t ns = time_scale_apply(counter_to_ns, ticks);

    return ns > UINT32_MAX ? UINT32_MAX : (uint32_t)ns;
}

uint32_t arch_time_since_wait(void)
{
    uint64_t ticks = cpu_counter() - counter_waited;

    if (__builtin_expect((uint32_t)(ticks >> 32) != 0 || (uint32_t)ticks > short_ticks, 0))
        return long_time(ticks);
    return cpu_scale((uint32_t)ticks, counter_to_ns_32.mult, counter_to_ns_32.shift);
}

void arch_time_start(void)
{
    counter_start = cpu_counter();
    counter_waited = counter_start;
    counter_waited_fraction = 0;
}

void arch_time_describe(struct bulkhead_start_info *info)
{
    info->clock_scale = counter_to_ns;
    info->clock_base = counter_start;
    info->boot_duration = time_scale_apply(counter_to_ns, counter_start - counter_entry);
}

void arch_timer_set(uint32_t delta)
{
    uint32_t ns = delta < timer_max ? delta : timer_max;

    /* One more, for 0 would stop it. */
    lapic_timer_set(cpu_scale(ns, ns_to_timer.mult, ns_to_timer.shift) + 1);
}

void arch_time_wait_until(uint64_t time)
{
    counter_waited = counter_start + time_scale_apply(ns_to_counter, time);
    counter_waited_fraction = (uint32_t)time * (uint32_t)ns_to_counter;
    x86_wait_for_counter(counter_waited);
}

BOOT_ONLY struct arch_duration arch_duration(uint32_t ns)
{
    return (struct arch_duration){
        .ticks = time_scale_apply(ns_to_counter, ns),
        .fraction = ns * (uint32_t)ns_to_counter,
    };
}

void arch_time_wait_for(const struct arch_duration *passed)
{
    uint32_t fraction;
    bool carry = __builtin_add_overflow(counter_waited_fraction, passed->fraction, &fraction);

    counter_waited_fraction = fraction;
    counter_waited += passed->ticks + carry;
    x86_wait_for_counter(counter_waited);
}

void machine_timer_end(void)
{
    lapic_end();
}

bool machine_line_begin(unsigned line)
{
    return i8259_take(line);
}

void arch_line_unmask(unsigned line)
{
    i8259_unmask(line);
}

void arch_line_mask(unsigned line)
{
    i8259_mask(line);
}

void arch_devices_open(struct partition *partition)
{
    i8259_select((uint16_t)partition->config->hw_lines);
    descriptors_set_ports(partition->arch.ports);
}

void arch_devices_close(void)
{
    i8259_close();
    descriptors_set_ports(NULL);
}

BOOT_ONLY bool arch_line_set_level(unsigned line)
{
    return i8259_set_level(line);
}

uint32_t arch_lines_reserved(void)
{
    return board.reserved_lines;
}

BOOT_ONLY static bool overlaps(uint32_t first, uint32_t count, uint32_t other, uint32_t other_count)
{
    return first < other + other_count && other < first + count;
}

BOOT_ONLY bool arch_io_grantable(uint32_t first, uint32_t count)
{
    for (unsigned i = 0; board.reserved_ports[i].count != 0; i++)
        if (overlaps(first, count, board.reserved_ports[i].first, board.reserved_ports[i].count))
            return false;
    return debug_exit_port == 0 || !overlaps(first, count, debug_exit_port, DEBUG_EXIT_PORTS);
}

size_t arch_console_send(const char *text, size_t size)
{
    return ns16550_send(board.console_port, text, size);
}

int arch_console_receive(void)
{
    return ns16550_receive(board.console_port);
}

void arch_exit(enum arch_exit why)
{
    if (debug_exit_port != 0)
        cpu_out8(debug_exit_port, (uint8_t)why);
    for (;;)
        __asm__ volatile("cli; hlt");
}
