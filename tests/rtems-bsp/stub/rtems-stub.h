/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * As much of RTEMS' interfaces as the board support package uses, for tests
 * without RTEMS: names and meanings are RTEMS', everything else is ours. All
 * of RTEMS' headers are this one there.
 */
#ifndef RTEMS_STUB_H
#define RTEMS_STUB_H

/* Known to the assembler too. */
#define RTEMS_PARAVIRT 1

#define I386_CONTEXT_CONTROL_EFLAGS_OFFSET        0
#define I386_CONTEXT_CONTROL_ESP_OFFSET           4
#define I386_CONTEXT_CONTROL_EBP_OFFSET           8
#define I386_CONTEXT_CONTROL_EBX_OFFSET           12
#define I386_CONTEXT_CONTROL_ESI_OFFSET           16
#define I386_CONTEXT_CONTROL_EDI_OFFSET           20
#define I386_CONTEXT_CONTROL_GS_0_OFFSET          24
#define I386_CONTEXT_CONTROL_GS_1_OFFSET          28
#define I386_CONTEXT_CONTROL_ISR_DISPATCH_DISABLE 32
#define PER_CPU_ISR_DISPATCH_DISABLE              12

#ifdef __ASSEMBLER__
#define eax % eax
#define ebx % ebx
#define ecx % ecx
#define edx % edx
#define esi % esi
#define edi % edi
#define ebp % ebp
#define esp % esp
#else

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RTEMS_NO_RETURN                      __attribute__((noreturn))
#define RTEMS_ARRAY_SIZE(a)                  (sizeof(a) / sizeof((a)[0]))

/* Status, fatal errors, levels. */
typedef enum {
    RTEMS_SUCCESSFUL = 0,
    RTEMS_RESOURCE_IN_USE = 12,
    RTEMS_UNSATISFIED = 13,
    RTEMS_INVALID_NUMBER = 10
} rtems_status_code;

typedef enum {
    RTEMS_FATAL_SOURCE_ASSERT = 4,
    RTEMS_FATAL_SOURCE_EXIT = 5,
    RTEMS_FATAL_SOURCE_BSP = 6,
    RTEMS_FATAL_SOURCE_EXCEPTION = 9
} rtems_fatal_source;
typedef unsigned long rtems_fatal_code;
RTEMS_NO_RETURN void rtems_fatal(rtems_fatal_source source, rtems_fatal_code code);
RTEMS_NO_RETURN void bsp_reset(rtems_fatal_source source, rtems_fatal_code code);

typedef uint32_t rtems_interrupt_level;
#define rtems_interrupt_local_disable(level) ((level) = i386_disable_interrupts())
#define rtems_interrupt_local_enable(level)  i386_enable_interrupts(level)
uint32_t i386_disable_interrupts(void);
void i386_enable_interrupts(uint32_t level);
void i386_flash_interrupts(uint32_t level);
void i386_set_interrupt_level(uint32_t new_level);
uint32_t i386_get_interrupt_level(void);

/* Start and initialization, in the order of the numbers. */
RTEMS_NO_RETURN void boot_card(const char *argument);
void bsp_start(void);

