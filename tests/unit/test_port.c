/* SPDX-License-Identifier: BSD-2-Clause */

/* Ports: every result of their calls, boundaries, order, flags, events. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/boot.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"
#include "snapshot.h"

#define PARTITIONS 4u
#define WINDOW     1000000000ull
#define KEPT       BULKHEAD_PORT_KEPT

enum { SAMPLING, QUEUE, TINY, LARGE, NO_SOURCE, NO_DESTINATION, CHANNELS };
static const struct bulkhead_config_channel channels[CHANNELS] = {
    [SAMPLING] = {BULKHEAD_PORT_SAMPLING, 64, 1, 0},
    [QUEUE] = {BULKHEAD_PORT_QUEUING, 99, 3, 0},
    [TINY] = {BULKHEAD_PORT_QUEUING, 1, 1, 0},
    [LARGE] = {BULKHEAD_PORT_QUEUING, BULKHEAD_MAX_MESSAGE_SIZE, 2, 0},
    [NO_SOURCE] = {BULKHEAD_PORT_QUEUING, 8, 2, 0},
    [NO_DESTINATION] = {BULKHEAD_PORT_QUEUING, 8, 2, 0},
};

#define SOURCE      BULKHEAD_PORT_SOURCE
#define DESTINATION BULKHEAD_PORT_DESTINATION
#define REFRESH     5000u

static const struct bulkhead_config_port ports[] = {
    {0, SAMPLING, SOURCE, 0, 0, "s"},
    {0, SAMPLING, DESTINATION, 0, REFRESH, "own"},
    {0, QUEUE, SOURCE, 0, 0, "q"},
    {0, TINY, DESTINATION, 0, 0, "t"},
    {0, LARGE, SOURCE, 0, 0, "l"},
    {0, NO_DESTINATION, SOURCE, 0, 0, "n"},
    {1, SAMPLING, DESTINATION, 0, REFRESH, "s"},
    {1, QUEUE, DESTINATION, 0, 0, "q"},
    {1, TINY, SOURCE, 0, 0, "t"},
    {1, NO_SOURCE, DESTINATION, 0, 0, "n"},
    {2, SAMPLING, DESTINATION, 0, 0, "s"},
    {2, LARGE, DESTINATION, 0, 0, "l"},
};
/* The ports' numbers in their partitions. */
enum { P0_SAMPLING, P0_OWN, P0_QUEUE, P0_TINY, P0_LARGE, P0_NO_DESTINATION, P0_PORTS };
enum { P1_SAMPLING, P1_QUEUE, P1_TINY, P1_NO_SOURCE, P1_PORTS };
enum { P2_SAMPLING, P2_LARGE, P2_PORTS };

static struct block block;

static int boot(void **state)
{
    static const struct window_plan plan[] = {
        {0, 0, WINDOW}, {0, 1, WINDOW}, {0, 2, WINDOW}, {0, 3, WINDOW}};
    const struct block_sizes sizes = {CHANNELS, ELEMENTS(ports), 0, 0, 0};

    (void)state;
    block = block_make_with(PARTITIONS, plan, ELEMENTS(plan), &sizes);
    memcpy(block.channels, channels, sizeof(channels));
    memcpy(block.ports, ports, sizeof(ports));
    block_seal(&block);
    module_boot(&block);
    for (uint32_t i = 0; i < PARTITIONS; i++) {
        partition_current = &partitions[i];
        call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_PORT, 0);
    }
    partition_current = &partitions[0];
    return 0;
}

static int end(void **state)
{
    (void)state;
    core_reset();
    block_free(&block);
    return 0;
}

static void as(uint32_t index)
{
    partition_current = &partitions[index];
}

/* The sender's message lies at the start of its scratch memory. */
static int32_t send(uint32_t from, uint32_t port, const void *message, uint32_t length)
{
    as(from);
    memcpy(scratch(&partitions[from]), message, length & ~KEPT);
    return call_3(BULKHEAD_HC_PORT_SEND, port, scratch_address(&partitions[from]), length);
}

static int32_t receive(uint32_t to, uint32_t port, uint32_t size)
{
    as(to);
    memset(scratch(&partitions[to]), 0xee, PAGE);
    return call_3(BULKHEAD_HC_PORT_RECEIVE, port, scratch_address(&partitions[to]), size);
}

