/* SPDX-License-Identifier: BSD-2-Clause */

#include "../check.h"

#define SIZE 8

static BLACKBOARD_ID_TYPE board;
static PROCESS_ID_TYPE first, second;

static void reader(void)
{
    APEX_BYTE message[SIZE] = {0};
    MESSAGE_SIZE_TYPE length = 0;

    CODE(NO_ERROR, READ_BLACKBOARD, board, INFINITE_TIME_VALUE, message, &length);
    EXPECT(length == 2 && message[1] == '!' && message[2] == 0);
    mark((char)message[0]);
}

static BLACKBOARD_STATUS_TYPE board_status(void)
{
    BLACKBOARD_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_BLACKBOARD_STATUS, board, &status);
    return status;
}

static void test_create(void)
{
    BLACKBOARD_ID_TYPE id = 77;
    BLACKBOARD_STATUS_TYPE status;

    group("CREATE_BLACKBOARD, GET_BLACKBOARD_ID, GET_BLACKBOARD_STATUS");
    CODE(INVALID_CONFIG, CREATE_BLACKBOARD, NAME("b"), 0x7fffffff, &id);
    CODE(INVALID_PARAM, CREATE_BLACKBOARD, NAME("b"), 0, &id);
    CODE(INVALID_PARAM, CREATE_BLACKBOARD, NAME("b"), -1, &id);
    CODE(INVALID_PARAM, CREATE_BLACKBOARD, NAME("b"), SYSTEM_LIMIT_MESSAGE_SIZE + 1, &id);
    CODE(INVALID_CONFIG, GET_BLACKBOARD_ID, NAME("b"), &id);
    EXPECT(id == 77);
    CODE(NO_ERROR, CREATE_BLACKBOARD, NAME("b"), SIZE, &board);
    CODE(NO_ACTION, CREATE_BLACKBOARD, NAME("b"), SIZE, &id);
    CODE(NO_ERROR, GET_BLACKBOARD_ID, NAME("b"), &id);
    EXPECT(id == board);
    CODE(INVALID_PARAM, GET_BLACKBOARD_STATUS, BAD_ID, &status);
    EXPECT(board_status().EMPTY_INDICATOR == EMPTY);
    EXPECT(board_status().MAX_MESSAGE_SIZE == SIZE);
}

static void test_codes(void)
{
    APEX_BYTE message[SIZE + 1] = "abcdefgh", got[SIZE] = {0};
    MESSAGE_SIZE_TYPE length = 5;
    BLACKBOARD_ID_TYPE id;

    group("DISPLAY_, READ_, CLEAR_BLACKBOARD");
    CODE(INVALID_MODE, CREATE_BLACKBOARD, NAME("late"), SIZE, &id);
    CODE(INVALID_PARAM, DISPLAY_BLACKBOARD, BAD_ID, message, 1);
    CODE(INVALID_PARAM, DISPLAY_BLACKBOARD, board, message, SIZE + 1);
    CODE(INVALID_PARAM, DISPLAY_BLACKBOARD, board, message, 0);
    CODE(INVALID_PARAM, DISPLAY_BLACKBOARD, board, message, -1);
    EXPECT(board_status().EMPTY_INDICATOR == EMPTY);
    CODE(INVALID_PARAM, READ_BLACKBOARD, BAD_ID, 0, got, &length);
    CODE(INVALID_PARAM, READ_BLACKBOARD, board, NO_TIME, got, &length);
    EXPECT(length == 5);
    CODE(NOT_AVAILABLE, READ_BLACKBOARD, board, 0, got, &length);
    EXPECT(length == 0);
    CODE(TIMED_OUT, READ_BLACKBOARD, board, MS, got, &length);
    EXPECT(length == 0);
    CODE(NO_ERROR, DISPLAY_BLACKBOARD, board, message, SIZE);
    EXPECT(board_status().EMPTY_INDICATOR == OCCUPIED);
    for (int i = 0; i < 2; i++) { /* reading leaves it there */
        memset(got, 0, sizeof(got));
        CODE(NO_ERROR, READ_BLACKBOARD, board, 0, got, &length);
        EXPECT(length == SIZE && memcmp(got, message, SIZE) == 0);
    }
    CODE(INVALID_PARAM, CLEAR_BLACKBOARD, BAD_ID);
    CODE(NO_ERROR, CLEAR_BLACKBOARD, board);
    EXPECT(board_status().EMPTY_INDICATOR == EMPTY);
    CODE(NOT_AVAILABLE, READ_BLACKBOARD, board, 0, got, &length);

    group("all waiting readers get the message, also if it is cleared at once");
    CODE(NO_ERROR, START, first);
    CODE(NO_ERROR, START, second);
    EXPECT(board_status().WAITING_PROCESSES == 2);
    CODE(NO_ERROR, SUSPEND, second);
    message[1] = '!';
    CODE(NO_ERROR, DISPLAY_BLACKBOARD, board, message, 2);
    TRACE("a");
    CODE(NO_ERROR, CLEAR_BLACKBOARD, board);
    EXPECT(board_status().WAITING_PROCESSES == 0);
    CODE(NO_ERROR, RESUME, second);
    TRACE("a");
}

static void test(void)
{
    test_codes();
    finish(__FILE__);
}

int main(void)
{
    APEX_BYTE got[SIZE];
    MESSAGE_SIZE_TYPE length;

    test_create();
    group("the main process does not wait");
    CODE(INVALID_MODE, READ_BLACKBOARD, board, MS, got, &length);
    first = create("first", 150, reader);
    second = create("second", 151, reader);
    run(test);
    return 1;
}
