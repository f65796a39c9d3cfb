/* SPDX-License-Identifier: BSD-2-Clause */

/* Sampling ports, with the extensions of Part 2: return codes, and what they do. */

#include <limits.h>
#include "peer.h"
#include <ARINC653P2.h>

#define REFRESH (2 * FRAME)

static SAMPLING_PORT_ID_TYPE level, signal_port, lasting;
static PROCESS_ID_TYPE wild_writer, wild_reader;
static APEX_BYTE message[LEVEL_SIZE + 1];
static ERROR_STATUS_TYPE error;
static unsigned handled;

/* Creation ------------------------------------------------------------------ */

static void test_create(void)
{
    SAMPLING_PORT_ID_TYPE id = 0;
    char endless[] = "signalsignalsignalsignalsignalsignal";

    group("CREATE_SAMPLING_PORT in a start mode");
    CODE(INVALID_CONFIG, GET_SAMPLING_PORT_ID, NAME("level"), &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("nothing"), LEVEL_SIZE, SOURCE, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, endless, LEVEL_SIZE, DESTINATION, REFRESH, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("peer_signal"), LEVEL_SIZE, SOURCE, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("requests"), REQUEST_SIZE, SOURCE, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), 0, SOURCE, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), -1, SOURCE, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE - 1, SOURCE, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE + 1, SOURCE, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE, DESTINATION, MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE, (PORT_DIRECTION_TYPE)2,
         MS, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE, SOURCE, 0, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE, SOURCE, NO_TIME, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("signal"), LEVEL_SIZE, DESTINATION, REFRESH + 1,
         &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("signal"), LEVEL_SIZE, DESTINATION,
         INFINITE_TIME_VALUE, &id);
    CODE(INVALID_CONFIG, CREATE_SAMPLING_PORT, NAME("lasting"), LEVEL_SIZE, DESTINATION, REFRESH,
         &id);
    EXPECT(id == 0);
    CODE(NO_ERROR, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE, SOURCE, MS, &level);
    CODE(NO_ACTION, CREATE_SAMPLING_PORT, NAME("level"), LEVEL_SIZE, SOURCE, MS, &id);
    CODE(NO_ERROR, CREATE_SAMPLING_PORT, NAME("signal"), LEVEL_SIZE, DESTINATION, REFRESH,
         &signal_port);
    CODE(NO_ERROR, CREATE_SAMPLING_PORT, NAME("lasting"), LEVEL_SIZE, DESTINATION,
         INFINITE_TIME_VALUE, &lasting);
    CODE(NO_ERROR, GET_SAMPLING_PORT_ID, NAME("signal"), &id);
    EXPECT(id == signal_port);
    CODE(INVALID_CONFIG, GET_SAMPLING_PORT_ID, NAME("late"), &id);
}

/* Parameters ---------------------------------------------------------------- */

static void test_parameters(void)
{
    static const SAMPLING_PORT_ID_TYPE wrong[] = {0, -1, 4, INT_MAX, INT_MIN};
    SAMPLING_PORT_CURRENT_STATUS_TYPE current;
    SAMPLING_PORT_STATUS_TYPE status;
    SAMPLING_PORT_ID_TYPE id = 0;
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    SYSTEM_TIME_TYPE stamp;
    UPDATED_TYPE updated;

    group("parameters");
    CODE(INVALID_MODE, CREATE_SAMPLING_PORT, NAME("late"), LEVEL_SIZE, SOURCE, MS, &id);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CODE(INVALID_PARAM, WRITE_SAMPLING_MESSAGE, wrong[i], message, 1);
        CODE(INVALID_PARAM, READ_SAMPLING_MESSAGE, wrong[i], message, &length, &validity);
        CODE(INVALID_PARAM, GET_SAMPLING_PORT_STATUS, wrong[i], &status);
        CODE(INVALID_PARAM, GET_SAMPLING_PORT_CURRENT_STATUS, wrong[i], &current);
        CODE(INVALID_PARAM, READ_UPDATED_SAMPLING_MESSAGE, wrong[i], message, &length, &updated);
        CODE(INVALID_PARAM, READ_SAMPLING_MESSAGE_CONDITIONAL, wrong[i], 0, message, &length,
             &stamp);
    }
    CODE(INVALID_CONFIG, WRITE_SAMPLING_MESSAGE, level, message, LEVEL_SIZE + 1);
    CODE(INVALID_CONFIG, WRITE_SAMPLING_MESSAGE, level, message, INT_MAX);
    CODE(INVALID_PARAM, WRITE_SAMPLING_MESSAGE, level, message, 0);
    CODE(INVALID_PARAM, WRITE_SAMPLING_MESSAGE, level, message, -1);
    CODE(INVALID_CONFIG, WRITE_SAMPLING_MESSAGE, signal_port, message, LEVEL_SIZE + 1);
    CODE(INVALID_MODE, WRITE_SAMPLING_MESSAGE, signal_port, message, 1);
    CODE(INVALID_MODE, READ_SAMPLING_MESSAGE, level, message, &length, &validity);
    CODE(INVALID_MODE, READ_UPDATED_SAMPLING_MESSAGE, level, message, &length, &updated);
    CODE(INVALID_MODE, READ_SAMPLING_MESSAGE_CONDITIONAL, level, 0, message, &length, &stamp);
    CODE(INVALID_PARAM, READ_SAMPLING_MESSAGE_CONDITIONAL, signal_port, -1, message, &length,
         &stamp);
    EXPECT(ask(OPERATION_READ).code == NO_ACTION);
}

