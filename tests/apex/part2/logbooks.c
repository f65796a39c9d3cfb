/* SPDX-License-Identifier: BSD-2-Clause */

/* Logbooks, in the partition's own memory. */

#include <limits.h>
#include "../check.h"
#include <ARINC653P2.h>

#define SIZE        40
#define LOGGED      3
#define IN_THE_MAKE 2

static LOGBOOK_ID_TYPE book, single;
static LOGBOOK_ID_TYPE into; /* where the failing process writes */
static PROCESS_ID_TYPE failing;
static APEX_BYTE message[SIZE + 1];

static void expect_status(APEX_INTEGER logged, APEX_INTEGER in_progress, APEX_INTEGER aborted)
{
    LOGBOOK_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_LOGBOOK_STATUS, book, &status);
    EXPECT(status.MAX_MESSAGE_SIZE == SIZE && status.MAX_NB_LOGGED_MESSAGES == LOGGED);
    EXPECT(status.MAX_NB_IN_PROGRESS_MESSAGES == IN_THE_MAKE);
    EXPECT(status.NB_LOGGED_MESSAGES == logged && status.NB_IN_PROGRESS_MESSAGES == in_progress);
    EXPECT(status.NB_ABORTED_MESSAGES == aborted);
}

static void expect_entry(MESSAGE_RANGE_TYPE entry, WRITE_STATUS_TYPE expected, APEX_BYTE byte,
                         MESSAGE_SIZE_TYPE size)
{
    WRITE_STATUS_TYPE written = IN_PROGRESS;
    MESSAGE_SIZE_TYPE length = -1;

    memset(message, 0, sizeof(message));
    CODE(NO_ERROR, READ_LOGBOOK, book, entry, message, &length, &written);
    EXPECT(written == expected && length == size && message[0] == byte);
}

static void write_from_nowhere(void)
{
    RETURN_CODE_TYPE code;

    WRITE_LOGBOOK(into, (MESSAGE_ADDR_TYPE)(uintptr_t)16, 1, &code);
    mark('x');
}

/* The process has failed, but is not stopped yet. */
static void handler(void)
{
    ERROR_STATUS_TYPE error;

    CODE(NO_ERROR, GET_ERROR_STATUS, &error);
    EXPECT(error.ERROR_CODE == MEMORY_VIOLATION && error.FAILED_PROCESS_ID == failing);
    mark('h');
    if (into == single) {
        CODE(NOT_AVAILABLE, WRITE_LOGBOOK, single, (MESSAGE_ADDR_TYPE) "n", 1);
        return;
    }
    expect_status(1, 1, 0);
    expect_entry(0, IN_PROGRESS, 0, 0);
    CODE(NO_ERROR, OVERWRITE_LOGBOOK, book, (MESSAGE_ADDR_TYPE) "2", 1);
    expect_status(2, 1, 0);
}

static void test_create(void)
{
    LOGBOOK_ID_TYPE id = 0;

    group("CREATE_LOGBOOK");
    CODE(INVALID_PARAM, CREATE_LOGBOOK, NAME("book"), 0, LOGGED, 1, &id);
    CODE(INVALID_PARAM, CREATE_LOGBOOK, NAME("book"), -1, LOGGED, 1, &id);
    CODE(INVALID_PARAM, CREATE_LOGBOOK, NAME("book"), INT_MAX, LOGGED, 1, &id);
    CODE(INVALID_PARAM, CREATE_LOGBOOK, NAME("book"), SIZE, 0, 1, &id);
    CODE(INVALID_PARAM, CREATE_LOGBOOK, NAME("book"), SIZE, INT_MAX, 1, &id);
    CODE(INVALID_PARAM, CREATE_LOGBOOK, NAME("book"), SIZE, LOGGED, 0, &id);
    CODE(INVALID_PARAM, CREATE_LOGBOOK, NAME("book"), SIZE, LOGGED, LOGGED + 1, &id);
    CODE(INVALID_CONFIG, CREATE_LOGBOOK, NAME("book"), 8192, 512, 1, &id);
    CODE(INVALID_CONFIG, GET_LOGBOOK_ID, NAME("book"), &id);
    EXPECT(id == 0);
    CODE(NO_ERROR, CREATE_LOGBOOK, NAME("book"), SIZE, LOGGED, IN_THE_MAKE, &book);
    CODE(NO_ACTION, CREATE_LOGBOOK, NAME("book"), SIZE, LOGGED, IN_THE_MAKE, &id);
    CODE(NO_ERROR, CREATE_LOGBOOK, NAME("single"), 1, 1, 1, &single);
    CODE(NO_ERROR, GET_LOGBOOK_ID, NAME("single"), &id);
    EXPECT(id == single);
}

