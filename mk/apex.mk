# SPDX-License-Identifier: BSD-2-Clause
# The APEX personality and its programs. Other files append C sources to
# APEX_PROGRAMS (ARINC 653 API, newlib); mk/programs.mk has the rule.

APEX_INCLUDES := -Iguests/apex/include
APEX_FLAGS     = $(GUEST_FLAGS) $(APEX_INCLUDES)

LIBAPEX   := $(BUILD)/guests/libapex.a
APEX_OBJS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard guests/apex/*.c))
APEX_LIBS  = -Wl,--start-group $(LIBAPEX) $(LIBEXECUTIVE) $(LIBPART) $(NEWLIB_DIR)/lib/libc.a \
             $(NEWLIB_DIR)/lib/libm.a -lgcc -Wl,--end-group

$(BUILD)/guests/apex/%.o: guests/apex/%.c $(NEWLIB)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(APEX_FLAGS) $(WARNINGS) $(EXECUTIVE_INCLUDES) -MMD -MP -c -o $@ $<

$(LIBAPEX): $(APEX_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(TARGET_AR) rcs $@ $^

-include $(APEX_OBJS:.o=.d)

.PHONY: apex
apex: $(LIBAPEX)

guests: $(LIBAPEX)

APEX_PROGRAMS += $(wildcard tests/apex/*.c tests/apex/*/*.c)
