# SPDX-License-Identifier: BSD-2-Clause
# The layer's library for our kernel: what a guest links with.

LIBPART         := $(BUILD)/layer/libpart.a
PARTITION_LD    := layer/bulkhead/partition.ld
LAYER_C         := $(wildcard layer/bulkhead/*.c)
LAYER_S         := $(wildcard layer/bulkhead/*.S)
LAYER_OBJS      := $(LAYER_C:layer/%.c=$(BUILD)/layer/%.o) $(LAYER_S:layer/%.S=$(BUILD)/layer/%-asm.o)
LAYER_INCLUDES  := -Iabi/include -Ilayer/include
LAYER_FLAGS     := $(TARGET_FLAGS) $(WARNINGS) -O2 -fomit-frame-pointer -ffunction-sections \
                   -mgeneral-regs-only $(LAYER_INCLUDES)

$(LAYER_OBJS): mk/layer.mk mk/toolchain.mk

$(BUILD)/layer/%.o: layer/%.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(LAYER_FLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/layer/%-asm.o: layer/%.S
	$(call say,AS,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(TARGET_FLAGS) $(LAYER_INCLUDES) -MMD -MP -c -o $@ $<

$(LIBPART): $(LAYER_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(TARGET_AR) rcs $@ $^

-include $(LAYER_OBJS:.o=.d)

.PHONY: layer
layer: $(LIBPART)
