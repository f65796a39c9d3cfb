/* SPDX-License-Identifier: BSD-2-Clause */

/* Faults of processes, and what the error handler makes of them. */

#include "../check.h"

static PROCESS_ID_TYPE divider, illegal, privileged, wild, deep, sender, reader;
static ERROR_STATUS_TYPE error;
static enum { LEAVE, STOP_IT, RESTART_IT } policy;
static unsigned handled;
static PROCESS_STATE_TYPE state_in_handler;
static BUFFER_ID_TYPE buffer;
static volatile int one = 1, zero;
static char *volatile nowhere = (char *)8;

static void handler(void)
{
    CODE(NO_ERROR, GET_ERROR_STATUS, &error);
    handled++;
    state_in_handler = state_of(error.FAILED_PROCESS_ID);
    if (policy == LEAVE)
        return;
    CODE(NO_ERROR, STOP, error.FAILED_PROCESS_ID);
    if (policy == RESTART_IT)
        CODE(NO_ERROR, START, error.FAILED_PROCESS_ID);
}

static void divide(void)
{
    mark('d');
    if (handled > 0 && policy == RESTART_IT)
        return;
    zero = one / zero;
    mark('x');
}

static void execute_nothing(void)
{
    __asm__ volatile("ud2");
    mark('x');
}

static void halt(void)
{
    __asm__ volatile("hlt");
    mark('x');
}

static void write_to_null(void)
{
    *nowhere = 1;
    mark('x');
}

static int recurse(volatile char *from, unsigned depth)
{
    volatile char frame[256];

    frame[0] = *from;
    return depth == 0 ? 0 : recurse(frame, depth - 1) + frame[0];
}

static void overflow(void)
{
    volatile char first = 0;

    (void)recurse(&first, 1000000);
    mark('x');
}

static void send_nothing_readable(void)
{
    RETURN_CODE_TYPE code;

    SEND_BUFFER(buffer, (MESSAGE_ADDR_TYPE)(uintptr_t)16, 4, 0, &code);
    mark('x');
}

static void read_to_nowhere(void)
{
    RETURN_CODE_TYPE code;
    MESSAGE_SIZE_TYPE length;

    RECEIVE_BUFFER(buffer, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)(uintptr_t)32, &length, &code);
    mark('x');
}

static void expect_fault(PROCESS_ID_TYPE process, ERROR_CODE_TYPE code)
{
    unsigned before = handled;

    CODE(NO_ERROR, START, process);
    CODE(NO_ERROR, TIMED_WAIT, 2 * MS);
    EXPECT(handled == before + 1);
    EXPECT(error.ERROR_CODE == code);
    EXPECT(error.FAILED_PROCESS_ID == process);
    EXPECT(state_in_handler == FAULTED);
    EXPECT(state_of(process) == DORMANT);
}

static void test(void)
{
    BUFFER_STATUS_TYPE status;

    for (policy = LEAVE; policy <= STOP_IT; policy++) {
        group(policy == LEAVE ? "faults; the handler leaves the process" : "faults; it stops it");
        expect_fault(divider, NUMERIC_ERROR);
        TRACE("d");
        expect_fault(illegal, ILLEGAL_REQUEST);
        expect_fault(privileged, MEMORY_VIOLATION);
        expect_fault(wild, MEMORY_VIOLATION);
        EXPECT((uintptr_t)error.FAILED_ADDRESS == 8);
        expect_fault(deep, STACK_OVERFLOW);
        TRACE("");
    }

    group("wild addresses in services change nothing");
    policy = STOP_IT;
    expect_fault(sender, MEMORY_VIOLATION);
    EXPECT((uintptr_t)error.FAILED_ADDRESS == 16);
    expect_fault(reader, MEMORY_VIOLATION);
    EXPECT((uintptr_t)error.FAILED_ADDRESS == 32);
    CODE(NO_ERROR, GET_BUFFER_STATUS, buffer, &status);
    EXPECT(status.NB_MESSAGE == 0 && status.WAITING_PROCESSES == 0);

    group("the handler starts the process again");
    policy = RESTART_IT;
    zero = 0;
    handled = 0;
    CODE(NO_ERROR, START, divider);
    CODE(NO_ERROR, TIMED_WAIT, MS);
    TRACE("dd");
    EXPECT(handled == 1);
    EXPECT(state_of(divider) == DORMANT);
    finish(__FILE__);
}

static void test_create(void)
{
    SYSTEM_ADDRESS_TYPE entry = (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler;

    group("CREATE_ERROR_HANDLER, CONFIGURE_ERROR_HANDLER");
    CODE(INVALID_PARAM, CONFIGURE_ERROR_HANDLER, (ERROR_HANDLER_CONCURRENCY_CONTROL_TYPE)2, 0);
    CODE(INVALID_PARAM, CONFIGURE_ERROR_HANDLER, PROCESSES_PAUSE, 1);
    CODE(INVALID_CONFIG, CONFIGURE_ERROR_HANDLER, PROCESSES_PAUSE, 0);
    CODE(INVALID_CONFIG, CREATE_ERROR_HANDLER, entry, 0xffffffff);
    CODE(INVALID_PARAM, CREATE_ERROR_HANDLER, entry, 0);
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, entry, STACK);
    CODE(NO_ACTION, CREATE_ERROR_HANDLER, entry, STACK);
    CODE(NO_ERROR, CONFIGURE_ERROR_HANDLER, PROCESSES_SCHEDULED, 0);
}

int main(void)
{
    test_create();
    group("creation");
    divider = create("divider", 150, divide);
    illegal = create("illegal", 150, execute_nothing);
    privileged = create("privileged", 150, halt);
    wild = create("wild", 150, write_to_null);
    deep = create("deep", 150, overflow);
    sender = create("sender", 150, send_nothing_readable);
    reader = create("reader", 150, read_to_nowhere);
    CODE(NO_ERROR, CREATE_BUFFER, NAME("buffer"), 4, 1, FIFO, &buffer);
    run(test);
    return 1;
}
