# SPDX-License-Identifier: BSD-2-Clause
# Tests of ports: the Classic API's, and a load between partitions.

APEX_PROGRAMS    += $(wildcard tests/ports/load/*.c)
CLASSIC_PROGRAMS += $(wildcard tests/ports/classic/*.c)

LOAD_MESSAGES ?= 1000000
LOAD          := $(BUILD)/tests/ports/load

# The load test at length, alone and beside a flood.
.PHONY: load
load: all
	@mkdir -p $(LOAD)
	$(Q)for flood in 0 1; do \
	    sed -e 's/"20000"/"$(LOAD_MESSAGES)"/' -e "s/Argument => \"1\"/Argument => \"$$flood\"/" \
	        tests/ports/load/model.aadl > $(LOAD)/load.aadl && \
	    $(BULKHEAD) run $(LOAD)/load.aadl -L $(BUILD)/programs/tests/ports/load \
	        --time-limit 900 </dev/null || exit 1; \
	done
