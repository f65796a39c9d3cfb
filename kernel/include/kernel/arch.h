/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The contract of a port: all that the core asks of a processor and its
 * board. A port is complete when every function here exists and "arch/types.h"
 * defines struct arch_context, struct arch_partition and the inline functions
 * at the end. arch/null is the template; the unit tests run on it.
 *
 * The core runs on one processor with interrupts disabled, on one stack, and
 * never blocks. The port calls boot_main() once and then trap() at each entry.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arch/types.h"
#include "bulkhead/config.h"

struct partition;

/* Boot ------------------------------------------------------------------- */

/* What the port hands to boot_main(). */
struct boot_info {
    const struct bulkhead_config *config; /* unchecked; aligned to 8 */
    size_t config_available;              /* readable bytes from config on */
};

/* Time ------------------------------------------------------------------- */

/* Module time in ns; before arch_time_start() the time since power-on. */
uint64_t arch_time_now(void);

/* Makes this instant module time 0. */
void arch_time_start(void);

/* Tells how a partition computes module time from the processor's counter. */
void arch_time_describe(struct bulkhead_start_info *info);

/* Programs the one-shot timer to interrupt (trap(TRAP_TIMER)) in delta ns, at
 * once for 0; replaces what was set. It may interrupt earlier, if it can't
 * hold so much. */
void arch_timer_set(uint32_t delta);

/* Returns when module time has reached time; at once if it has. */
void arch_time_wait_until(uint64_t time);

/* ns as arch_time_wait_for() takes it; boot. */
struct arch_duration arch_duration(uint32_t ns);

/* The same as arch_time_wait_until() for the time of the last wait plus passed,
 * which is cheaper, and as exact. */
void arch_time_wait_for(const struct arch_duration *passed);

/* ns since the time that was waited for last, UINT32_MAX if
 * more. Cheaper than arch_time_now(). */
uint32_t arch_time_since_wait(void);

/* Memory ----------------------------------------------------------------- */

enum arch_rights { ARCH_READ = 0, ARCH_WRITE = 1, ARCH_EXECUTE = 2 };

/* Allocates size bytes (rounded up to pages) of zeroed memory for ever, or
 * NULL. Only during boot. The result can be mapped to partitions. */
void *arch_memory_allocate(size_t size);

/* Gives the partition an empty address space. False: no memory. Boot only. */
bool arch_space_create(struct partition *partition);

/* Maps size bytes of allocated memory at the partition's address; address,
 * memory and size are whole pages. Always readable. False: no memory. Boot only. */
bool arch_space_map(struct partition *partition, uint32_t address, void *memory, size_t size,
                    unsigned rights);

/* Maps a device's memory, without caches; physical is a whole page too. False:
 * no memory. Boot only. */
bool arch_space_map_device(struct partition *partition, uint32_t address, uint32_t physical,
                           size_t size, unsigned rights);

/* True if these physical addresses may be given to a partition: neither memory
 * nor a device that the kernel uses. */
bool arch_device_memory(uint32_t physical, size_t size);

/* True if these I/O ports may be given to a partition: the kernel uses none. Boot only. */
bool arch_io_grantable(uint32_t first, uint32_t count);

/* Lets the partition, which has its address space, use these I/O ports itself
 * while its devices are open. False: no memory. Boot only. */
bool arch_io_allow(struct partition *partition, uint32_t first, uint32_t count);

/* Makes a mapped page of the running partition inaccessible, or accessible
 * again; without effect on a page that is not mapped. */
void arch_space_guard(struct partition *partition, uint32_t address, bool guard);

/* True if arch_space_guard() has made the page inaccessible. */
bool arch_space_is_guard(const struct partition *partition, uint32_t address);

/* Copy between the kernel and the running partition's address space; the
 * range was checked to lie below ARCH_USER_LIMIT. False if the partition
 * could not do this access itself: then a part may have been copied. */
