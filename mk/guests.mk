# SPDX-License-Identifier: BSD-2-Clause
# What runs in partitions: the executive's libraries and the programs.
#
# Other files append C sources to BARE_PROGRAMS (the layer alone) and
# CLASSIC_PROGRAMS (RTEMS Classic API, newlib); dir/name.c becomes
# build/programs/dir/name.elf by the rules in mk/programs.mk, which is included
# last.

GUEST_GCC_INCLUDE = $(shell $(TARGET_CC) -print-file-name=include)

# Guests have a C library and GNU C's extensions of the headers.
GUEST_FLAGS = $(filter-out -std=% -ffreestanding,$(TARGET_FLAGS)) -std=gnu11 -O2 -D__rtems__ \
              -ffunction-sections -fdata-sections -nostdinc -isystem $(GUEST_GCC_INCLUDE) \
              -isystem $(NEWLIB_DIR)/include -Ilayer/include
EXECUTIVE_INCLUDES := -Iguests/executive/include
CLASSIC_INCLUDES   := -Iguests/classic/include -Iguests/classic/test-support

BARE_FLAGS    = $(TARGET_FLAGS) $(WARNINGS) -O2 -ffunction-sections -Ilayer/include
CLASSIC_FLAGS = $(GUEST_FLAGS) $(WARNINGS) $(CLASSIC_INCLUDES)

LIBEXECUTIVE    := $(BUILD)/guests/libexecutive.a
LIBCLASSIC      := $(BUILD)/guests/libclassic.a
EXECUTIVE_OBJS  := $(patsubst %.c,$(BUILD)/%.o,$(wildcard guests/executive/*.c guests/executive/libc/*.c))
CLASSIC_OBJS    := $(patsubst %.c,$(BUILD)/%.o,$(wildcard guests/classic/*.c))

$(BUILD)/guests/executive/%.o: guests/executive/%.c $(NEWLIB)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(GUEST_FLAGS) $(WARNINGS) $(EXECUTIVE_INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/guests/classic/%.o: guests/classic/%.c $(NEWLIB)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(CLASSIC_FLAGS) $(EXECUTIVE_INCLUDES) -MMD -MP -c -o $@ $<

$(LIBEXECUTIVE): $(EXECUTIVE_OBJS)
$(LIBCLASSIC): $(CLASSIC_OBJS)
$(LIBEXECUTIVE) $(LIBCLASSIC):
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(TARGET_AR) rcs $@ $^

GUEST_LINK = -nostdlib -static -no-pie -Wl,--build-id=none -Wl,--gc-sections \
             -Wl,-z,max-page-size=4096 -Wl,-z,noexecstack -Wl,--fatal-warnings -T $(PARTITION_LD)

-include $(EXECUTIVE_OBJS:.o=.d) $(CLASSIC_OBJS:.o=.d)

.PHONY: guests
guests: $(LIBEXECUTIVE) $(LIBCLASSIC)

BARE_PROGRAMS    += guests/bare/main.c
CLASSIC_PROGRAMS += $(wildcard examples/rtems-samples/*.c tests/classic/*.c)
