/* SPDX-License-Identifier: BSD-2-Clause */

#include "virtualizationlayercpu.h"

int main(void);
void host_start(uintptr_t magic, uintptr_t info);

typedef void (*constructor)(void);
extern constructor __init_array_start[], __init_array_end[];

void host_start(uintptr_t magic, uintptr_t info)
{
    _CPU_Virtual_initialize(magic, info);
    for (constructor *next = __init_array_start; next < __init_array_end; next++)
        (*next)();
    _CPU_Virtual_exec_stop_error(main());
}
