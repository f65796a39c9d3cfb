/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The interrupt manager. Vectors are the lines of the partition
 * (virtualizationlayercpu.h): 0 to 15 hardware lines that the model gives to
 * it, from 16 on virtual ones. Handlers run in interrupt context on the
 * interrupt stack, once for each delivery.
 */
#ifndef _RTEMS_RTEMS_INTR_H
#define _RTEMS_RTEMS_INTR_H

#include <rtems/rtems/options.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>
#include <virtualizationlayercpu.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t rtems_vector_number;
typedef uint32_t rtems_interrupt_level;
typedef void rtems_isr;
typedef rtems_isr (*rtems_isr_entry)(rtems_vector_number vector);

/* INVALID_NUMBER (vector), INVALID_ADDRESS (new, old). */
rtems_status_code rtems_interrupt_catch(rtems_isr_entry new_isr_handler, rtems_vector_number vector,
                                        rtems_isr_entry *old_isr_handler);

/* Critical sections; the level is a variable of the caller, not its address. */
#define rtems_interrupt_local_disable(level)                                                       \
    ((level) = (rtems_interrupt_level)_CPU_Virtual_Interrupts_disable())
#define rtems_interrupt_local_enable(level) _CPU_Virtual_Interrupts_enable((int)(level))
#define rtems_interrupt_disable(level)      rtems_interrupt_local_disable(level)
#define rtems_interrupt_enable(level)       rtems_interrupt_local_enable(level)
#define rtems_interrupt_flash(level)        _CPU_Virtual_Interrupts_flash((int)(level))
#define rtems_interrupt_is_in_progress()    _RTEMS_Interrupt_is_in_progress()
bool _RTEMS_Interrupt_is_in_progress(void);

/* Locks: on one processor no more than a critical section. A lock that was
 * declared by the macros below does not exist, so it is not evaluated. */
typedef char rtems_interrupt_lock;
typedef struct {
    rtems_interrupt_level isr_level;
} rtems_interrupt_lock_context;

#define RTEMS_INTERRUPT_LOCK_NEEDS_OBJECT           0
#define rtems_interrupt_lock_initialize(lock, name) ((void)0)
#define rtems_interrupt_lock_destroy(lock)          ((void)0)
#define rtems_interrupt_lock_interrupt_disable(context)                                            \
    rtems_interrupt_local_disable((context)->isr_level)
#define rtems_interrupt_lock_acquire(lock, context)                                                \
    rtems_interrupt_local_disable((context)->isr_level)
#define rtems_interrupt_lock_release(lock, context)                                                \
    rtems_interrupt_local_enable((context)->isr_level)
#define rtems_interrupt_lock_acquire_isr(lock, context) ((void)(context))
#define rtems_interrupt_lock_release_isr(lock, context) ((void)(context))
#define RTEMS_INTERRUPT_LOCK_INITIALIZER(name)          0
#define RTEMS_INTERRUPT_LOCK_DECLARE(specifier, designator)
#define RTEMS_INTERRUPT_LOCK_DEFINE(specifier, designator, name)
#define RTEMS_INTERRUPT_LOCK_MEMBER(designator)
#define RTEMS_INTERRUPT_LOCK_REFERENCE(designator, target)

/* Handlers that share a vector. */
#define RTEMS_INTERRUPT_SHARED              ((rtems_option)0x00000000)
#define RTEMS_INTERRUPT_UNIQUE              ((rtems_option)0x00000001)
#define RTEMS_INTERRUPT_REPLACE             ((rtems_option)0x00000002)
#define RTEMS_INTERRUPT_IS_UNIQUE(options)  ((options)&RTEMS_INTERRUPT_UNIQUE)
#define RTEMS_INTERRUPT_IS_SHARED(options)  (!RTEMS_INTERRUPT_IS_UNIQUE(options))
#define RTEMS_INTERRUPT_IS_REPLACE(options) ((options)&RTEMS_INTERRUPT_REPLACE)

typedef void (*rtems_interrupt_handler)(void *argument);
typedef void (*rtems_interrupt_per_handler_routine)(void *argument, const char *info,
                                                    rtems_option options,
                                                    rtems_interrupt_handler handler,
                                                    void *handler_argument);

/*
 * A handler in memory of the caller, who fills in the first three members by
 * rtems_interrupt_entry_initialize() and leaves it alone while it is installed.
 */
typedef struct {
    rtems_interrupt_handler handler;
    void *arg;
    const char *info;
    rtems_option _Options;
    bool _Allocated;
    void *_Reserved[3];
} rtems_interrupt_entry;

#define RTEMS_INTERRUPT_ENTRY_INITIALIZER(routine, arg, info)                                      \
    {                                                                                              \
        (routine), (arg), (info), 0, false,                                                        \
        {                                                                                          \
            NULL, NULL, NULL                                                                       \
        }                                                                                          \
    }