static void test_parameters(void)
{
    static const LOGBOOK_ID_TYPE wrong[] = {0, -1, 3, INT_MAX, INT_MIN};
    LOGBOOK_STATUS_TYPE status;
    WRITE_STATUS_TYPE written;
    MESSAGE_SIZE_TYPE length;
    LOGBOOK_ID_TYPE id;

    group("parameters");
    CODE(INVALID_MODE, CREATE_LOGBOOK, NAME("late"), SIZE, LOGGED, 1, &id);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CODE(INVALID_PARAM, WRITE_LOGBOOK, wrong[i], message, 1);
        CODE(INVALID_PARAM, OVERWRITE_LOGBOOK, wrong[i], message, 1);
        CODE(INVALID_PARAM, READ_LOGBOOK, wrong[i], 0, message, &length, &written);
        CODE(INVALID_PARAM, CLEAR_LOGBOOK, wrong[i]);
        CODE(INVALID_PARAM, GET_LOGBOOK_STATUS, wrong[i], &status);
    }
    CODE(INVALID_PARAM, WRITE_LOGBOOK, book, message, 0);
    CODE(INVALID_PARAM, WRITE_LOGBOOK, book, message, -1);
    CODE(INVALID_PARAM, WRITE_LOGBOOK, book, message, SIZE + 1);
    CODE(INVALID_PARAM, WRITE_LOGBOOK, book, message, INT_MAX);
    CODE(INVALID_PARAM, OVERWRITE_LOGBOOK, book, message, SIZE + 1);
    CODE(INVALID_CONFIG, OVERWRITE_LOGBOOK, single, message, 1);
    CODE(INVALID_PARAM, READ_LOGBOOK, book, -1, message, &length, &written);
    CODE(INVALID_PARAM, READ_LOGBOOK, book, LOGGED, message, &length, &written);
    CODE(NO_ACTION, READ_LOGBOOK, book, 0, message, &length, &written);
    EXPECT(length == 0);
}

static void test_write(void)
{
    WRITE_STATUS_TYPE written;
    MESSAGE_SIZE_TYPE length;

    group("the last messages are kept, the newest is number 0");
    for (MESSAGE_SIZE_TYPE size = 1; size <= LOGGED + 2; size++) {
        memset(message, 'a' + size, sizeof(message));
        CODE(NO_ERROR, WRITE_LOGBOOK, book, message, size == 5 ? SIZE : size);
    }
    expect_status(LOGGED, 0, 0);
    expect_entry(0, COMPLETE, 'a' + 5, SIZE);
    EXPECT(message[SIZE - 1] == 'a' + 5 && message[SIZE] == 0);
    expect_entry(1, COMPLETE, 'a' + 4, 4);
    expect_entry(2, COMPLETE, 'a' + 3, 3);
    CODE(NO_ERROR, OVERWRITE_LOGBOOK, book, (MESSAGE_ADDR_TYPE) "z", 1);
    expect_entry(0, COMPLETE, 'z', 1);
    expect_entry(1, COMPLETE, 'a' + 5, SIZE);

    group("CLEAR_LOGBOOK");
    CODE(NO_ERROR, CLEAR_LOGBOOK, book);
    expect_status(0, 0, 0);
    CODE(NO_ACTION, READ_LOGBOOK, book, 0, message, &length, &written);
}

static void test_in_progress(void)
{
    group("a message whose writer failed is in progress, then aborted");
    CODE(NO_ERROR, WRITE_LOGBOOK, book, (MESSAGE_ADDR_TYPE) "1", 1);
    into = book;
    CODE(NO_ERROR, START, failing);
    TRACE("h");
    expect_entry(0, COMPLETE, '2', 1);
    expect_entry(1, ABORTED, 0, 0);
    expect_entry(2, COMPLETE, '1', 1);
    expect_status(LOGGED, 0, 1);
    CODE(NO_ERROR, WRITE_LOGBOOK, book, (MESSAGE_ADDR_TYPE) "3", 1);
    CODE(NO_ERROR, WRITE_LOGBOOK, book, (MESSAGE_ADDR_TYPE) "4", 1);
    expect_status(LOGGED, 0, 0);

    group("as many in progress as there may be");
    into = single;
    CODE(NO_ERROR, START, failing);
    TRACE("h");
    CODE(NO_ERROR, WRITE_LOGBOOK, single, (MESSAGE_ADDR_TYPE) "y", 1);
}

static void test(void)
{
    test_parameters();
    test_write();
    test_in_progress();
    finish(__FILE__);
}

int main(void)
{
    test_create();
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK);
    failing = create("failing", 150, write_from_nowhere);
    run(test);
    return 1;
}
