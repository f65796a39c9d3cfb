# SPDX-License-Identifier: BSD-2-Clause
# Unit tests: the whole core on the null port, on the machine that builds,
# under sanitizers. Each tests/unit/test_*.c is a program of its own.

UNIT        := $(BUILD)/unit
UNIT_CORE_C := $(wildcard kernel/core/*.c kernel/arch/null/*.c) \
               $(filter-out tests/unit/test_%,$(wildcard tests/unit/*.c))
UNIT_TEST_C := $(wildcard tests/unit/test_*.c)
UNIT_TESTS  := $(UNIT_TEST_C:tests/unit/%.c=$(UNIT)/%)

UNIT_FLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -g -O1 -fno-omit-frame-pointer \
              -fsanitize=address,undefined -fno-sanitize-recover=all \
              -Iabi/include -Ikernel/include -Ikernel/arch/null/include -Itests/unit

UNIT_CORE_OBJS := $(UNIT_CORE_C:%.c=$(UNIT)/obj/%.o)
UNIT_TEST_OBJS := $(UNIT_TEST_C:%.c=$(UNIT)/obj/%.o)

$(UNIT)/obj/%.o: %.c
	$(call say,HOSTCC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(UNIT_FLAGS) $(WARNINGS) -MMD -MP -c -o $@ $<

$(UNIT_TESTS): $(UNIT)/%: $(UNIT)/obj/tests/unit/%.o $(UNIT_CORE_OBJS)
	$(call say,HOSTLD,$@)
	$(Q)$(HOST_CC) $(UNIT_FLAGS) -o $@ $^ -lcmocka

-include $(UNIT_CORE_OBJS:.o=.d) $(UNIT_TEST_OBJS:.o=.d)

# Kept between runs, or make would take them for intermediate.
.SECONDARY: $(UNIT_TEST_OBJS)

.PHONY: unit
unit: $(UNIT_TESTS)
	$(Q)tests/unit/run.sh $(UNIT)/summary $(UNIT_TESTS)