static const struct bulkhead_port_status *status_of(uint32_t p, uint32_t port)
{
    as(p);
    assert_int_equal(call(BULKHEAD_HC_PORT_STATUS, port, scratch_address(&partitions[p])), 0);
    return scratch(&partitions[p]);
}

/* Reads the event of the port and acknowledges it as a guest does. */
static bool event(uint32_t partition, uint32_t port)
{
    uint32_t *word = &partitions[partition].vcpu->port_events[port / 32];
    uint32_t bit = 1u << port % 32;
    bool was = (*word & bit) != 0;

    *word &= ~bit;
    return was;
}

static uint32_t occurrences(uint32_t partition)
{
    uint32_t count = partitions[partition].virq.count[BULKHEAD_LINE_PORT];

    as(partition);
    call(BULKHEAD_HC_VIRQ_TAKE, BULKHEAD_LINE_PORT, UINT32_MAX);
    return count;
}

static struct channel *channel_of(uint32_t partition, uint32_t port)
{
    return partitions[partition].ports[port].channel;
}

static void numbers_that_do_not_exist(void **state)
{
    static const uint32_t counts[PARTITIONS] = {P0_PORTS, P1_PORTS, P2_PORTS, 0};
    static const uint32_t wild[] = {31, 32, 511, 512, 4096, INT32_MAX, 1u << 31, UINT32_MAX};

    (void)state;
    for (uint32_t p = 0; p < PARTITIONS; p++) {
        uint32_t address = scratch_address(&partitions[p]);

        as(p);
        assert_int_equal(partitions[p].port_count, counts[p]);
        for (size_t i = 0; i < ELEMENTS(wild) + 2; i++) {
            uint32_t number = i < 2 ? counts[p] + (uint32_t)i : wild[i - 2];

            assert_refused_3(BULKHEAD_HC_PORT_SEND, number, address, 1, BULKHEAD_E_RANGE);
            assert_refused_3(BULKHEAD_HC_PORT_RECEIVE, number, address, 64, BULKHEAD_E_RANGE);
            assert_refused(BULKHEAD_HC_PORT_STATUS, number, address, BULKHEAD_E_RANGE);
            assert_refused(BULKHEAD_HC_PORT_CLEAR, number, 0, BULKHEAD_E_RANGE);
        }
    }
}

static void wrong_directions(void **state)
{
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    for (uint32_t port = 0; port < P0_PORTS; port++) {
        if (ports[port].direction == DESTINATION) {
            assert_refused_3(BULKHEAD_HC_PORT_SEND, port, address, 1, BULKHEAD_E_PERMISSION);
            continue;
        }
        assert_refused_3(BULKHEAD_HC_PORT_RECEIVE, port, address, 9000, BULKHEAD_E_PERMISSION);
        assert_refused(BULKHEAD_HC_PORT_CLEAR, port, 0, BULKHEAD_E_PERMISSION);
    }
    assert_refused(BULKHEAD_HC_PORT_CLEAR, P0_OWN, 0, BULKHEAD_E_ARGUMENT);
}

static void lengths_at_each_boundary(void **state)
{
    static const char message[BULKHEAD_MAX_MESSAGE_SIZE];
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    for (uint32_t port = 0; port < P0_PORTS; port++) {
        uint32_t max = channels[ports[port].channel].message_size;
        uint32_t bad[] = {0,         max + 1,   9000,       0xffff,          0x10000 | max,
                          INT32_MAX, KEPT | 0u, UINT32_MAX, KEPT | (max + 1)};

        if (ports[port].direction == DESTINATION)
            continue;
        for (size_t i = 0; i < ELEMENTS(bad); i++)
            assert_refused_3(BULKHEAD_HC_PORT_SEND, port, address, bad[i], BULKHEAD_E_ARGUMENT);
        assert_int_equal(send(0, port, message, 1), BULKHEAD_OK);
        assert_int_equal(send(0, port, message, KEPT | max), BULKHEAD_OK);
    }
    assert_int_equal(receive(2, P2_LARGE, 1), 1);
    assert_int_equal(receive(2, P2_LARGE, BULKHEAD_MAX_MESSAGE_SIZE), BULKHEAD_MAX_MESSAGE_SIZE);
    assert_int_equal(receive(1, P1_QUEUE, UINT32_MAX), 1);
    assert_int_equal(receive(1, P1_QUEUE, INT32_MAX), 99);
}