/* Messages ------------------------------------------------------------------ */

static void expect_current(SAMPLING_PORT_ID_TYPE port, UPDATED_TYPE updated, AGE_TYPE age)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE current = {0};

    CODE(NO_ERROR, GET_SAMPLING_PORT_CURRENT_STATUS, port, &current);
    EXPECT(current.UPDATED == updated && current.MESSAGE_AGE == age);
    EXPECT(current.MAX_MESSAGE_SIZE == LEVEL_SIZE);
    EXPECT((current.TIME_STAMP == 0) == (updated == EMPTY_PORT));
}

static void test_empty(void)
{
    SAMPLING_PORT_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length = 1;
    VALIDITY_TYPE validity = VALID;
    SYSTEM_TIME_TYPE stamp = 1;
    UPDATED_TYPE updated = NEW_MESSAGE;

    group("nothing was written yet");
    CODE(NO_ACTION, READ_SAMPLING_MESSAGE, signal_port, message, &length, &validity);
    EXPECT(length == 0 && validity == INVALID);
    CODE(NO_ACTION, READ_UPDATED_SAMPLING_MESSAGE, signal_port, message, &length, &updated);
    EXPECT(length == 0 && updated == EMPTY_PORT);
    CODE(NO_ACTION, READ_SAMPLING_MESSAGE_CONDITIONAL, signal_port, 0, message, &length, &stamp);
    EXPECT(length == 0 && stamp == 0);
    expect_current(signal_port, EMPTY_PORT, STALE);
    CODE(NO_ERROR, GET_SAMPLING_PORT_STATUS, signal_port, &status);
    EXPECT(status.REFRESH_PERIOD == REFRESH && status.MAX_MESSAGE_SIZE == LEVEL_SIZE);
    EXPECT(status.PORT_DIRECTION == DESTINATION && status.LAST_MSG_VALIDITY == INVALID);
}

static void test_write(void)
{
    struct received received;

    group("the last message is kept");
    for (MESSAGE_SIZE_TYPE length = 1; length <= LEVEL_SIZE; length += 21) {
        fill(message, length, 1);
        CODE(NO_ERROR, WRITE_SAMPLING_MESSAGE, level, message, length);
        fill(message, length, (unsigned)length);
        CODE(NO_ERROR, WRITE_SAMPLING_MESSAGE, level, message, length);
        received = ask(OPERATION_READ);
        EXPECT(received.code == NO_ERROR && received.length == length);
        EXPECT(received.sum == sum_of(message, length));
    }
}

static void expect_read(VALIDITY_TYPE expected, APEX_BYTE byte, MESSAGE_SIZE_TYPE size)
{
    SAMPLING_PORT_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length = 0;
    VALIDITY_TYPE validity;

    CODE(NO_ERROR, READ_SAMPLING_MESSAGE, signal_port, message, &length, &validity);
    EXPECT(validity == expected && length == size && message[0] == byte);
    CODE(NO_ERROR, GET_SAMPLING_PORT_STATUS, signal_port, &status);
    EXPECT(status.LAST_MSG_VALIDITY == expected);
}

static void test_validity(void)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE current = {0};

    group("a message is valid for the refresh period");
    request(OPERATION_WRITE, 'a', 5);
    let_peer_run();
    expect_current(signal_port, NEW_MESSAGE, FRESH);
    expect_read(VALID, 'a', 5);
    expect_current(signal_port, CONSUMED_MESSAGE, FRESH);
    CODE(NO_ERROR, GET_SAMPLING_PORT_CURRENT_STATUS, signal_port, &current);
    CODE(NO_ERROR, TIMED_WAIT, current.TIME_STAMP + REFRESH - now() - MS / 10);
    expect_read(VALID, 'a', 5);
    CODE(NO_ERROR, TIMED_WAIT, current.TIME_STAMP + REFRESH - now() + 1);
    expect_read(INVALID, 'a', 5);
    expect_current(signal_port, CONSUMED_MESSAGE, STALE);
    request(OPERATION_WRITE, 'b', 6);
    let_peer_run();
    expect_read(VALID, 'b', 6);
    expect_current(lasting, NEW_MESSAGE, FRESH);
}