static inline void rtems_interrupt_entry_initialize(rtems_interrupt_entry *entry,
                                                    rtems_interrupt_handler routine, void *arg,
                                                    const char *info)
{
    entry->handler = routine;
    entry->arg = arg;
    entry->info = info;
}

/* INVALID_ADDRESS (entry, its handler), INVALID_ID (vector), CALLED_FROM_ISR,
 * INVALID_NUMBER (RTEMS_INTERRUPT_REPLACE), RESOURCE_IN_USE (unique), TOO_MANY
 * (handler and argument are installed already). */
rtems_status_code rtems_interrupt_entry_install(rtems_vector_number vector, rtems_option options,
                                                rtems_interrupt_entry *entry);

/* INVALID_ADDRESS, INVALID_ID, CALLED_FROM_ISR, UNSATISFIED (not installed). */
rtems_status_code rtems_interrupt_entry_remove(rtems_vector_number vector,
                                               rtems_interrupt_entry *entry);

/* INVALID_ADDRESS, INVALID_ID (vector), CALLED_FROM_ISR, NO_MEMORY,
 * RESOURCE_IN_USE (unique), TOO_MANY (installed already), UNSATISFIED (nothing
 * to replace). */
rtems_status_code rtems_interrupt_handler_install(rtems_vector_number vector, const char *info,
                                                  rtems_option options,
                                                  rtems_interrupt_handler routine, void *argument);

/* INVALID_ADDRESS, INVALID_ID, CALLED_FROM_ISR, UNSATISFIED (not installed). */
rtems_status_code rtems_interrupt_handler_remove(rtems_vector_number vector,
                                                 rtems_interrupt_handler routine, void *argument);

/* INVALID_ADDRESS, INVALID_ID, CALLED_FROM_ISR. */
rtems_status_code rtems_interrupt_handler_iterate(rtems_vector_number vector,
                                                  rtems_interrupt_per_handler_routine routine,
                                                  void *argument);

/* A vector's first handler enables it. INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_interrupt_vector_is_enabled(rtems_vector_number vector, bool *enabled);

/* While a vector is disabled its occurrences wait; the handlers are called for
 * them as it is enabled, before the directive returns. INVALID_ID, UNSATISFIED
 * (it has no handler). */
rtems_status_code rtems_interrupt_vector_enable(rtems_vector_number vector);
rtems_status_code rtems_interrupt_vector_disable(rtems_vector_number vector);

/* INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_interrupt_is_pending(rtems_vector_number vector, bool *pending);

/* INVALID_ID, UNSATISFIED (a hardware line, or one without handler). */
rtems_status_code rtems_interrupt_raise(rtems_vector_number vector);

/* The same on the processor; NOT_CONFIGURED (no such processor). */
rtems_status_code rtems_interrupt_raise_on(rtems_vector_number vector, uint32_t cpu_index);

/* Drops what is pending. INVALID_ID. */
rtems_status_code rtems_interrupt_clear(rtems_vector_number vector);

/* Lines have no priorities: INVALID_ADDRESS (no place), INVALID_ID, UNSATISFIED. */
rtems_status_code rtems_interrupt_get_priority(rtems_vector_number vector, uint32_t *priority);
rtems_status_code rtems_interrupt_set_priority(rtems_vector_number vector, uint32_t priority);

/* All lines are the one processor's. INVALID_ADDRESS, INVALID_ID, INVALID_SIZE. */
rtems_status_code rtems_interrupt_get_affinity(rtems_vector_number vector, size_t affinity_size,
                                               cpu_set_t *affinity);

/* INVALID_ADDRESS, INVALID_ID, INVALID_NUMBER (without the processor). */
rtems_status_code rtems_interrupt_set_affinity(rtems_vector_number vector, size_t affinity_size,
                                               const cpu_set_t *affinity);

typedef enum {
    RTEMS_INTERRUPT_UNSPECIFIED_SIGNAL,
    RTEMS_INTERRUPT_NO_SIGNAL,
    RTEMS_INTERRUPT_SIGNAL_LEVEL_LOW,
    RTEMS_INTERRUPT_SIGNAL_LEVEL_HIGH,
    RTEMS_INTERRUPT_SIGNAL_EDGE_FALLING,
    RTEMS_INTERRUPT_SIGNAL_EDGE_RAISING
} rtems_interrupt_signal_variant;

/* "maybe": only while a handler is installed. */
typedef struct {
    bool is_maskable;
    bool can_enable;
    bool maybe_enable;
    bool can_disable;
    bool maybe_disable;
    bool can_raise;
    bool can_raise_on;
    bool can_clear;
    bool cleared_by_acknowledge;
    bool can_get_affinity;
    bool can_set_affinity;
    bool can_be_triggered_by_message;
    rtems_interrupt_signal_variant trigger_signal;
    bool can_get_priority;
    bool can_set_priority;
    uint32_t maximum_priority;
} rtems_interrupt_attributes;

/* INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_interrupt_get_attributes(rtems_vector_number vector,
                                                 rtems_interrupt_attributes *attributes);

#ifdef __cplusplus
}
#endif
#endif