/* The buffer must hold the message that is there, not the largest one. */
static void buffers_at_each_boundary(void **state)
{
    uint32_t address = scratch_address(&partitions[1]);
    static const uint32_t small[] = {0, 1, 5, 6};

    (void)state;
    send(0, P0_QUEUE, "message", 7);
    send(0, P0_SAMPLING, "message", 7);
    as(1);
    for (size_t i = 0; i < ELEMENTS(small); i++) {
        assert_refused_3(BULKHEAD_HC_PORT_RECEIVE, P1_QUEUE, address, small[i],
                         BULKHEAD_E_ARGUMENT);
        assert_refused_3(BULKHEAD_HC_PORT_RECEIVE, P1_SAMPLING, address, small[i],
                         BULKHEAD_E_ARGUMENT);
    }
    assert_int_equal(receive(1, P1_QUEUE, 7), 7);
    /* No byte behind the message was written. */
    assert_memory_equal(scratch(&partitions[1]), "message\xee\xee", 9);
    assert_int_equal(receive(1, P1_SAMPLING, 7), 7 | BULKHEAD_PORT_VALID | BULKHEAD_PORT_UPDATED);
    assert_refused_3(BULKHEAD_HC_PORT_RECEIVE, P1_QUEUE, address, 99, BULKHEAD_E_EMPTY);
    assert_refused_3(BULKHEAD_HC_PORT_RECEIVE, P1_QUEUE, 0, 0, BULKHEAD_E_EMPTY);
}

static void wild_addresses(void **state)
{
    (void)state;
    as(0);
    assert_bad_addresses_refused(BULKHEAD_HC_PORT_SEND, (uint32_t[3]){P0_QUEUE, 0, 40}, 1, 40);
    assert_bad_addresses_refused(BULKHEAD_HC_PORT_SEND, (uint32_t[3]){P0_SAMPLING, 0, 40}, 1, 40);
    send(0, P0_QUEUE, "first", 5);
    send(0, P0_SAMPLING, "last", 4);
    send(0, P0_LARGE, "large", 5);
    assert_bad_addresses_refused(BULKHEAD_HC_PORT_STATUS, (uint32_t[3]){P0_OWN}, 1,
                                 sizeof(struct bulkhead_port_status));
    assert_bad_addresses_refused(BULKHEAD_HC_PORT_RECEIVE, (uint32_t[3]){P0_OWN, 0, 4}, 1, 4);
    as(2);
    assert_bad_addresses_refused(BULKHEAD_HC_PORT_RECEIVE, (uint32_t[3]){P2_LARGE, 0, 9}, 1, 5);
    assert_bad_addresses_refused(BULKHEAD_HC_PORT_RECEIVE, (uint32_t[3]){P2_SAMPLING, 0, 9}, 1, 4);
    /* A read-only page is readable: a message may come from there, not go there. */
    as(0);
    assert_int_equal(call_3(BULKHEAD_HC_PORT_SEND, P0_QUEUE, BULKHEAD_START_INFO_ADDRESS, 40), 0);
    as(1);
    assert_refused_3(BULKHEAD_HC_PORT_RECEIVE, P1_QUEUE, BULKHEAD_START_INFO_ADDRESS, 99,
                     BULKHEAD_E_ADDRESS);
    assert_int_equal(receive(1, P1_QUEUE, 99), 5);
}

/* A copy that fails in the middle: whatever came over, no message is there. */
static void half_readable_message(void **state)
{
    (void)state;
    send(0, P0_SAMPLING, "last", 4);
    event(0, P0_OWN);
    as(0);
    assert_int_equal(call_3(BULKHEAD_HC_PORT_SEND, P0_SAMPLING, snapshot_too_near_the_end(40), 40),
                     BULKHEAD_E_ADDRESS);
    assert_int_equal(call_3(BULKHEAD_HC_PORT_SEND, P0_QUEUE, snapshot_too_near_the_end(40), 40),
                     BULKHEAD_E_ADDRESS);
    assert_false(event(0, P0_OWN));
    assert_int_equal(receive(1, P1_QUEUE, 99), BULKHEAD_E_EMPTY);
    assert_int_equal(receive(0, P0_OWN, 64) & 0xffff, 4);
    assert_memory_equal(scratch(&partitions[0]), "last", 4);
}