static void test_extensions(void)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE current = {0};
    MESSAGE_SIZE_TYPE length = 1;
    SYSTEM_TIME_TYPE stamp = 0;
    UPDATED_TYPE updated = EMPTY_PORT;

    group("READ_UPDATED_SAMPLING_MESSAGE");
    message[0] = 'x';
    CODE(NO_ACTION, READ_UPDATED_SAMPLING_MESSAGE, signal_port, message, &length, &updated);
    EXPECT(updated == CONSUMED_MESSAGE && length == 0 && message[0] == 'x');
    request(OPERATION_WRITE, 'c', 7);
    let_peer_run();
    CODE(NO_ERROR, READ_UPDATED_SAMPLING_MESSAGE, signal_port, message, &length, &updated);
    EXPECT(updated == NEW_MESSAGE && length == 7 && message[0] == 'c');
    CODE(NO_ACTION, READ_UPDATED_SAMPLING_MESSAGE, signal_port, message, &length, &updated);
    EXPECT(updated == CONSUMED_MESSAGE);

    group("READ_SAMPLING_MESSAGE_CONDITIONAL");
    CODE(NO_ERROR, GET_SAMPLING_PORT_CURRENT_STATUS, signal_port, &current);
    message[0] = 'x';
    CODE(NO_ACTION, READ_SAMPLING_MESSAGE_CONDITIONAL, signal_port, current.TIME_STAMP, message,
         &length, &stamp);
    EXPECT(length == 0 && stamp == current.TIME_STAMP && message[0] == 'x');
    CODE(NO_ERROR, READ_SAMPLING_MESSAGE_CONDITIONAL, signal_port, current.TIME_STAMP - 1, message,
         &length, &stamp);
    EXPECT(length == 7 && stamp == current.TIME_STAMP && message[0] == 'c');

    group("one source, two destinations: each was read or not");
    expect_current(lasting, NEW_MESSAGE, FRESH);
    CODE(NO_ERROR, READ_UPDATED_SAMPLING_MESSAGE, lasting, message, &length, &updated);
    EXPECT(length == 7);
    expect_current(lasting, CONSUMED_MESSAGE, FRESH);
    CODE(NO_ERROR, TIMED_WAIT, 2 * REFRESH);
    expect_current(lasting, CONSUMED_MESSAGE, FRESH);
    expect_current(signal_port, CONSUMED_MESSAGE, STALE);
}

/* Errors -------------------------------------------------------------------- */

static void handler(void)
{
    CODE(NO_ERROR, GET_ERROR_STATUS, &error);
    handled++;
}

static void write_from_nowhere(void)
{
    RETURN_CODE_TYPE code;

    WRITE_SAMPLING_MESSAGE(level, (MESSAGE_ADDR_TYPE)(uintptr_t)16, 4, &code);
    mark('x');
}

static void read_to_nowhere(void)
{
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;

    READ_SAMPLING_MESSAGE(signal_port, (MESSAGE_ADDR_TYPE)(uintptr_t)24, &length, &validity, &code);
    mark('x');
}

static void test_errors(void)
{
    unsigned sum = ask(OPERATION_READ).sum;

    group("wild addresses are the caller's error");
    CODE(NO_ERROR, START, wild_writer);
    EXPECT(handled == 1 && error.ERROR_CODE == MEMORY_VIOLATION);
    EXPECT(error.FAILED_PROCESS_ID == wild_writer && (uintptr_t)error.FAILED_ADDRESS == 16);
    EXPECT(ask(OPERATION_READ).sum == sum);
    CODE(NO_ERROR, START, wild_reader);
    EXPECT(handled == 2 && error.ERROR_CODE == MEMORY_VIOLATION);
    EXPECT(error.FAILED_PROCESS_ID == wild_reader && (uintptr_t)error.FAILED_ADDRESS == 24);
    TRACE("");
}

static void test(void)
{
    test_parameters();
    test_empty();
    test_write();
    test_validity();
    test_extensions();
    test_errors();
    request(OPERATION_END, 0, 0);
    finish(__FILE__);
}

int main(void)
{
    test_create();
    create_request_ports();
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK);
    wild_writer = create("wild writer", 130, write_from_nowhere);
    wild_reader = create("wild reader", 130, read_to_nowhere);
    run(test);
    return 1;
}
