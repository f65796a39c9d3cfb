/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Memory blocks, shared and of the partition's own, and a logbook in one, over
 * a warm and a cold start. The third life ends the test.
 */

#include "../check.h"
#include <ARINC653P2.h>

#define SIZE   32
#define LOGGED 4

static LOGBOOK_ID_TYPE book;
static APEX_BYTE message[SIZE];

/* What the partition notes for its next life. */
struct notes {
    unsigned lives;
    unsigned failures;
};
static struct notes *notes;

static void test_status(void)
{
    char endless[] = "journaljournaljournaljournaljournal";
    MEMORY_BLOCK_STATUS_TYPE status = {.MEMORY_BLOCK_ADDR = NULL};

    group("GET_MEMORY_BLOCK_STATUS");
    CODE(INVALID_CONFIG, GET_MEMORY_BLOCK_STATUS, NAME("journa"), &status);
    CODE(INVALID_CONFIG, GET_MEMORY_BLOCK_STATUS, NAME("journals"), &status);
    CODE(INVALID_CONFIG, GET_MEMORY_BLOCK_STATUS, NAME(""), &status);
    CODE(INVALID_CONFIG, GET_MEMORY_BLOCK_STATUS, NAME("own"), &status);
    CODE(INVALID_CONFIG, GET_MEMORY_BLOCK_STATUS, endless, &status);
    EXPECT(status.MEMORY_BLOCK_ADDR == NULL);
    CODE(NO_ERROR, GET_MEMORY_BLOCK_STATUS, NAME("board"), &status);
    EXPECT(status.MEMORY_BLOCK_MODE == MB_READ_WRITE && status.MEMORY_BLOCK_SIZE == 8192);
    notes = (struct notes *)(void *)status.MEMORY_BLOCK_ADDR;
    CODE(NO_ERROR, GET_MEMORY_BLOCK_STATUS, NAME("fixed"), &status);
    EXPECT(status.MEMORY_BLOCK_MODE == MB_READ && status.MEMORY_BLOCK_SIZE == 4096);
}

static void test_create(void)
{
    LOGBOOK_ID_TYPE id;

    group("a logbook in a memory block");
    CODE(INVALID_CONFIG, CREATE_LOGBOOK, NAME("fixed"), SIZE, LOGGED, 2, &id); /* read only */
    CODE(INVALID_CONFIG, CREATE_LOGBOOK, NAME("journal"), 1024, LOGGED, 2, &id);
    CODE(NO_ERROR, CREATE_LOGBOOK, NAME("journal"), SIZE, LOGGED, 2, &book);
}

static void expect_entry(MESSAGE_RANGE_TYPE entry, WRITE_STATUS_TYPE expected, char letter)
{
    WRITE_STATUS_TYPE written = IN_PROGRESS;
    MESSAGE_SIZE_TYPE length = 0;

    CODE(NO_ERROR, READ_LOGBOOK, book, entry, message, &length, &written);
    EXPECT(written == expected);
    if (expected == COMPLETE)
        EXPECT(length == 1 && message[0] == letter);
}

static void expect_count(APEX_INTEGER logged, APEX_INTEGER aborted)
{
    LOGBOOK_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_LOGBOOK_STATUS, book, &status);
    EXPECT(status.NB_LOGGED_MESSAGES == logged && status.NB_ABORTED_MESSAGES == aborted);
    EXPECT(status.NB_IN_PROGRESS_MESSAGES == 0);
}

/* Failures of a life count in the last one, which ends with them. */
static void end_life(OPERATING_MODE_TYPE next)
{
    end_group();
    notes->failures += checks.failed;
    CODE(NO_ERROR, SET_PARTITION_MODE, next);
}

static void end_in_a_message(void)
{
    RETURN_CODE_TYPE code;

    WRITE_LOGBOOK(book, (MESSAGE_ADDR_TYPE)(uintptr_t)16, 1, &code);
}

int main(void)
{
    test_status();
    switch (notes->lives++) {
    case 0:
        test_create();
        expect_count(0, 0);
        CODE(NO_ERROR, WRITE_LOGBOOK, book, (MESSAGE_ADDR_TYPE) "a", 1);
        end_life(COLD_START);
        break;
    case 1:
        test_create();
        group("what was logged outlives a cold start");
        expect_count(1, 0);
        expect_entry(0, COMPLETE, 'a');
        CODE(NO_ERROR, WRITE_LOGBOOK, book, (MESSAGE_ADDR_TYPE) "b", 1);
        end_group();
        notes->failures += checks.failed;
        run(end_in_a_message); /* the fault makes a warm start */
        break;
    case 2:
        test_create();
        group("what was in progress at a restart is aborted");
        expect_count(3, 1);
        expect_entry(0, ABORTED, 0);
        expect_entry(1, COMPLETE, 'b');
        expect_entry(2, COMPLETE, 'a');
        end_life(WARM_START);
        break;
    default:
        group("a logbook of another size begins empty");
        CODE(NO_ERROR, CREATE_LOGBOOK, NAME("journal"), SIZE, LOGGED + 1, 1, &book);
        expect_count(0, 0);
        EXPECT(notes->failures == 0);
        finish(__FILE__);
    }
    return 1;
}