static void half_writable_buffer(void **state)
{
    (void)state;
    send(0, P0_QUEUE, "abcdefgh", 8);
    as(1);
    assert_int_equal(call_3(BULKHEAD_HC_PORT_RECEIVE, P1_QUEUE, snapshot_too_near_the_end(8), 8),
                     BULKHEAD_E_ADDRESS);
    assert_int_equal(receive(1, P1_QUEUE, 8), 8);
    assert_memory_equal(scratch(&partitions[1]), "abcdefgh", 8);
}

static void events_of_several_destinations(void **state)
{
    (void)state;
    partitions[2].virq.connected = 0;
    send(0, P0_SAMPLING, "x", 1);
    assert_true(event(0, P0_OWN) && event(1, P1_SAMPLING) && event(2, P2_SAMPLING));
    assert_int_equal(occurrences(0), 1);
    assert_int_equal(occurrences(1), 1);
    assert_int_equal(occurrences(2), 0);
    assert_int_equal(occurrences(3), 0);
    send(0, P0_QUEUE, "x", 1);
    assert_true(event(1, P1_QUEUE));
    for (uint32_t p = 0; p < PARTITIONS; p++)
        for (uint32_t word = 0; word < BULKHEAD_PORT_EVENT_WORDS; word++)
            assert_int_equal(partitions[p].vcpu->port_events[word], 0);
}

static void room_is_news_after_full_only(void **state)
{
    (void)state;
    for (uint32_t level = 1; level <= 3; level++) {
        for (uint32_t i = 0; i < level; i++)
            assert_int_equal(send(0, P0_QUEUE, "x", 1), BULKHEAD_OK);
        for (uint32_t i = level; i-- > 0;) {
            assert_int_equal(receive(1, P1_QUEUE, 1), 1);
            assert_int_equal(event(0, P0_QUEUE), level == 3 && i == 2);
        }
        assert_int_equal(occurrences(0), level == 3);
    }
    for (uint32_t level = 0; level <= 3; level++) {
        for (uint32_t i = 0; i < level; i++)
            send(0, P0_QUEUE, "x", 1);
        as(1);
        assert_int_equal(call(BULKHEAD_HC_PORT_CLEAR, P1_QUEUE, 0), BULKHEAD_OK);
        assert_int_equal(event(0, P0_QUEUE), level == 3);
        assert_int_equal(channel_of(1, P1_QUEUE)->ring.count, 0);
        assert_int_equal(receive(1, P1_QUEUE, 99), BULKHEAD_E_EMPTY);
    }
}

static void overflow_is_told_once(void **state)
{
    (void)state;
    assert_int_equal(status_of(0, P0_TINY)->flags, 0);
    assert_int_equal(send(1, P1_TINY, "a", 1), BULKHEAD_OK);
    /* A sender that tries again has lost nothing. */
    assert_int_equal(send(1, P1_TINY, "b", KEPT | 1), BULKHEAD_E_FULL);
    assert_int_equal(receive(0, P0_TINY, 1), 1);
    assert_int_equal(send(1, P1_TINY, "a", 1), BULKHEAD_OK);
    assert_int_equal(send(1, P1_TINY, "b", 1), BULKHEAD_E_FULL);
    assert_int_equal(send(1, P1_TINY, "b", KEPT | 1), BULKHEAD_E_FULL);
    assert_int_equal(status_of(0, P0_TINY)->flags, BULKHEAD_PORT_OVERFLOWED);
    assert_int_equal(status_of(0, P0_TINY)->messages, 1);
    assert_int_equal(status_of(0, P0_TINY)->time, 0);
    assert_int_equal(receive(0, P0_TINY, 1), 1 | BULKHEAD_PORT_OVERFLOWED);
    assert_int_equal(send(1, P1_TINY, "a", 1), BULKHEAD_OK);
    assert_int_equal(receive(0, P0_TINY, 1), 1);
    /* Clearing forgets it; a length that can't be has lost nothing. */
    send(1, P1_TINY, "a", 1);
    assert_int_equal(send(1, P1_TINY, "bb", 2), BULKHEAD_E_ARGUMENT);
    assert_false(channel_of(0, P0_TINY)->overflowed);
    assert_int_equal(send(1, P1_TINY, "b", 1), BULKHEAD_E_FULL);
    as(0);
    call(BULKHEAD_HC_PORT_CLEAR, P0_TINY, 0);
    send(1, P1_TINY, "a", 1);
    assert_int_equal(receive(0, P0_TINY, 1), 1);
}

