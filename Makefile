# SPDX-License-Identifier: BSD-2-Clause
# The only entry point; "make help" says what there is.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

# In the order of who uses whose variables; what is not named needs no order.
FIRST := mk/toolchain.mk mk/kernel.mk mk/layer.mk mk/newlib.mk mk/config.mk mk/guests.mk
include $(FIRST)
include $(filter-out $(FIRST) mk/programs.mk,$(sort $(wildcard mk/*.mk)))
include mk/programs.mk

EXAMPLE ?= rtems-samples

.PHONY: help all packages demo demos run test check format golden clean
help:
	@echo 'make demo [EXAMPLE=name]  install what is missing, build, run examples/name in QEMU'
	@echo 'make demos                the same for all examples'
	@echo 'make test                 install what is missing, build, run all tests'
	@echo 'make all                  kernel, layer, guest libraries, the bulkhead command, programs'
	@echo 'make bench                figures in instructions, also in build/bench.json'
	@echo 'make load                 a million messages between partitions, alone and beside a flood'
	@echo 'make check                layering, formatting, licence lines'
	@echo 'make unit                 unit tests of the kernel core only'
	@echo 'make robustness           campaigns against the kernel in QEMU, at length'
	@echo 'make fuzz-guest           machine code of any kind in ring 3'
	@echo 'make conservation         10 million interrupts, 10 million major frames'
	@echo 'make nmi                  non-maskable interrupts in window switches, machine checks (gdb)'
	@echo 'make bochs                cases and machine code on a second machine (bochs)'
	@echo 'make fuzz-kernel          wild configurations and programs for the checks of the kernel'
	@echo 'make coverage             what the unit tests and the tests in QEMU reach of the kernel (gcovr, gdb)'
	@echo 'make timing               the longest paths of the kernel, counted instruction by instruction'
	@echo 'make prove                static proof of the kernel core (Frama-C)'
	@echo 'make spin                 every state of a model of virtual interrupts (spin)'
	@echo 'make lint                 cppcheck with MISRA, clang-tidy, on the kernel'
	@echo 'make golden               write the expected outputs of the system tests anew'
	@echo 'make format               let clang-format lay out the sources'
	@echo 'make packages             install the Debian packages that are missing'
	@echo 'make clean                remove build/'
	@echo 'V=1 shows the commands.'

all: kernel layer guests bulkhead programs

packages:
	@mk/packages.sh

# The packages come first, so what needs them is made by a second make.
demo: packages
	$(Q)$(MAKE) --no-print-directory run EXAMPLE=$(EXAMPLE)

demos: packages
	$(Q)for model in examples/*/model.aadl; do \
	    name=$${model%/model.aadl} && name=$${name#examples/} && \
	    { $(MAKE) --no-print-directory run EXAMPLE=$$name || [ -f examples/$$name/expected-status ]; } || exit 1; \
	done

run: all
	$(call say,RUN,examples/$(EXAMPLE)/model.aadl)
	$(Q)$(wildcard examples/$(EXAMPLE)/run.sh) $(BULKHEAD) run examples/$(EXAMPLE)/model.aadl -L $(BUILD)/programs/examples/$(EXAMPLE)

test: packages
	$(Q)tests/all.sh

check:
	$(Q)tests/check.sh

format:
	$(Q)tests/check.sh --format

golden: all
	$(Q)tests/run.sh --update $$(tests/cases.sh)
	$(Q)tests/isolation/run.sh --update

clean:
	$(Q)rm -rf $(BUILD)
