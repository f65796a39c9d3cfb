# SPDX-License-Identifier: BSD-2-Clause
# Fuzzing of the model compiler (libFuzzer, package clang): "make fuzz" is short;
# "make fuzz FUZZ_RUNS=10000000" is what docs/bulkhead.md reports. Findings are
# left in build/fuzz.

FUZZ      := $(BUILD)/fuzz
FUZZ_RUNS ?= 20000

# Of 20 executions, so many are for each stage, with texts of so many bytes at
# most: the last ones are the fastest.
FUZZ_STAGES       := module names syntax
FUZZ_SHARE_module := 2
FUZZ_BYTES_module := 9000
FUZZ_SHARE_names  := 4
FUZZ_BYTES_names  := 3000
FUZZ_SHARE_syntax := 14
FUZZ_BYTES_syntax := 400

FUZZ_C := tests/fuzz/model.c $(wildcard config/compiler/*.c) $(CONFIG_GENERATED)
# The dictionary does what tracing of comparisons would do, in a third of the time.
FUZZ_FLAGS := -g -O2 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
              -fno-sanitize-coverage=trace-cmp

$(FUZZ)/model: $(FUZZ_C) $(wildcard config/compiler/*.h) mk/fuzz.mk
	$(call say,FUZZCC,$@)
	@mkdir -p $(@D)
	$(Q)clang $(CONFIG_FLAGS) $(FUZZ_FLAGS) -o $@ $(FUZZ_C)

# The shipped fixtures, alone and behind the package that they extend.
$(FUZZ)/seeds: $(wildcard config/tests/*.aadl config/tests/good/*.aadl config/tests/bad/*.aadl examples/*/model.aadl)
	$(Q)rm -rf $@ && mkdir -p $@/alone $@/whole
	$(Q)n=0; for seed in $^; do \
	    n=$$((n + 1)); grep -v '^--' "$$seed" > $@/alone/$$n; \
	    grep -hv '^ *--' config/tests/base.aadl "$$seed" > $@/whole/$$n; done
	$(Q)grep -o '{"[a-z]*"' config/compiler/lexer.l | tr -d '{' > $@/words

.PHONY: fuzz $(FUZZ_STAGES:%=fuzz-%)
fuzz: $(FUZZ_STAGES:%=fuzz-%)
	@echo '$(words $(FUZZ_STAGES)) passed, 0 failed'

$(FUZZ_STAGES:%=fuzz-%): fuzz-%: $(FUZZ)/model $(FUZZ)/seeds
	@mkdir -p $(FUZZ)/corpus-$*
	$(Q)ln -sf model $(FUZZ)/$*
	$(Q)$(FUZZ)/$* -runs=$$(($(FUZZ_RUNS) * $(FUZZ_SHARE_$*) / 20)) -dict=$(FUZZ)/seeds/words \
	    -only_ascii=1 -entropic=0 -max_len=$(FUZZ_BYTES_$*) -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ)/ $(FUZZ)/corpus-$* $(FUZZ)/seeds/$(if $(filter syntax,$*),alone,whole) \
	    > $(FUZZ)/$*.log 2>&1 || { tail -n 60 $(FUZZ)/$*.log; exit 1; }
	@awk '/^Done/ { print "fuzz $*: " $$2 " executions, " $$5 " s" } /peak_rss/ { print "fuzz $*: " $$2 " MB" }' $(FUZZ)/$*.log
