/* SPDX-License-Identifier: BSD-2-Clause */

/* Reads what the other partition notes; may not write there. */

#include "../check.h"
#include <ARINC653P2.h>

static volatile APEX_BYTE *board;
static bool handled;

static void handler(void)
{
    ERROR_STATUS_TYPE error;

    CODE(NO_ERROR, GET_ERROR_STATUS, &error);
    EXPECT(error.ERROR_CODE == MEMORY_VIOLATION && error.FAILED_ADDRESS == (void *)board);
    handled = true;
}

static void write_there(void)
{
    board[0] = 1;
    mark('x');
}

static void test(void)
{
    PROCESS_ID_TYPE id = 0;

    group("a block that the model lets the partition read only");
    CODE(NO_ERROR, TIMED_WAIT, 100 * MS);
    EXPECT(board[0] == 4);
    CODE(NO_ERROR, GET_PROCESS_ID, NAME("writer"), &id);
    CODE(NO_ERROR, START, id);
    EXPECT(handled && board[0] == 4);
    TRACE("");
    finish(__FILE__);
}

int main(void)
{
    MEMORY_BLOCK_STATUS_TYPE status = {.MEMORY_BLOCK_ADDR = NULL};

    CODE(INVALID_CONFIG, GET_MEMORY_BLOCK_STATUS, NAME("journal"), &status);
    CODE(NO_ERROR, GET_MEMORY_BLOCK_STATUS, NAME("board"), &status);
    board = status.MEMORY_BLOCK_ADDR;
    EXPECT(status.MEMORY_BLOCK_MODE == MB_READ);
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK);
    (void)create("writer", 150, write_there);
    run(test);
    return 1;
}