static void channels_with_one_end(void **state)
{
    (void)state;
    assert_int_equal(receive(1, P1_NO_SOURCE, 8), BULKHEAD_E_EMPTY);
    as(1);
    assert_int_equal(call(BULKHEAD_HC_PORT_CLEAR, P1_NO_SOURCE, 0), BULKHEAD_OK);
    assert_int_equal(send(0, P0_NO_DESTINATION, "x", 1), BULKHEAD_OK);
    assert_int_equal(send(0, P0_NO_DESTINATION, "x", 1), BULKHEAD_OK);
    assert_int_equal(send(0, P0_NO_DESTINATION, "x", 1), BULKHEAD_E_FULL);
    /* Full before the sender was there: nobody is told of the room. */
    channel_of(1, P1_NO_SOURCE)->ring.count = 2;
    assert_int_equal(receive(1, P1_NO_SOURCE, 8), 0);
}

static void sampling_keeps_the_last_message(void **state)
{
    const uint32_t good = BULKHEAD_PORT_VALID, fresh = good | BULKHEAD_PORT_UPDATED;

    (void)state;
    assert_int_equal(receive(1, P1_SAMPLING, 64), BULKHEAD_E_EMPTY);
    assert_int_equal(status_of(1, P1_SAMPLING)->flags, 0);
    send(0, P0_SAMPLING, "one", 3);
    assert_int_equal(receive(1, P1_SAMPLING, 64), 3 | fresh);
    assert_int_equal(status_of(1, P1_SAMPLING)->flags, good);
    assert_int_equal(receive(1, P1_SAMPLING, 64), 3 | good);
    assert_memory_equal(scratch(&partitions[1]), "one\xee", 4);
    send(0, P0_SAMPLING, "three", 5);
    send(0, P0_SAMPLING, "four", 4);
    for (uint32_t p = 0; p < 3; p++) {
        uint32_t port = p == 0 ? P0_OWN : 0;

        assert_int_equal(receive(p, port, 64), 4 | fresh);
        assert_int_equal(receive(p, port, 64), 4 | good);
        assert_memory_equal(scratch(&partitions[p]), "four\xee", 5);
    }
    /* The count of writes avoids 0, which means none. */
    channel_of(0, P0_SAMPLING)->writes = UINT32_MAX;
    partitions[1].ports[P1_SAMPLING].seen = UINT32_MAX;
    send(0, P0_SAMPLING, "five", 4);
    assert_int_equal(channel_of(0, P0_SAMPLING)->writes, 1);
    assert_int_equal(receive(1, P1_SAMPLING, 64), 4 | fresh);
}

static void assert_validity(uint64_t refresh, uint64_t age, bool valid)
{
    struct channel *channel = channel_of(1, P1_SAMPLING);
    uint64_t now = sched_now();

    partitions[1].ports[P1_SAMPLING].refresh_period = refresh;
    channel->written_at = now - age;
    assert_int_equal(status_of(1, P1_SAMPLING)->flags & BULKHEAD_PORT_VALID,
                     valid ? BULKHEAD_PORT_VALID : 0);
    assert_int_equal(status_of(1, P1_SAMPLING)->messages, 1);
    assert_true(status_of(1, P1_SAMPLING)->time == now - age);
    assert_int_equal(receive(1, P1_SAMPLING, 64) & (int32_t)BULKHEAD_PORT_VALID,
                     valid ? (int32_t)BULKHEAD_PORT_VALID : 0);
}

