#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The emulator with its first serial port at the pipes $CONSOLE.in and .out: while
# they are full, the port is busy. On standard output the machine would stand still.
for word; do
    shift
    [ "$word" != stdio ] || word=pipe:$CONSOLE
    set -- "$@" "$word"
done
exec qemu-system-i386 "$@"
