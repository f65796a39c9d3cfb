/* SPDX-License-Identifier: BSD-2-Clause */

/* What sampling and queuing ports share. */

#include "internal.h"

#define PAGE 4096u

void apex_name_copy(char text[static APEX_TEXT_SIZE], const char *name)
{
    size_t i;

    for (i = 0; i < MAX_NAME_LENGTH && name[i] != '\0'; i++)
        text[i] = name[i];
    text[i] = '\0';
}

int apex_port_find(const char *name, bool queuing, _Partition_Virtual_Port *description)
{
    char text[APEX_TEXT_SIZE];
    int number;

    apex_name_copy(text, name);
    number = _Partition_Virtual_Port_find(text);
    if (number >= 0 && (_Partition_Virtual_Port_describe(number, description) != _PARTITION_OK ||
                        (description->queuing != 0) != queuing))
        return _PARTITION_NO_SUCH;
    return number;
}

RETURN_CODE_TYPE apex_port_fault(volatile APEX_BYTE *address, MESSAGE_SIZE_TYPE length, bool write)
{
    uintptr_t last = (uintptr_t)address + (uintptr_t)length - 1;
    uintptr_t at = (uintptr_t)address;

    for (; at <= last && at >= (uintptr_t)address; at = (at | (PAGE - 1)) + 1) {
        volatile APEX_BYTE *byte = (volatile APEX_BYTE *)at;
        APEX_BYTE value = *byte;

        if (write)
            *byte = value;
    }
    return INVALID_PARAM;
}
