/* SPDX-License-Identifier: BSD-2-Clause */

/* Writing to the last of many ports; the argument: the figure's and the port's name. */
#include "ports.h"

int main(void)
{
    _Partition_Virtual_Identity identity;
    char name[_PARTITION_NAME_SIZE];
    const char *rest;
    size_t length = 0;
    int last, result;

    _Partition_Virtual_Get_identity(&identity);
    for (rest = identity.argument; *rest != ' '; rest++)
        name[length++] = *rest;
    name[length] = '\0';
    last = port(rest + 1);
    MEASURE(result = _Partition_Virtual_Port_send(last, message, SMALL));
    must_be(result, _PARTITION_OK);
    figure(name, most_frequent() - empty_pair(), "instructions");
    return 0;
}
