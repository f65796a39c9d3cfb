/* SPDX-License-Identifier: BSD-2-Clause */

/* Gives jobs. It does not learn that the worker is started again and again. */

#include <ARINC653.h>
#include <stdio.h>
#include <stdlib.h>
#include "job.h"

static QUEUING_PORT_ID_TYPE jobs;

static void give_jobs(void)
{
    static const int divisors[] = {5, 4, 0, 25, 0, 10, 2};
    RETURN_CODE_TYPE code;

    for (unsigned i = 0; i < sizeof(divisors) / sizeof(divisors[0]); i++) {
        struct job job = {.number = i + 1, .divisor = divisors[i]};

        SEND_QUEUING_MESSAGE(jobs, (MESSAGE_ADDR_TYPE)&job, sizeof(job), INFINITE_TIME_VALUE,
                             &code);
    }
    printf("all jobs are given\n");
    exit(0);
}

int main(void)
{
    static NAME_TYPE name = "given_jobs";
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)give_jobs,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
        .NAME = "give_jobs",
    };
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT(name, sizeof(struct job), 4, SOURCE, FIFO, &jobs, &code);
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
