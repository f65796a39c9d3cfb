/* SPDX-License-Identifier: BSD-2-Clause */

/* A program to put into images that shall not boot: says so if it runs. */
#include "virtualizationlayerbsp.h"

int main(void)
{
    _BSP_Virtual_Console_write("booted\n");
    return 0;
}
