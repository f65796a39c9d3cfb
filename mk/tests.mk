# SPDX-License-Identifier: BSD-2-Clause
# Tests that boot images in QEMU; unit tests are in mk/unit.mk.

BARE_PROGRAMS += $(wildcard tests/system/*/*.c tests/isolation/*.c)

$(BUILD)/programs/tests/%.elf $(BUILD)/programs/bench/%.elf: BARE_FLAGS += -Itests/support

$(BUILD)/programs/tests/system/storm/storm.elf: tests/system/storm/storm.S
$(BUILD)/programs/tests/isolation/%.elf: BARE_FLAGS += -Iabi/include
