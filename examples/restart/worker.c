/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Does jobs, and fails at some of them. The model says that the partition then
 * starts warm: the program is as fresh as at the first start, but jobs that
 * wait in the queue are still there.
 */

#include <ARINC653.h>
#include <stdio.h>
#include <stdlib.h>
#include "job.h"

static QUEUING_PORT_ID_TYPE jobs;
static unsigned done; /* in this life of the partition */

static void work(void)
{
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    struct job job;

    for (;;) {
        RECEIVE_QUEUING_MESSAGE(jobs, 100000000, (MESSAGE_ADDR_TYPE)&job, &length, &code);
        if (code == TIMED_OUT) {
            printf("no more jobs\n");
            exit(0);
        }
        printf("job %u: 100 / %d is %d; %u done in this life\n", job.number, job.divisor,
               100 / job.divisor, ++done);
    }
}

int main(void)
{
    static NAME_TYPE name = "jobs";
    static const char *const conditions[] = {"normal start", "partition restart", "module restart",
                                             "restart by health monitoring"};
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)work,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
        .NAME = "work",
    };
    PARTITION_STATUS_TYPE status;
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    printf("%s: %s, %u done\n", status.OPERATING_MODE == WARM_START ? "warm" : "cold",
           conditions[status.START_CONDITION], done);
    CREATE_QUEUING_PORT(name, sizeof(struct job), 4, DESTINATION, FIFO, &jobs, &code);
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
