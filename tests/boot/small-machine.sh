#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The emulator with less memory than the command would ask for.
exec qemu-system-i386 "$@" -m 64