static void validity_by_age(void **state)
{
    static const uint64_t periods[] = {1, REFRESH, UINT32_MAX, 1ull << 32, 1ull << 62};

    (void)state;
    null_machine.now = 7000;
    send(0, P0_SAMPLING, "x", 1);
    assert_true(channel_of(0, P0_SAMPLING)->written_at == 7000);
    for (size_t i = 0; i < ELEMENTS(periods); i++) {
        assert_validity(periods[i], periods[i] - 1, true);
        assert_validity(periods[i], periods[i], true);
        assert_validity(periods[i], periods[i] + 1, false);
        assert_validity(0, periods[i], true);
    }
    /* By time that passes, over a switch of windows. */
    partitions[1].ports[P1_SAMPLING].refresh_period = WINDOW;
    null_machine.now = 8000;
    send(0, P0_SAMPLING, "x", 1);
    as(0);
    module_run_until(WINDOW + 8000, 0);
    assert_ptr_equal(partition_current, &partitions[1]);
    assert_int_not_equal(receive(1, P1_SAMPLING, 64) & (int32_t)BULKHEAD_PORT_VALID, 0);
    null_machine.now++;
    assert_int_equal(receive(1, P1_SAMPLING, 64) & (int32_t)BULKHEAD_PORT_VALID, 0);
}

/* What a queue must do, for random sizes, levels and bad calls between. */
static void queue_against_a_model(void **state)
{
    char sent[3][99];
    uint32_t lengths[3], count = 0, next = 0;
    bool overflowed = false;
    struct random random = {77};

    (void)state;
    for (int step = 0; step < 30000; step++) {
        uint32_t length = 1 + random_below(&random, 99);

        if (random_below(&random, 2) == 0) {
            bool kept = random_below(&random, 2) == 0;
            char *message = sent[next];

            if (count < 3) {
                for (uint32_t i = 0; i < length; i++)
                    message[i] = (char)random_next(&random);
                lengths[next] = length;
            }
            assert_int_equal(send(0, P0_QUEUE, message, length | (kept ? KEPT : 0)),
                             count < 3 ? BULKHEAD_OK : BULKHEAD_E_FULL);
            assert_int_equal(event(1, P1_QUEUE), count < 3);
            overflowed = overflowed || (count == 3 && !kept);
            next = count < 3 ? (next + 1) % 3 : next;
            count = count < 3 ? count + 1 : count;
        } else {
            uint32_t oldest = (next + 3 - count) % 3, size = random_below(&random, 120);
            int32_t expected = count == 0               ? BULKHEAD_E_EMPTY
                               : size < lengths[oldest] ? BULKHEAD_E_ARGUMENT
                                                        : (int32_t)lengths[oldest];

            if (expected >= 0 && overflowed)
                expected |= (int32_t)BULKHEAD_PORT_OVERFLOWED;
            assert_int_equal(receive(1, P1_QUEUE, size), expected);
            assert_int_equal(event(0, P0_QUEUE), expected >= 0 && count == 3);
            if (expected < 0)
                continue;
            assert_memory_equal(scratch(&partitions[1]), sent[oldest], lengths[oldest]);
            overflowed = false;
            count--;
        }
    }
}

/* The partition's part in a restart. */
static void restart_of_an_end(void **state)
{
    (void)state;
    send(0, P0_SAMPLING, "last", 4);
    send(0, P0_QUEUE, "kept", 4);
    receive(1, P1_SAMPLING, 64);
    ports_restart(&partitions[1], false);
    assert_int_equal(channel_of(1, P1_QUEUE)->ring.count, 1);
    assert_int_not_equal(receive(1, P1_SAMPLING, 64) & (int32_t)BULKHEAD_PORT_UPDATED, 0);
    for (int i = 0; i < 3; i++)
        send(0, P0_QUEUE, "full", 4);
    assert_true(channel_of(1, P1_QUEUE)->overflowed);
    /* The source's end keeps what is on its way. */
    ports_restart(&partitions[0], true);
    assert_int_equal(channel_of(1, P1_QUEUE)->ring.count, 3);
    ports_restart(&partitions[1], true);
    assert_int_equal(channel_of(1, P1_QUEUE)->ring.count, 0);
    assert_false(channel_of(1, P1_QUEUE)->overflowed);
    assert_true(event(0, P0_QUEUE));
    assert_int_equal(receive(1, P1_SAMPLING, 64) & 0xffff, 4);
}

