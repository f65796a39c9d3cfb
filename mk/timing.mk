# SPDX-License-Identifier: BSD-2-Clause
# The kernel's longest paths (docs/timing.md).

BARE_PROGRAMS += tests/timing/paths.c
$(BUILD)/programs/tests/timing/%.elf: BARE_FLAGS += -Iabi/include

$(BUILD)/timing/trace: tests/timing/trace.c
	$(call say,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g $(WARNINGS) -o $@ $<

.PHONY: timing-tests timing
timing-tests: $(KERNEL) $(BUILD)/bulkhead $(BUILD)/timing/trace $(BUILD)/programs/tests/timing/paths.elf
timing: timing-tests
	$(Q)tests/timing/run.sh