typedef struct {
    void (*handler)(void);
} rtems_sysinit_item;
#define RTEMS_SYSINIT_MEMORY                 000180
#define RTEMS_SYSINIT_IDLE_THREADS           001d00
#define RTEMS_SYSINIT_LAST                   ffffff
#define RTEMS_SYSINIT_ORDER_FIRST            00
#define RTEMS_SYSINIT_ORDER_LAST_BUT_9       f6
#define RTEMS_SYSINIT_ORDER_LAST             ff
#define STUB_SYSINIT(handler, module, order)                                                       \
    static const rtems_sysinit_item sysinit_##handler                                              \
        __attribute__((used, section(".rtemsroset.sysinit.content." #module #order))) = {handler}
#define RTEMS_SYSINIT_ITEM(handler, module, order)    STUB_SYSINIT_EXPANDED(handler, module, order)
#define STUB_SYSINIT_EXPANDED(handler, module, order) STUB_SYSINIT(handler, module, order)

typedef struct {
    const void *begin;
    void *free;
    const void *end;
} Memory_Area;
typedef struct {
    size_t count;
    Memory_Area *areas;
} Memory_Information;
static inline void _Memory_Initialize_by_size(Memory_Area *area, void *begin, uintptr_t size)
{
    *area = (Memory_Area){begin, begin, (char *)begin + size};
}
const Memory_Information *_Memory_Get(void);

/* Processor. */
typedef struct {
    uint16_t limit_15_0;
    uint16_t base_address_15_0;
    uint8_t base_address_23_16;
    uint8_t attributes;
    uint8_t limit_19_16;
    uint8_t base_address_31_24;
} segment_descriptors;
extern segment_descriptors _Global_descriptor_table[];

typedef struct {
    uint32_t eflags;
    void *esp, *ebp;
    uint32_t ebx, esi, edi;
    segment_descriptors gs;
    uint32_t isr_dispatch_disable;
} Context_Control;
void _CPU_Context_switch(Context_Control *run, Context_Control *heir);
RTEMS_NO_RETURN void _CPU_Context_restore(Context_Control *heir);
typedef struct {
    uint8_t area[108];
} Context_Control_fp;
void _CPU_Context_save_fp(Context_Control_fp **context);
void _CPU_Context_restore_fp(Context_Control_fp **context);
RTEMS_NO_RETURN void *_CPU_Thread_Idle_body(uintptr_t ignored);
typedef uint32_t CPU_Counter_ticks;
CPU_Counter_ticks _CPU_Counter_read(void);

#define I386_EXCEPTION_GENERAL_PROT_ERR        13
#define I386_EXCEPTION_PAGE_FAULT              14
typedef struct {
    void *fp_ctxt;
    uint32_t edi, esi, ebp, esp0, ebx, edx, ecx, eax;
    uint32_t idtIndex, faultCode, eip, cs, eflags;
} CPU_Exception_frame;
extern void (*_currentExcHandler)(CPU_Exception_frame *frame);

typedef struct {
    uint32_t isr_nest_level;
    uint32_t thread_dispatch_disable_level;
    uint32_t dispatch_necessary;
    uint32_t isr_dispatch_disable;
} Per_CPU_Control;
_Static_assert(offsetof(Per_CPU_Control, isr_dispatch_disable) == PER_CPU_ISR_DISPATCH_DISABLE,
               "start.S");
extern Per_CPU_Control _Per_CPU_Information;
static inline Per_CPU_Control *_Per_CPU_Get(void)
{
    return &_Per_CPU_Information;
}
void _Thread_Do_dispatch(Per_CPU_Control *cpu, uint32_t level);
extern char _ISR_Stack_area_begin[];
extern const char _ISR_Stack_size[]; /* the address is the size */

/* Interrupts. */
typedef uint32_t rtems_vector_number;
typedef void (*rtems_interrupt_handler)(void *argument);
typedef struct {
    bool is_maskable, can_enable, maybe_enable, can_disable, maybe_disable, can_raise, can_clear;
    bool cleared_by_acknowledge, can_get_priority;
    uint32_t maximum_priority;
} rtems_interrupt_attributes;
#define RTEMS_INTERRUPT_UNIQUE                 1
rtems_status_code rtems_interrupt_handler_install(rtems_vector_number vector, const char *name,
                                                  int options, rtems_interrupt_handler handler,
                                                  void *argument);
rtems_status_code rtems_interrupt_handler_remove(rtems_vector_number vector,
                                                 rtems_interrupt_handler handler, void *argument);
rtems_status_code rtems_interrupt_raise(rtems_vector_number vector);
void bsp_interrupt_initialize(void);
void bsp_interrupt_facility_initialize(void);
void bsp_interrupt_handler_dispatch(rtems_vector_number vector);
rtems_status_code bsp_interrupt_get_attributes(rtems_vector_number vector,
                                               rtems_interrupt_attributes *attributes);
rtems_status_code bsp_interrupt_is_pending(rtems_vector_number vector, bool *pending);
rtems_status_code bsp_interrupt_raise(rtems_vector_number vector);
rtems_status_code bsp_interrupt_clear(rtems_vector_number vector);
rtems_status_code bsp_interrupt_vector_is_enabled(rtems_vector_number vector, bool *enabled);
rtems_status_code bsp_interrupt_vector_enable(rtems_vector_number vector);
rtems_status_code bsp_interrupt_vector_disable(rtems_vector_number vector);
rtems_status_code bsp_interrupt_get_priority(rtems_vector_number vector, uint32_t *priority);
rtems_status_code bsp_interrupt_set_priority(rtems_vector_number vector, uint32_t priority);

/* Clock. */
struct timecounter {
    uint32_t (*tc_get_timecount)(struct timecounter *counter);
    uint32_t tc_counter_mask;
    uint64_t tc_frequency;
    int tc_quality;
    const char *tc_name;
};
#define RTEMS_TIMECOUNTER_QUALITY_CLOCK_DRIVER 100
void rtems_timecounter_install(struct timecounter *counter);
void rtems_timecounter_tick(void);
uint32_t rtems_configuration_get_nanoseconds_per_tick(void);
void _Clock_Initialize(void);

/* Console. */
struct termios {
    uint32_t speed;
};
struct rtems_libio_open_close_args;
typedef struct {
    const char *name;
} rtems_termios_device_context;
#define RTEMS_TERMIOS_DEVICE_CONTEXT_INITIALIZER(name)                                             \
    {                                                                                              \
        name                                                                                       \
    }
typedef struct rtems_termios_tty {
    int device;
} rtems_termios_tty;
typedef enum { TERMIOS_IRQ_DRIVEN = 1 } rtems_termios_device_mode;
typedef struct {
    bool (*first_open)(rtems_termios_tty *tty, rtems_termios_device_context *context,
                       struct termios *term, struct rtems_libio_open_close_args *args);
    void (*last_close)(rtems_termios_tty *tty, rtems_termios_device_context *context,
                       struct rtems_libio_open_close_args *args);
    void (*write)(rtems_termios_device_context *context, const char *buffer, size_t length);
    bool (*set_attributes)(rtems_termios_device_context *context, const struct termios *term);
    rtems_termios_device_mode mode;
} rtems_termios_device_handler;
int rtems_termios_enqueue_raw_characters(void *tty, const char *buffer, int length);
int rtems_termios_dequeue_characters(void *tty, int length);
void rtems_termios_set_best_baud(struct termios *term, uint32_t baud);

typedef struct {
    const char *device_file;
    bool (*probe)(rtems_termios_device_context *context);
    const rtems_termios_device_handler *handler;
    const void *flow;
    rtems_termios_device_context *context;
} console_device;
bool console_device_probe_default(rtems_termios_device_context *context);
extern const console_device console_device_table[];
extern const size_t console_device_count;

typedef void (*BSP_output_char_function_type)(char character);
typedef int (*BSP_polling_getchar_function_type)(void);
extern BSP_output_char_function_type BSP_output_char;
extern BSP_polling_getchar_function_type BSP_poll_char;

/* Benchmark timer. */
typedef uint32_t benchmark_timer_t;
void benchmark_timer_initialize(void);
benchmark_timer_t benchmark_timer_read(void);
void benchmark_timer_disable_subtracting_average_overhead(bool find_flag);

#endif
#endif
