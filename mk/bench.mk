# SPDX-License-Identifier: BSD-2-Clause
# Benchmarks: figures in instructions, in a table and in build/bench.json.

BENCH_CASES   := core windows jitter ports restart lines apex classic
BENCH_ELFS    := $(patsubst %.c,$(BUILD)/programs/%.elf,$(wildcard bench/*/*.c))
BENCH_OUTPUTS := $(BENCH_CASES:%=$(BUILD)/bench/%.txt)

BENCH_APEX    := $(wildcard bench/apex/*.c)
BENCH_CLASSIC := $(wildcard bench/classic/*.c)
APEX_PROGRAMS    += $(BENCH_APEX)
CLASSIC_PROGRAMS += $(BENCH_CLASSIC)
BARE_PROGRAMS    += $(filter-out $(BENCH_APEX) $(BENCH_CLASSIC),$(wildcard bench/*/*.c))
$(BENCH_ELFS): BARE_FLAGS    += -Iabi/include -Ibench
$(BENCH_ELFS): APEX_FLAGS    += -Ibench -Itests/support
$(BENCH_ELFS): CLASSIC_FLAGS += -Ibench -Itests/support

$(BUILD)/bench/report: bench/report.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) -std=c11 -O2 -g $(WARNINGS) -o $@ $< -lcjson

$(BUILD)/bench/%/model.aadl: bench/%/model.aadl
	@mkdir -p $(@D)
	$(Q)cp $< $@

# Too many ports to write them down.
$(BUILD)/bench/ports/model.aadl: bench/ports/model.sh
	@mkdir -p $(@D)
	$(Q)$< >$@

# Always run: the figures are those of the kernel that is there now.
.PHONY: $(BENCH_OUTPUTS)
$(BENCH_OUTPUTS): $(BUILD)/bench/%.txt: $(BUILD)/bench/%/model.aadl $(KERNEL) $(BUILD)/bulkhead $(BENCH_ELFS)
	$(call say,BENCH,$<)
	@mkdir -p $(@D)
	$(Q)$(BUILD)/bulkhead run $< -L $(BUILD)/programs/bench/$* --time-limit 300 --serial2 null > $@ </dev/null \
	    || { cat $@; exit 1; }

.PHONY: bench
bench: $(BENCH_OUTPUTS) $(BUILD)/bench/report
	$(Q)text=$$($(TARGET_SIZE) -A $(KERNEL) | awk '$$1 == ".text" || $$1 == ".boot" { n += $$2 } END { print n }') && \
	    $(BUILD)/bench/report $(BUILD)/bench.json "$$text" $(BENCH_OUTPUTS)
