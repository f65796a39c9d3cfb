# SPDX-License-Identifier: BSD-2-Clause
# What single system tests need beyond mk/tests.mk.

SYSTEM_PROGRAMS := $(BUILD)/programs/tests/system

# A context that a fault handler changes is in the host's layout.
$(SYSTEM_PROGRAMS)/layer/fault.elf: BARE_FLAGS += -Iabi/include
$(SYSTEM_PROGRAMS)/layer/fault.elf: tests/system/layer/fault.S
