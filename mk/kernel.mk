# SPDX-License-Identifier: BSD-2-Clause
# The kernel: one binary for every model.

KERNEL       := $(BUILD)/kernel/kernel.elf
KERNEL_C     := $(wildcard kernel/core/*.c kernel/arch/$(ARCH)/*.c kernel/drivers/*/*.c kernel/boards/pc/*.c)
KERNEL_S     := $(wildcard kernel/arch/$(ARCH)/*.S)
KERNEL_OBJS  := $(KERNEL_C:%.c=$(BUILD)/%.o) $(KERNEL_S:%.S=$(BUILD)/%.o)
KERNEL_INCLUDES := -Iabi/include -Ikernel/include -Ikernel/include/freestanding \
                   -Ikernel/arch/$(ARCH)/include -Ikernel/drivers -Ikernel/boards/pc
# General registers only: the floating-point state in the processor is a partition's.
KERNEL_FLAGS := $(TARGET_FLAGS) $(WARNINGS) -O2 -mtune=core2 -flto -mgeneral-regs-only -fomit-frame-pointer \
                $(KERNEL_INCLUDES)

# Not in the way of a tick or a hypercall: small is better there.
KERNEL_SMALL := $(addprefix $(BUILD)/kernel/,$(addsuffix .o,core/boot core/config core/configcheck core/console \
                  core/device core/elf core/health core/info core/irq core/panic core/partition core/region core/report \
                  arch/x86/memory arch/x86/descriptors \
                  arch/x86/start arch/x86/string drivers/irqchip/i8259 drivers/timer/i8254 \
                  drivers/serial/ns16550))
$(KERNEL_SMALL): KERNEL_SIZE := -Os

# Their code is a section of its own, which link-time optimization would not keep.
KERNEL_BOOT_ONLY := $(addprefix $(BUILD)/kernel/,$(addsuffix .o,core/boot core/configcheck core/device core/elf \
                      core/info core/region arch/x86/start))
$(KERNEL_BOOT_ONLY): KERNEL_SIZE := -Os -fno-lto

$(KERNEL_OBJS): mk/kernel.mk mk/toolchain.mk

$(BUILD)/kernel/%.o: kernel/%.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(KERNEL_FLAGS) $(KERNEL_SIZE) -MMD -MP -c -o $@ $<

$(BUILD)/kernel/%.o: kernel/%.S
	$(call say,AS,$<)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(TARGET_FLAGS) $(KERNEL_INCLUDES) -MMD -MP -c -o $@ $<

$(KERNEL): $(KERNEL_OBJS) kernel/arch/$(ARCH)/kernel.ld
	$(call say,LD,$@)
	$(Q)$(TARGET_CC) $(KERNEL_FLAGS) -nostdlib -static -no-pie -Wl,--build-id=none \
	    -Wl,-z,max-page-size=4096 -Wl,-z,noexecstack -Wl,--fatal-warnings -Wl,--no-warn-rwx-segments \
	    -T kernel/arch/$(ARCH)/kernel.ld -o $@ $(KERNEL_OBJS) -lgcc

-include $(KERNEL_OBJS:.o=.d)

.PHONY: kernel
kernel: $(KERNEL)
