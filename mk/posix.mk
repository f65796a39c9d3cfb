# SPDX-License-Identifier: BSD-2-Clause
# The POSIX API beside the Classic one. Classic programs have it; what they do
# not use is not linked.

LIBPOSIX   := $(BUILD)/guests/libposix.a
POSIX_OBJS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard guests/posix/*.c))

$(BUILD)/guests/posix/%.o: guests/posix/%.c $(NEWLIB)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(CLASSIC_FLAGS) $(WARNINGS) $(EXECUTIVE_INCLUDES) -Iguests/classic -D_GNU_SOURCE -MMD -MP -c -o $@ $<

$(LIBPOSIX): $(POSIX_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(TARGET_AR) rcs $@ $^

-include $(POSIX_OBJS:.o=.d)

guests: $(LIBPOSIX)

CLASSIC_PROGRAMS += $(wildcard tests/posix/*.c tests/posix/*/*.c)
