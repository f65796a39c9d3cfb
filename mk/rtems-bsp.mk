# SPDX-License-Identifier: BSD-2-Clause
# The board support package for RTEMS: the folder to place into RTEMS' sources,
# and its test on a stub kernel of ours. RTEMS itself is not needed here.

RTEMS_BSP       := guests/rtems-bsp
RTEMS_BSP_BOARD := bsps/i386/paravirt
RTEMS_BSP_OUT   := $(BUILD)/rtems-bsp
RTEMS_BSP_FILES := $(shell find $(RTEMS_BSP) -type f)
LAYER_HEADERS   := $(wildcard layer/include/*.h)

# Sources, headers and library of the layer where the package's items want them.
.PHONY: rtems-bsp
rtems-bsp: $(RTEMS_BSP_OUT)/stamp
$(RTEMS_BSP_OUT)/stamp: $(RTEMS_BSP_FILES) $(LAYER_HEADERS) $(LIBPART)
	$(call say,COPY,$(RTEMS_BSP_OUT))
	$(Q)rm -rf $(@D) && mkdir -p $(@D) && cp -r $(RTEMS_BSP)/bsps $(RTEMS_BSP)/spec $(@D)
	$(Q)cp $(LAYER_HEADERS) $(@D)/$(RTEMS_BSP_BOARD)/include
	$(Q)cp $(LIBPART) $(@D)/$(RTEMS_BSP_BOARD)/start
	@touch $@

# The package on the stub kernel. All headers of RTEMS are one there; the
# clock driver's includes its common half by a path relative to RTEMS' sources.
RTEMS_STUB     := tests/rtems-bsp/stub
RTEMS_STUB_OUT := $(BUILD)/tests/rtems-bsp-stub
RTEMS_STUB_HEADERS := rtems.h bspopts.h bsp/bootcard.h bsp/console-termios.h \
    bsp/default-initial-extension.h bsp/irq-generic.h rtems/asm.h rtems/bspIo.h rtems/btimer.h \
    rtems/clockdrv.h rtems/irq.h rtems/irq-extension.h rtems/sysinit.h rtems/timecounter.h \
    rtems/score/cpu.h rtems/score/memory.h rtems/score/percpu.h rtems/score/threaddispatch.h
# level.h comes before headers that declare its functions again, as in RTEMS.
RTEMS_STUB_FLAGS = $(filter-out -std=%,$(TARGET_FLAGS)) -std=gnu11 -O2 -ffunction-sections \
    -fdata-sections $(filter-out -Wredundant-decls,$(WARNINGS)) \
    -include $(RTEMS_BSP)/$(RTEMS_BSP_BOARD)/include/bsp/level.h \
    -I$(RTEMS_STUB) -I$(RTEMS_BSP)/$(RTEMS_BSP_BOARD)/include -Ilayer/include \
    -I$(RTEMS_STUB_OUT)/include -I$(RTEMS_STUB_OUT)/bsps/i386/paravirt/clock
RTEMS_STUB_START := $(RTEMS_STUB_OUT)/start.o
RTEMS_STUB_C     := $(wildcard $(RTEMS_STUB)/*.c $(RTEMS_BSP)/$(RTEMS_BSP_BOARD)/*/*.c)
RTEMS_STUB_ELF   := $(BUILD)/programs/tests/rtems-bsp/package/stub.elf \
                    $(BUILD)/programs/tests/rtems-bsp/long-frame/stub.elf

$(RTEMS_STUB_OUT)/include/stamp: mk/rtems-bsp.mk $(RTEMS_STUB)/clockimpl.h
	@for header in $(RTEMS_STUB_HEADERS); do \
	    mkdir -p $(@D)/$$(dirname $$header) && \
	    echo '#include "rtems-stub.h"' > $(@D)/$$header || exit 1; \
	done
	@mkdir -p $(RTEMS_STUB_OUT)/bsps/i386/paravirt/clock $(RTEMS_STUB_OUT)/bsps/shared/dev/clock
	$(Q)cp $(RTEMS_STUB)/clockimpl.h $(RTEMS_STUB_OUT)/bsps/shared/dev/clock
	@touch $@

$(RTEMS_STUB_START): $(RTEMS_BSP)/$(RTEMS_BSP_BOARD)/start/start.S $(RTEMS_STUB_OUT)/include/stamp \
                     $(RTEMS_STUB)/rtems-stub.h
	$(call say,AS,$<)
	$(Q)$(TARGET_CC) $(RTEMS_STUB_FLAGS) -c -o $@ $<

$(RTEMS_STUB_ELF): $(RTEMS_STUB_C) $(RTEMS_STUB_START) $(wildcard $(RTEMS_STUB)/*.h) \
                   $(RTEMS_BSP_FILES) $(LAYER_HEADERS) $(LIBPART)
	$(call say,PROGRAM,$@)
	@mkdir -p $(@D)
	$(Q)$(TARGET_CC) $(RTEMS_STUB_FLAGS) -nostdlib -static -no-pie -Wl,--build-id=none \
	    -Wl,--gc-sections -Wl,-z,max-page-size=4096 -Wl,-z,noexecstack -Wl,--fatal-warnings \
	    -L$(RTEMS_STUB_OUT) -L$(dir $(LIBPART)) -T $(RTEMS_BSP)/$(RTEMS_BSP_BOARD)/start/linkcmds \
	    -o $@ $(RTEMS_STUB_C) -lgcc

EXTRA_PROGRAMS += $(RTEMS_STUB_ELF) $(RTEMS_BSP_OUT)/stamp
