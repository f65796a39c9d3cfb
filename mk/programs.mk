# SPDX-License-Identifier: BSD-2-Clause
# The rules for the programs that the files before this one have listed.

program_of = $(patsubst %.c,$(BUILD)/programs/%.elf,$(1))

BARE_ELFS    := $(call program_of,$(BARE_PROGRAMS))
CLASSIC_ELFS := $(call program_of,$(CLASSIC_PROGRAMS))
PROGRAM_ELFS := $(BARE_ELFS) $(CLASSIC_ELFS)

$(BARE_ELFS): $(BUILD)/programs/%.elf: %.c $(LIBPART) $(PARTITION_LD)
	$(call say,PROGRAM,$@)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(BARE_FLAGS) -MMD -MP -MT $@ -MF $(@:.elf=.d) $(GUEST_LINK) -o $@ $< \
	    $(LIBPART) -lgcc

$(CLASSIC_ELFS): $(BUILD)/programs/%.elf: %.c $(LIBCLASSIC) $(LIBEXECUTIVE) $(LIBPART) $(PARTITION_LD)
	$(call say,PROGRAM,$@)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(CLASSIC_FLAGS) -MMD -MP -MT $@ -MF $(@:.elf=.d) $(GUEST_LINK) -o $@ $< \
	    -Wl,--start-group $(LIBCLASSIC) $(LIBEXECUTIVE) $(LIBPART) $(NEWLIB_DIR)/lib/libc.a \
	    $(NEWLIB_DIR)/lib/libm.a -lgcc -Wl,--end-group

-include $(PROGRAM_ELFS:.elf=.d)

.PHONY: programs
programs: $(PROGRAM_ELFS)
