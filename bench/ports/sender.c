/* SPDX-License-Identifier: BSD-2-Clause */

/* Writing to a sampling port and sending to a queuing port that has room. */
#include "ports.h"

int main(void)
{
    int sample = port("sample"), big = port("big_sample"), queue = port("queue");
    uint32_t empty = empty_pair(), small;
    int result;

    MEASURE(result = _Partition_Virtual_Port_send(sample, message, SMALL));
    must_be(result, _PARTITION_OK);
    figure("sampling-write-64", most_frequent() - empty, "instructions");
    MEASURE(result = _Partition_Virtual_Port_send(big, message, SMALL));
    small = most_frequent();
    MEASURE(result = _Partition_Virtual_Port_send(big, message, LARGE));
    must_be(result, _PARTITION_OK);
    figure("port-byte", per_byte(most_frequent(), small), "thousandths");
    MEASURE(result = _Partition_Virtual_Port_send(queue, message, SMALL));
    must_be(result, _PARTITION_OK);
    figure("queuing-send-64", most_frequent() - empty, "instructions");
    return 0;
}
