# SPDX-License-Identifier: BSD-2-Clause
# What single system tests need beyond mk/tests.mk.

SYSTEM_PROGRAMS := $(BUILD)/programs/tests/system

# A context that a fault handler changes is in the host's layout.
$(SYSTEM_PROGRAMS)/layer/fault.elf: BARE_FLAGS += -Iabi/include
$(addprefix $(SYSTEM_PROGRAMS)/,boundary/intruder.elf stackless/intruder.elf): BARE_FLAGS += -Iabi/include
$(SYSTEM_PROGRAMS)/layer/fault.elf: tests/system/layer/fault.S

# Images that the kernel must refuse: tests/boot/run.sh.
BARE_PROGRAMS += tests/boot/guest.c
BOOT_SPOIL    := $(BUILD)/tests/boot/spoil

$(BOOT_SPOIL): tests/boot/spoil.c $(wildcard abi/include/bulkhead/*.h)
	$(call say,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) -std=c11 -g -O1 $(filter-out -Wcast-align,$(WARNINGS)) -Iabi/include -o $@ $<

# A guest whose library is of another ABI version, under the right one's note,
# which would make the kernel refuse it.
BOOT_GUEST := $(BUILD)/programs/tests/boot/guest.elf
OTHER_ABI  := $(BUILD)/tests/boot/other-abi

$(OTHER_ABI)/guest.elf: tests/boot/guest.c $(LAYER_C) $(LAYER_S) $(BOOT_GUEST)
	$(call say,PROGRAM,$@)
	@mkdir -p $(@D)
	$(Q)cp -r abi/include $(@D)
	$(Q)sed -i 's/\(define BULKHEAD_ABI_VERSION\) .*/\1 4711u/' $(@D)/include/bulkhead/version.h
	$(Q)$(TARGET_CC) -I$(@D)/include -mgeneral-regs-only $(BARE_FLAGS) $(WARNINGS) $(GUEST_LINK) \
	    -o $@ $(filter %.c %.S,$^) -lgcc
	$(Q)$(TARGET_OBJCOPY) --dump-section .note.bulkhead=$(@D)/note $(BOOT_GUEST) $(@D)/unused
	$(Q)$(TARGET_OBJCOPY) --update-section .note.bulkhead=$(@D)/note $@

.PHONY: boot-tests
boot-tests: $(BOOT_SPOIL) $(BOOT_GUEST) $(OTHER_ABI)/guest.elf
