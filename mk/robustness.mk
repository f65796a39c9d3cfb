# SPDX-License-Identifier: BSD-2-Clause
# Campaigns in QEMU: robustness of the hypercalls, fuzzing of machine code,
# conservation of interrupts. docs/robustness.md has what they do and found.

ROBUSTNESS          := tests/robustness
ROBUSTNESS_PROGRAMS := $(BUILD)/programs/$(ROBUSTNESS)
BARE_PROGRAMS       += $(addprefix $(ROBUSTNESS)/,witness.c still.c typed.c sequence.c page.c restarts.c \
                         conserve.c frames.c edge.c guardian.c \
                         code.c flips.c survive.c)

$(ROBUSTNESS_PROGRAMS)/%.elf: BARE_FLAGS += -Iabi/include -Itests/isolation
$(ROBUSTNESS_PROGRAMS)/typed.elf: $(ROBUSTNESS)/oracle.c
$(ROBUSTNESS_PROGRAMS)/code.elf $(ROBUSTNESS_PROGRAMS)/flips.elf: $(ROBUSTNESS)/engine.c

# The campaigns at length: minutes each. "make test" has their short forms.
.PHONY: robustness fuzz-guest conservation
robustness: programs bulkhead kernel
	$(Q)$(ROBUSTNESS)/run.sh --long --table $(BUILD)/robustness.txt

FUZZ_GUEST_RUNS ?= 1000000
fuzz-guest: programs bulkhead kernel
	$(Q)$(ROBUSTNESS)/fuzz.sh $(FUZZ_GUEST_RUNS)

conservation: programs bulkhead kernel
	$(Q)$(ROBUSTNESS)/run.sh --long --table $(BUILD)/conservation.txt conserve
	$(Q)$(ROBUSTNESS)/run.sh --long --table $(BUILD)/frames.txt frames

# Non-maskable interrupts at each instruction of a window switch, and machine
# checks (package gdb).
.PHONY: nmi
nmi: programs bulkhead kernel
	$(Q)$(ROBUSTNESS)/nmi.sh

# A second machine (packages: tests/bochs/machine.sh --help).
BOCHS_BLOCKS ?= 4
.PHONY: bochs
bochs: programs bulkhead kernel
	$(Q)tests/bochs/run.sh $(BOCHS_BLOCKS)
