# SPDX-License-Identifier: BSD-2-Clause
# What runs in partitions: the executive's libraries and the programs.
#
# Other files append C sources to BARE_PROGRAMS (the layer alone) and
# CLASSIC_PROGRAMS (RTEMS Classic API, newlib); dir/name.c becomes
# build/programs/dir/name.elf by the rules in mk/programs.mk, which is included
# last.

GUEST_GCC_INCLUDE = $(shell $(TARGET_CC) -print-file-name=include)

# Guests have a C library and GNU C's extensions of the headers. Tuned for what is there
# now, not for the i686 of 1995; and a partition has one processor, where each instruction
# is atomic without a lock on the bus.
GUEST_FLAGS = $(filter-out -std=% -ffreestanding,$(TARGET_FLAGS)) -std=gnu11 -O2 -D__rtems__ \
              -mtune=generic -maccumulate-outgoing-args -Wa,-momit-lock-prefix=yes -ffunction-sections -fdata-sections -nostdinc -isystem $(GUEST_GCC_INCLUDE) \
              -isystem $(NEWLIB_DIR)/include -Ilayer/include
EXECUTIVE_INCLUDES := -Iguests/executive/include
CLASSIC_INCLUDES   := -Iguests/classic/include -Iguests/posix/include -Iguests/classic/test-support

BARE_FLAGS    = $(TARGET_FLAGS) -O2 -ffunction-sections -Ilayer/include
CLASSIC_FLAGS = $(GUEST_FLAGS) $(CLASSIC_INCLUDES)

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
	$(Q)$(TARGET_CC) $(CLASSIC_FLAGS) $(WARNINGS) $(EXECUTIVE_INCLUDES) -MMD -MP -c -o $@ $<

$(LIBEXECUTIVE): $(EXECUTIVE_OBJS)
$(LIBCLASSIC): $(CLASSIC_OBJS)
$(LIBEXECUTIVE) $(LIBCLASSIC):
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(TARGET_AR) rcs $@ $^

GUEST_LINK = -nostdlib -static -no-pie -Wl,--build-id=none -Wl,--gc-sections \
             -Wl,-z,max-page-size=4096 -Wl,-z,noexecstack -Wl,--fatal-warnings -T $(PARTITION_LD)
BARE_LIBS    = $(LIBPART) -lgcc
CLASSIC_LIBS = -Wl,--start-group $(LIBPOSIX) $(LIBCLASSIC) $(LIBEXECUTIVE) $(LIBPART) $(NEWLIB_DIR)/lib/libc.a \
               $(NEWLIB_DIR)/lib/libm.a -lgcc -Wl,--end-group

# What tools/bulkhead-cc compiles with: shell variables, with $ROOT for the
# folder of this file's project.
GUEST_CONF := $(BUILD)/guests/cc.conf
in_root = $(patsubst -I%,-I$$ROOT/%,$(patsubst $(BUILD)/%,$$ROOT/$(BUILD)/%,$(patsubst layer/%,$$ROOT/layer/%,$(1))))

$(GUEST_CONF): mk/guests.mk mk/apex.mk mk/toolchain.mk mk/newlib.mk
	@mkdir -p $(@D)
	$(Q){ echo 'CC="$(TARGET_CC)"'; \
	  echo 'BARE_FLAGS="$(call in_root,$(BARE_FLAGS))"'; \
	  echo 'CLASSIC_FLAGS="$(call in_root,$(CLASSIC_FLAGS))"'; \
	  echo 'APEX_FLAGS="$(call in_root,$(APEX_FLAGS))"'; \
	  echo 'LINK="$(call in_root,$(GUEST_LINK))"'; \
	  echo 'BARE_LIBS="$(call in_root,$(BARE_LIBS))"'; \
	  echo 'CLASSIC_LIBS="$(call in_root,$(CLASSIC_LIBS))"'; \
	  echo 'APEX_LIBS="$(call in_root,$(APEX_LIBS))"'; } > $@

-include $(EXECUTIVE_OBJS:.o=.d) $(CLASSIC_OBJS:.o=.d)

.PHONY: guests
guests: $(LIBEXECUTIVE) $(LIBCLASSIC) $(GUEST_CONF)

BARE_PROGRAMS    += guests/bare/main.c
# The bare guest is also a part of this example, whose programs are in one folder.
EXTRA_PROGRAMS   += $(BUILD)/programs/examples/rtems-samples/bare.elf
CLASSIC_PROGRAMS += $(wildcard examples/rtems-samples/*.c tests/classic/*.c tests/classic/*/*.c)

$(BUILD)/programs/examples/rtems-samples/bare.elf: $(BUILD)/programs/guests/bare/main.elf
	@mkdir -p $(@D)
	$(Q)cp $< $@

# Unit tests of the executive on the machine that builds, under sanitizers.
EXECUTIVE_UNIT       := $(BUILD)/unit/executive
EXECUTIVE_UNIT_TESTS := $(patsubst guests/executive/tests/%.c,$(EXECUTIVE_UNIT)/%,$(wildcard guests/executive/tests/test_*.c))
EXECUTIVE_UNIT_FLAGS := -std=gnu11 -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined \
                        -fno-sanitize-recover=all $(WARNINGS) $(EXECUTIVE_INCLUDES) -Ilayer/include
EXECUTIVE_UNIT_C     := $(addprefix guests/executive/,order.c heap.c timer.c clock.c thread.c action.c \
                          wait.c mutex.c interrupt.c tests/layer.c)

$(EXECUTIVE_UNIT_TESTS): $(EXECUTIVE_UNIT)/%: guests/executive/tests/%.c $(EXECUTIVE_UNIT_C) \
                         $(wildcard guests/executive/include/executive/*.h)
	$(call say,HOSTLD,$@)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(EXECUTIVE_UNIT_FLAGS) -o $@ $< $(EXECUTIVE_UNIT_C) -lcmocka

.PHONY: unit-executive
unit-executive: $(EXECUTIVE_UNIT_TESTS)
	$(Q)tests/unit/run.sh $(EXECUTIVE_UNIT)/summary $(EXECUTIVE_UNIT_TESTS)