static void call_waits_for_time(void **state)
{
    uint32_t length = BULKHEAD_MAX_MESSAGE_SIZE;
    uint64_t latest = WINDOW - BULKHEAD_DEFAULT_LEAD - channel_of(0, P0_LARGE)->time - 1;

    (void)state;
    as(0);
    null_machine.now = latest + 1;
    assert_int_equal(
        call_3(BULKHEAD_HC_PORT_SEND, P0_LARGE, scratch_address(&partitions[0]), length),
        INT32_MIN);
    assert_int_equal(partitions[0].arch.context.third, length);
    null_machine.now = latest;
    assert_int_equal(
        call_3(BULKHEAD_HC_PORT_SEND, P0_LARGE, scratch_address(&partitions[0]), length),
        BULKHEAD_OK);
    assert_int_equal(receive(2, P2_LARGE, length), length);
    send(0, P0_LARGE, "a", 1);
    null_machine.now = latest + 1;
    assert_int_equal(receive(2, P2_LARGE, length), INT32_MIN);
    assert_int_equal(channel_of(2, P2_LARGE)->ring.count, 1);
}

/* As many ports as a partition can have: each one's bit, and the first's cost. */
static void most_ports_of_a_partition(void **state)
{
    static const struct window_plan plan[] = {{0, 0, WINDOW}, {0, 1, WINDOW}};
    const struct block_sizes sizes = {512, 1024, 0, 0, 0};

    (void)state;
    block = block_make_with(2, plan, ELEMENTS(plan), &sizes);
    for (uint32_t i = 0; i < 1024; i++) {
        block.ports[i].partition = i / 512;
        block.ports[i].channel = i % 512;
        block.ports[i].direction = i < 512 ? SOURCE : DESTINATION;
    }
    block_seal(&block);
    module_boot(&block);
    for (uint32_t i = 0; i < 512; i++) {
        assert_int_equal(send(0, i, &i, sizeof(i)), BULKHEAD_OK);
        for (uint32_t word = 0; word < 16; word++)
            assert_int_equal(partitions[1].vcpu->port_events[word],
                             word == i / 32 ? 1u << i % 32 : 0);
        assert_true(event(1, i));
    }
    assert_refused_3(BULKHEAD_HC_PORT_SEND, 512, scratch_address(&partitions[0]), 4,
                     BULKHEAD_E_RANGE);
    for (uint32_t i = 0; i < 512; i++) {
        assert_int_equal(receive(1, i, 64) & 0xffff, sizeof(i));
        assert_memory_equal(scratch(&partitions[1]), &i, sizeof(i));
    }
    end(NULL);
}

static void boot_body(void *info)
{
    boot_main(info);
}

/* However little memory there is: a message, and no more. */
static void machine_without_memory_for_messages(void **state)
{
    struct boot_info info = {.config = block.config, .config_available = block.config->total_size};
    size_t whole = 0, size;

    (void)state;
    for (size_t i = 0; null_memory(i, &size) != NULL; i++)
        whole += size;
    for (size_t missing = PAGE; missing <= 12 * PAGE; missing += PAGE) {
        core_reset();
        null_machine.memory_left = whole - missing;
        assert_true(null_exits(boot_body, &info));
        assert_int_equal(null_machine.exit_why, ARCH_EXIT_REFUSED);
        assert_non_null(strstr(null_machine.output, "has not enough memory for the ports"));
    }
    core_reset();
    null_machine.memory_left = whole;
    assert_false(null_exits(boot_body, &info));
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(numbers_that_do_not_exist),
        CASE(wrong_directions),
        CASE(lengths_at_each_boundary),
        CASE(buffers_at_each_boundary),
        CASE(wild_addresses),
        CASE(half_readable_message),
        CASE(half_writable_buffer),
        CASE(events_of_several_destinations),
        CASE(room_is_news_after_full_only),
        CASE(overflow_is_told_once),
        CASE(channels_with_one_end),
        CASE(sampling_keeps_the_last_message),
        CASE(validity_by_age),
        CASE(queue_against_a_model),
        CASE(restart_of_an_end),
        CASE(call_waits_for_time),
        CASE(machine_without_memory_for_messages),
        cmocka_unit_test(most_ports_of_a_partition),
    };

    return cmocka_run_group_tests_name("ports", tests, NULL, NULL);
}
