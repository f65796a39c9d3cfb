# SPDX-License-Identifier: BSD-2-Clause
# Coverage of the kernel: statements and branches of the core by its unit tests,
# machine code by the tests in QEMU, and the lines of both ("make coverage";
# packages gcovr, gdb). docs/proof.md explains what is left.

COVERAGE       := $(BUILD)/coverage
COVERAGE_GOAL  := 95
COVERAGE_FLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -g -O0 --coverage \
                  -Iabi/include -Ikernel/include -Ikernel/arch/null/include -Itests/unit
COVERAGE_TOOL_FLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -g
COVERAGE_OBJS  := $(UNIT_CORE_C:%.c=$(COVERAGE)/%.o)
COVERAGE_TESTS := $(UNIT_TEST_C:tests/unit/%.c=$(COVERAGE)/%)

$(COVERAGE)/%.o: %.c mk/verify.mk
	$(call say,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(COVERAGE_FLAGS) -MMD -MP -c -o $@ $<

$(COVERAGE_TESTS): $(COVERAGE)/%: $(COVERAGE)/tests/unit/%.o $(COVERAGE_OBJS)
	$(call say,HOSTLD,$@)
	$(Q)$(HOST_CC) $(COVERAGE_FLAGS) -o $@ $^ -lcmocka

-include $(COVERAGE_OBJS:.o=.d) $(COVERAGE_TESTS:$(COVERAGE)/%=$(COVERAGE)/tests/unit/%.d)

.SECONDARY: $(COVERAGE_TESTS:$(COVERAGE)/%=$(COVERAGE)/tests/unit/%.o)

$(COVERAGE)/plugin.so: tests/coverage/plugin.c tests/coverage/counts.h
	$(call say,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(COVERAGE_TOOL_FLAGS) $(WARNINGS) -fPIC -shared -fvisibility=hidden -o $@ $<

$(COVERAGE)/report: $(wildcard tests/coverage/*.h)
$(COVERAGE)/report: $(addprefix tests/coverage/,report.c coverage.c listing.c unit.c)
	$(call say,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(COVERAGE_TOOL_FLAGS) $(WARNINGS) -o $@ $(filter %.c,$^) -lcjson

$(COVERAGE)/unit.json: $(COVERAGE_TESTS)
	$(Q)find $(COVERAGE) -name '*.gcda' -delete
	$(Q)tests/unit/run.sh $(COVERAGE)/summary $(COVERAGE_TESTS)
	$(Q)gcovr --root . --filter 'kernel/(core|include)/' --branches --sort-percentage \
	    --fail-under-branch $(COVERAGE_GOAL) --txt $(COVERAGE)/unit.txt --json $@ --print-summary $(COVERAGE)

.PHONY: coverage coverage-tests coverage-unit coverage-qemu
coverage-unit: $(COVERAGE)/unit.json
	$(Q)cat $(COVERAGE)/unit.txt

coverage-tests: all $(COVERAGE)/unit.json $(COVERAGE)/plugin.so $(COVERAGE)/report
coverage-qemu: coverage-tests
	$(Q)tests/coverage/run.sh

coverage: coverage-unit coverage-qemu
	$(Q)gcovr --root . --filter 'kernel/(core|include|arch/x86|drivers)/' --sort-percentage \
	    --add-tracefile $(COVERAGE)/unit.json --add-tracefile $(COVERAGE)/qemu.json \
	    --html-details $(COVERAGE)/index.html --txt $(COVERAGE)/lines.txt
	$(Q)cat $(COVERAGE)/lines.txt

# Fuzzing of what the kernel parses (libFuzzer, package clang): "make
# fuzz-kernel" is short; FUZZ_KERNEL_RUNS=10000000 is what docs/proof.md reports.
FUZZ_KERNEL         := $(BUILD)/fuzz/kernel
FUZZ_KERNEL_RUNS    ?= 100000
FUZZ_KERNEL_TARGETS := config elf
FUZZ_KERNEL_C       := tests/fuzz/kernel_mutate.c $(wildcard kernel/core/*.c kernel/arch/null/*.c)
FUZZ_KERNEL_FLAGS   := -std=c11 -D_DEFAULT_SOURCE -g -O2 -fsanitize=fuzzer-no-link,address,undefined \
                       -fno-sanitize-recover=all -Iabi/include -Ikernel/include -Ikernel/arch/null/include
FUZZ_KERNEL_OBJS    := $(FUZZ_KERNEL_C:%.c=$(FUZZ_KERNEL)/obj/%.o)

$(FUZZ_KERNEL)/obj/%.o: %.c mk/verify.mk
	$(call say,FUZZCC,$<)
	@mkdir -p $(@D)
	$(Q)clang $(FUZZ_KERNEL_FLAGS) -MMD -MP -c -o $@ $<

$(FUZZ_KERNEL)/fuzz-%: $(FUZZ_KERNEL)/obj/tests/fuzz/kernel_%.o $(FUZZ_KERNEL_OBJS)
	$(call say,FUZZLD,$@)
	$(Q)clang -fsanitize=fuzzer,address,undefined -o $@ $^

$(FUZZ_KERNEL)/seeds: tests/fuzz/kernel_seeds.c $(UNIT_CORE_OBJS)
	$(call say,HOSTLD,$@)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(UNIT_FLAGS) $(WARNINGS) -o $@ $^ -lcmocka

-include $(FUZZ_KERNEL_OBJS:.o=.d) $(FUZZ_KERNEL_TARGETS:%=$(FUZZ_KERNEL)/obj/tests/fuzz/kernel_%.d)

.SECONDARY: $(FUZZ_KERNEL_OBJS) $(FUZZ_KERNEL_TARGETS:%=$(FUZZ_KERNEL)/obj/tests/fuzz/kernel_%.o)

.PHONY: fuzz-kernel $(FUZZ_KERNEL_TARGETS:%=fuzz-kernel-%)
fuzz-kernel: $(FUZZ_KERNEL_TARGETS:%=fuzz-kernel-%)
	@echo '$(words $(FUZZ_KERNEL_TARGETS)) passed, 0 failed'

$(FUZZ_KERNEL_TARGETS:%=fuzz-kernel-%): fuzz-kernel-%: $(FUZZ_KERNEL)/fuzz-% $(FUZZ_KERNEL)/seeds
	$(Q)mkdir -p $(FUZZ_KERNEL)/good/config $(FUZZ_KERNEL)/good/elf $(FUZZ_KERNEL)/corpus-$*
	$(Q)$(FUZZ_KERNEL)/seeds $(FUZZ_KERNEL)/good
	$(Q)$(FUZZ_KERNEL)/fuzz-$* -runs=$(FUZZ_KERNEL_RUNS) -max_len=4096 -seed=1 -timeout=10 -rss_limit_mb=2048 \
	    -use_value_profile=1 -print_final_stats=1 -artifact_prefix=$(FUZZ_KERNEL)/ \
	    $(FUZZ_KERNEL)/corpus-$* $(FUZZ_KERNEL)/good/$* > $(FUZZ_KERNEL)/$*.log 2>&1 \
	    || { tail -n 60 $(FUZZ_KERNEL)/$*.log; exit 1; }
	@awk '/^Done/ { done = $$2 " executions, " $$5 " s" } /^accepted:/ { accepted = $$2 } \
	    END { print "fuzz $*: " done ", " accepted " accepted" }' $(FUZZ_KERNEL)/$*.log

# Static proof of the core's decisions (packages frama-c-base, why3, z3, cvc4).
.PHONY: prove
prove:
	$(Q)proof/prove.sh $(BUILD)/proof

# The model of virtual interrupts, every state of it (package spin).
.PHONY: spin spin-short
spin:
	$(Q)proof/spin.sh $(BUILD)/spin
spin-short:
	$(Q)proof/spin.sh --short $(BUILD)/spin

# cppcheck with MISRA, and clang-tidy; proof/deviations.txt has the reasons.
.PHONY: lint
lint:
	$(Q)proof/lint.sh $(BUILD)/lint
