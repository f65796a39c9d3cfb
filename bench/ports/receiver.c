/* SPDX-License-Identifier: BSD-2-Clause */

/* Reading a sampling port and receiving from a queuing port that has a message. */
#include "ports.h"

int main(void)
{
    int sample = port("sample"), queue = port("queue");
    uint32_t empty = empty_pair(), flags;
    int result;

    MEASURE(result = _Partition_Virtual_Port_receive(sample, message, SMALL, &flags));
    must_be(result, SMALL);
    figure("sampling-read-64", most_frequent() - empty, "instructions");
    MEASURE(result = _Partition_Virtual_Port_receive(queue, message, SMALL, &flags));
    must_be(result, SMALL);
    figure("queuing-receive-64", most_frequent() - empty, "instructions");
    return 0;
}
