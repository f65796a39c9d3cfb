# SPDX-License-Identifier: BSD-2-Clause
# The only entry point; "make help" says what there is.

.DEFAULT_GOAL := all
include mk/toolchain.mk
include mk/kernel.mk
-include mk/layer.mk mk/config.mk mk/newlib.mk mk/guests.mk mk/tests.mk mk/bench.mk mk/programs.mk

.PHONY: all clean
all: kernel

clean:
	$(Q)rm -rf $(BUILD)