bool arch_copy_from_user(void *to, uint32_t from, size_t size);
bool arch_copy_to_user(uint32_t to, const void *from, size_t size);

/* Contexts --------------------------------------------------------------- */

/* Makes the partition's context that of a start at entry with the given
 * stack; registers as in bulkhead/arch/<arch>.h. It may be the running one. */
void arch_context_start(struct partition *partition, uint32_t entry, uint32_t stack);

/* The processor now executes for to: address space, floating-point state and
 * what else is not in struct arch_context. Either may be partition_nobody. */
void arch_partition_switch(struct partition *from, struct partition *to);

/* Makes the running partition enter its virtual interrupt entry, or go on in
 * its exit sequence, as bulkhead/arch/<arch>.h says. False (and nothing
 * changed) if its stack can't be written. */
bool arch_upcall_virq(struct partition *partition);

/* The fault that arch_upcall_virq() would have been, for the report. */
struct arch_fault arch_delivery_fault(const struct partition *partition);

/* Makes the running partition enter its fault entry; level, health_error and
 * health_action go to struct bulkhead_context. False (and nothing changed) if
 * the stack can't be written. */
bool arch_upcall_fault(struct partition *partition, const struct arch_fault *fault, uint32_t level,
                       enum bulkhead_error_id error, enum bulkhead_health_action action);

/* What the running partition's fault is for health monitoring. */
enum bulkhead_error_id arch_fault_error(const struct partition *partition,
                                        const struct arch_fault *fault);

/* Loads the running partition's context from memory it gave: BULKHEAD_OK,
 * BULKHEAD_E_ADDRESS or BULKHEAD_E_ARGUMENT; stores its level. */
int32_t arch_context_resume(struct partition *partition, uint32_t address, uint32_t *level);

/* Sets one of the partition's segments for thread pointers: false if there is
 * no such segment. */
bool arch_thread_pointer_set(struct partition *partition, uint32_t segment, uint32_t base);

/* Copies the partition's upcall addresses in: false if unreadable. */
bool arch_upcalls_set(struct partition *partition, uint32_t address);

/* Writes one line of the report on a stopped partition, without newline, into
 * buffer; returns its length, 0 after the last line (line counts from 0). */
size_t arch_fault_describe(const struct partition *partition, const struct arch_fault *fault,
                           unsigned line, char *buffer, size_t size);

/* Interrupt lines -------------------------------------------------------- */

/* Lets the hardware line (0..15) interrupt while its owner's devices are open,
 * or not. A line that has interrupted is masked. What comes while it is masked
 * or closed interrupts later: an edge, or a level that is still there. */
void arch_line_unmask(unsigned line);
void arch_line_mask(unsigned line);

/* From now on the running partition has its hardware lines and I/O ports;
 * nobody has his. At the start nobody has. */
void arch_devices_open(struct partition *partition);
void arch_devices_close(void);

/* Makes the line level-triggered. False: no such line, or it can't be. Boot only. */
bool arch_line_set_level(unsigned line);

/* Hardware lines that the kernel or the machine uses itself. */
uint32_t arch_lines_reserved(void);

/* Console device --------------------------------------------------------- */

/* Gives up to size characters to the device without waiting; returns how
 * many it took (at most ARCH_CONSOLE_BURST). */
size_t arch_console_send(const char *text, size_t size);

/* Next character that came in, or -1. */
int arch_console_receive(void);

/* The end ---------------------------------------------------------------- */

enum arch_exit {
    ARCH_EXIT_DONE = 0x10,    /* every partition has ended well */
    ARCH_EXIT_FAILED = 0x11,  /* a partition failed */
    ARCH_EXIT_REFUSED = 0x12, /* the image was refused at boot */
    ARCH_EXIT_PANIC = 0x13
};

/* Stops the machine: switches it off where it can say why, else halts. */
_Noreturn void arch_exit(enum arch_exit why);

#endif
