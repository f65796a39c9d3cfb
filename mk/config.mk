# SPDX-License-Identifier: BSD-2-Clause
# The model compiler and the bulkhead command, for the machine that builds.

BULKHEAD      := $(BUILD)/bulkhead
BULKHEAD_ASAN := $(BUILD)/asan/bulkhead

CONFIG_SETS := $(sort $(wildcard config/properties/*.aadl))
CONFIG_GEN  := $(BUILD)/config/gen
CONFIG_C    := $(wildcard config/compiler/*.c tools/*.c) kernel/core/elf.c kernel/core/config.c kernel/core/configcheck.c
CONFIG_GENERATED := $(addprefix $(CONFIG_GEN)/,parser.tab.c lexer.c shipped_files.c)

CONFIG_INCLUDES := -Iconfig/compiler -Itools -I$(CONFIG_GEN) -Iabi/include -Ikernel/include
CONFIG_FLAGS    := -std=c11 -D_GNU_SOURCE -O2 -g $(CONFIG_INCLUDES)
# Tables that bison and flex wrote are not held to our warnings.
CONFIG_RELAXED  := -Wall -Wno-unused-function -Wno-sign-compare -Wno-unused-but-set-variable
CONFIG_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

# $(call config_objects,FOLDER)
config_objects = $(CONFIG_C:%.c=$(1)/%.o) $(CONFIG_GENERATED:$(CONFIG_GEN)/%.c=$(1)/gen/%.o)
CONFIG_OBJS      := $(call config_objects,$(BUILD)/config/host)
CONFIG_ASAN_OBJS := $(call config_objects,$(BUILD)/config/asan)

$(CONFIG_GEN)/parser.tab.c: config/compiler/parser.y
	$(call say,BISON,$<)
	@mkdir -p $(@D)
	$(Q)bison --no-lines -Wall -Wno-yacc -Werror -o $@ --header=$(@:.c=.h) $<

$(CONFIG_GEN)/parser.tab.h: $(CONFIG_GEN)/parser.tab.c ;

$(CONFIG_GEN)/lexer.c: config/compiler/lexer.l
	$(call say,FLEX,$<)
	@mkdir -p $(@D)
	$(Q)flex --noline -o $@ $<

$(CONFIG_GEN)/shipped_files.c: config/compiler/embed.sh $(CONFIG_SETS)
	$(call say,EMBED,$@)
	@mkdir -p $(@D)
	$(Q)config/compiler/embed.sh $(CONFIG_SETS) > $@

# $(call config_rules,FOLDER,MORE FLAGS)
define config_rules
$(1)/gen/%.o: $(CONFIG_GEN)/%.c $(CONFIG_GEN)/parser.tab.h
	$$(call say,HOSTCC,$$<)
	@mkdir -p $$(@D)
	$$(Q)$$(HOST_CC) $$(CONFIG_FLAGS) $(2) $$(CONFIG_RELAXED) -MMD -MP -c -o $$@ $$<

$(1)/%.o: %.c | $(CONFIG_GEN)/parser.tab.h
	$$(call say,HOSTCC,$$<)
	@mkdir -p $$(@D)
	$$(Q)$$(HOST_CC) $$(CONFIG_FLAGS) $(2) $$(WARNINGS) -MMD -MP -c -o $$@ $$<
endef
$(eval $(call config_rules,$(BUILD)/config/host,))
$(eval $(call config_rules,$(BUILD)/config/asan,$(CONFIG_SANITIZE)))

$(BULKHEAD): $(CONFIG_OBJS)
	$(call say,HOSTLD,$@)
	$(Q)$(HOST_CC) -g -o $@ $(CONFIG_OBJS) -lcjson

$(BULKHEAD_ASAN): $(CONFIG_ASAN_OBJS)
	$(call say,HOSTLD,$@)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) -g $(CONFIG_SANITIZE) -o $@ $(CONFIG_ASAN_OBJS) -lcjson

# The response-time analysis against a simulation.
CONFIG_UNIT      := $(BUILD)/config/test_response
CONFIG_UNIT_OBJS := $(addprefix $(BUILD)/config/asan/config/, \
                      tests/test_response.o compiler/response.o compiler/supply.o)

$(CONFIG_UNIT): $(CONFIG_UNIT_OBJS)
	$(call say,HOSTLD,$@)
	$(Q)$(HOST_CC) -g $(CONFIG_SANITIZE) -o $@ $^ -lcmocka

-include $(CONFIG_UNIT_OBJS:.o=.d)
-include $(CONFIG_OBJS:.o=.d) $(CONFIG_ASAN_OBJS:.o=.d)

.PHONY: bulkhead test-config
bulkhead: $(BULKHEAD)

test-config: $(BULKHEAD_ASAN) $(CONFIG_UNIT)
	$(Q)$(CONFIG_UNIT)
	$(Q)config/tests/run.sh $(BULKHEAD_ASAN)

# The report in headless Chromium (package chromium), with a picture of it.
.PHONY: test-report
test-report: $(BULKHEAD_ASAN)
	$(Q)config/tests/browser.sh $(BULKHEAD_ASAN) $(BUILD)/config/report.png

# How the compiler's time and memory grow: partitions, with ten threads and ten
# connections each. The largest must take less than 2 s and 500 MB; it is
# checked to the end, with response times, and then refused, because the kernel
# has room for 64 partitions.
BENCH_MODEL_SECONDS := 2
BENCH_MODEL_KB      := 500000
.PHONY: bench-model
bench-model: $(BULKHEAD)
	@mkdir -p $(BUILD)/bench
	$(Q)for n in 10 100 1000; do \
	    awk -v n=$$n -f config/tests/big.awk > $(BUILD)/bench/big.aadl; \
	    env time -f "$$n partitions, $${n}0 threads, $${n}0 connections: %U s, %M KB" \
	        $(BULKHEAD) check $(BUILD)/bench/big.aadl 2>&1 | tail -n 1; done | \
	    awk '{ print; if ($$7 >= $(BENCH_MODEL_SECONDS) || $$9 >= $(BENCH_MODEL_KB)) { print "too much"; exit 1 } }'
