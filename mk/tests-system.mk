# SPDX-License-Identifier: BSD-2-Clause
# What single system tests need beyond mk/tests.mk.

SYSTEM_PROGRAMS := $(BUILD)/programs/tests/system

# A context that a fault handler changes is in the host's layout.
$(SYSTEM_PROGRAMS)/layer/fault.elf: BARE_FLAGS += -Iabi/include
$(SYSTEM_PROGRAMS)/layer/fault.elf: tests/system/layer/fault.S

# Images that the kernel must refuse: tests/boot/run.sh.
BARE_PROGRAMS += tests/boot/guest.c
BOOT_SPOIL    := $(BUILD)/tests/boot/spoil

$(BOOT_SPOIL): tests/boot/spoil.c $(wildcard abi/include/bulkhead/*.h)
	$(call say,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) -std=c11 -g -O1 $(filter-out -Wcast-align,$(WARNINGS)) -Iabi/include -o $@ $<

.PHONY: boot-tests
boot-tests: $(BOOT_SPOIL) $(BUILD)/programs/tests/boot/guest.elf
