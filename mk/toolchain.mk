# SPDX-License-Identifier: BSD-2-Clause
# Compilers, flags and places; one line per fact.

BUILD := build
ARCH  ?= x86

# Target (kernel and partitions): 32-bit x86.
CROSS   ?= i686-linux-gnu-
TARGET_CC      := $(CROSS)gcc
TARGET_AR      := $(CROSS)ar
TARGET_LD      := $(CROSS)ld
TARGET_OBJCOPY := $(CROSS)objcopy
TARGET_SIZE    := $(CROSS)size

HOST_CC ?= gcc

WARNINGS := -Wall -Wextra -Werror -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
            -Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wcast-align -Wundef \
            -Wwrite-strings -Wredundant-decls -Wvla

# Freestanding code on the target. The compiler is a Linux one; nothing here is for Linux.
TARGET_FLAGS := -std=c11 -march=i686 -ffreestanding -fno-pic -fno-pie -fno-stack-protector \
                -fno-asynchronous-unwind-tables -fcf-protection=none -fno-common -g \
                -U__linux__ -U__linux -Ulinux -U__gnu_linux__ -U__unix__ -U__unix -Uunix

# Q is empty with "make V=1".
V ?= 0
ifeq ($(V),0)
Q := @
say = @printf '  %-8s %s\n' '$(1)' '$(2)'
else
Q :=
say = @:
endif
