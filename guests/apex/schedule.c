/* SPDX-License-Identifier: BSD-2-Clause */

/* Part 2: module schedules and memory blocks. */

#include <string.h>
#include "internal.h"
#include "apexMemoryBlock.h"
#include "apexSchedule.h"

/* Module schedules ---------------------------------------------------------- */

void SET_MODULE_SCHEDULE(SCHEDULE_ID_TYPE SCHEDULE_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    _Partition_Virtual_Schedule_status before;
    int level = exec_enter();

    _Partition_Virtual_Schedule_get_status(&before);
    switch (_Partition_Virtual_Schedule_set(SCHEDULE_ID >= 1 ? SCHEDULE_ID - 1 : -1)) {
    case _PARTITION_OK:
        *RETURN_CODE = (uint32_t)SCHEDULE_ID - 1 == before.next ? NO_ACTION : NO_ERROR;
        break;
    case _PARTITION_NOT_PERMITTED:
        *RETURN_CODE = INVALID_CONFIG;
        break;
    default:
        *RETURN_CODE = INVALID_PARAM;
    }
    exec_leave(level);
}

void GET_MODULE_SCHEDULE_STATUS(SCHEDULE_STATUS_TYPE *SCHEDULE_STATUS,
                                RETURN_CODE_TYPE *RETURN_CODE)
{
    _Partition_Virtual_Schedule_status status;

    _Partition_Virtual_Schedule_get_status(&status);
    *SCHEDULE_STATUS = (SCHEDULE_STATUS_TYPE){
        .TIME_OF_LAST_SCHEDULE_SWITCH = (SYSTEM_TIME_TYPE)status.last_change,
        .CURRENT_SCHEDULE = (SCHEDULE_ID_TYPE)status.current + 1,
        .NEXT_SCHEDULE = (SCHEDULE_ID_TYPE)status.next + 1,
    };
    *RETURN_CODE = NO_ERROR;
}

void GET_MODULE_SCHEDULE_ID(SCHEDULE_NAME_TYPE SCHEDULE_NAME, SCHEDULE_ID_TYPE *SCHEDULE_ID,
                            RETURN_CODE_TYPE *RETURN_CODE)
{
    char name[APEX_TEXT_SIZE];
    int number;

    apex_name_copy(name, SCHEDULE_NAME);
    number = _Partition_Virtual_Schedule_find(name);
    *RETURN_CODE = number < 0 ? INVALID_CONFIG : NO_ERROR;
    if (number >= 0)
        *SCHEDULE_ID = number + 1;
}

/* Memory blocks ------------------------------------------------------------- */

bool apex_memory_block_find(const char *name, _Partition_Virtual_Block *block)
{
    for (uint32_t i = 0; _Partition_Virtual_Block_describe(i, block) == _PARTITION_OK; i++)
        if (strncmp(block->name, name, MAX_NAME_LENGTH) == 0)
            return true;
    return false;
}

void GET_MEMORY_BLOCK_STATUS(MEMORY_BLOCK_NAME_TYPE MEMORY_BLOCK_NAME,
                             MEMORY_BLOCK_STATUS_TYPE *MEMORY_BLOCK_STATUS,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    _Partition_Virtual_Block block;

    if (!apex_memory_block_find(MEMORY_BLOCK_NAME, &block)) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *MEMORY_BLOCK_STATUS = (MEMORY_BLOCK_STATUS_TYPE){
        .MEMORY_BLOCK_ADDR = block.base,
        .MEMORY_BLOCK_MODE = block.writable ? MB_READ_WRITE : MB_READ,
        .MEMORY_BLOCK_SIZE = (MEMORY_BLOCK_SIZE_TYPE)block.size,
    };
    *RETURN_CODE = NO_ERROR;
}
