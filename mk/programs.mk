# SPDX-License-Identifier: BSD-2-Clause
# The rules for the programs that the files before this one have listed.

program_of = $(patsubst %.c,$(BUILD)/programs/%.elf,$(1))

BARE_ELFS    := $(call program_of,$(BARE_PROGRAMS))
CLASSIC_ELFS := $(call program_of,$(CLASSIC_PROGRAMS))
APEX_ELFS    := $(call program_of,$(APEX_PROGRAMS))
PROGRAM_ELFS := $(BARE_ELFS) $(CLASSIC_ELFS) $(APEX_ELFS)

$(BARE_ELFS): $(BUILD)/programs/%.elf: %.c $(LIBPART) $(PARTITION_LD)
	$(call say,PROGRAM,$@)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(BARE_FLAGS) $(WARNINGS) -MMD -MP -MT $@ -MF $(@:.elf=.d) $(GUEST_LINK) \
	    -o $@ $(filter %.c %.S,$^) $(BARE_LIBS)

$(CLASSIC_ELFS): $(BUILD)/programs/%.elf: %.c $(LIBPOSIX) $(LIBCLASSIC) $(LIBEXECUTIVE) $(LIBPART) $(PARTITION_LD)
	$(call say,PROGRAM,$@)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(CLASSIC_FLAGS) $(WARNINGS) -MMD -MP -MT $@ -MF $(@:.elf=.d) $(GUEST_LINK) \
	    -o $@ $(filter %.c %.S,$^) $(CLASSIC_LIBS)

$(APEX_ELFS): $(BUILD)/programs/%.elf: %.c $(LIBAPEX) $(LIBEXECUTIVE) $(LIBPART) $(PARTITION_LD)
	$(call say,PROGRAM,$@)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(APEX_FLAGS) $(WARNINGS) -MMD -MP -MT $@ -MF $(@:.elf=.d) $(GUEST_LINK) \
	    -o $@ $(filter %.c %.S,$^) $(APEX_LIBS)

-include $(PROGRAM_ELFS:.elf=.d)

.PHONY: programs
programs: $(PROGRAM_ELFS) $(EXTRA_PROGRAMS) $(GUEST_CONF)
