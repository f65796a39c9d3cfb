# SPDX-License-Identifier: BSD-2-Clause
# The C library of the guests: newlib from Debian's package newlib-source,
# configured as for an RTEMS target (its locks and per-thread state are what
# the executive supplies). Built once; everything that depends on $(NEWLIB)
# finds headers and libraries in $(NEWLIB_DIR)/include and /lib.

NEWLIB_SOURCE ?= /usr/src/newlib/newlib-3.3.0.tar.xz
NEWLIB_DIR    := $(BUILD)/newlib
NEWLIB        := $(NEWLIB_DIR)/ready

# The compiler is a Linux one; the library must not know. Warnings of foreign
# code are not ours.
NEWLIB_CFLAGS := -O2 -g -w -march=i686 -fno-pic -fno-pie -fno-stack-protector \
                 -fno-asynchronous-unwind-tables -fcf-protection=none -fno-common \
                 -U__linux__ -U__linux -Ulinux -U__gnu_linux__ -U__unix__ -U__unix -Uunix -D__rtems__

NEWLIB_ENV := CC_FOR_TARGET='$(TARGET_CC)' CFLAGS_FOR_TARGET='$(NEWLIB_CFLAGS)' \
              $(foreach t,AR AS LD NM RANLIB STRIP OBJDUMP READELF,\
                $(t)_FOR_TARGET=$(CROSS)$(shell echo $(t) | tr A-Z a-z))

NEWLIB_OPTIONS := --target=i386-rtems6 --disable-multilib --disable-nls --disable-libgloss \
                  --disable-newlib-supplied-syscalls --enable-newlib-io-long-long \
                  --enable-newlib-io-c99-formats


$(NEWLIB):
	@test -f $(NEWLIB_SOURCE) || { echo 'error: $(NEWLIB_SOURCE) is missing: apt-get install newlib-source' >&2; exit 1; }
	$(Q)rm -rf $(NEWLIB_DIR) && mkdir -p $(NEWLIB_DIR)/build $(NEWLIB_DIR)/install
	$(call say,NEWLIB,unpack $(notdir $(NEWLIB_SOURCE)))
	$(Q)tar -C $(NEWLIB_DIR) -xf $(NEWLIB_SOURCE)
	$(call say,NEWLIB,configure and build (once; about a minute))
	$(Q)cd $(NEWLIB_DIR)/build && { env $(NEWLIB_ENV) ../newlib-*/configure $(NEWLIB_OPTIONS) \
	    --prefix=$(abspath $(NEWLIB_DIR)/install) MAKEINFO=true && \
	  $(MAKE) all-target-newlib MAKEINFO=true; echo "status $$?"; } 2>&1 | tee log | \
	  awk '/ -c /{n++; if (n % 300 == 0) {printf "  NEWLIB   %d files compiled\n", n; fflush()}}' && \
	  { tail -n 1 log | grep -qx 'status 0' || { tail -n 40 log >&2; exit 1; }; }
	$(Q)$(MAKE) -C $(NEWLIB_DIR)/build install-target-newlib MAKEINFO=true >>$(NEWLIB_DIR)/build/log 2>&1 \
	  || { tail -n 40 $(NEWLIB_DIR)/build/log >&2; exit 1; }
	$(Q)mv $(NEWLIB_DIR)/install/i386-rtems6/include $(NEWLIB_DIR)/install/i386-rtems6/lib $(NEWLIB_DIR)/
	$(Q)rm -rf $(NEWLIB_DIR)/install $(NEWLIB_DIR)/newlib-* $(NEWLIB_DIR)/build/i386-rtems6
	$(Q)touch $@

.PHONY: newlib
newlib: $(NEWLIB)
