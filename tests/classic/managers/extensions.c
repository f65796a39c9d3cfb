/* SPDX-License-Identifier: BSD-2-Clause */

/* User extensions that come and go; the stack checker. */

#include "../check.h"
#include <bsp.h>
#include <rtems/bspIo.h>
#include <rtems/printer.h>
#include <rtems/stackchk.h>

static char printed[2000];
static rtems_id init_task;

static bool created(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('c');
    return true;
}

static void deleted(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('d');
}

static bool created_second(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('C');
    return true;
}

static void deleted_second(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('D');
}

static void switched(rtems_tcb *executing, rtems_tcb *heir)
{
    (void)executing;
    (void)heir;
    mark('s');
}

static void come_and_go(const char *expected)
{
    rtems_id task;

    trace_reset();
    OK(rtems_task_create(NAME("TASK"), 2, 0, 0, 0, &task));
    OK(rtems_task_delete(task));
    TRACE(expected);
}

static void test_dynamic(void)
{
    static const rtems_extensions_table first = {.thread_create = created,
                                                 .thread_delete = deleted};
    static const rtems_extensions_table second = {.thread_create = created_second,
                                                  .thread_delete = deleted_second};
    static const rtems_extensions_table third = {.thread_switch = switched};
    rtems_id ids[3];
    rtems_id id;

    group("extension_create, _ident, _delete");
    STATUS(RTEMS_INVALID_NAME, rtems_extension_create(0, NULL, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_extension_create(NAME("EXT1"), NULL, &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_extension_create(NAME("EXT1"), &first, NULL));
    OK(rtems_extension_create(NAME("EXT1"), &first, &ids[0]));
    OK(rtems_extension_create(NAME("EXT2"), &second, &ids[1]));
    STATUS(RTEMS_TOO_MANY, rtems_extension_create(NAME("EXT3"), &first, &id));
    EQUAL(OBJECTS_RTEMS_EXTENSIONS, rtems_object_id_get_class(ids[0]));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_extension_ident(NAME("EXT1"), NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_extension_ident(NAME("EXT3"), &id));
    OK(rtems_extension_ident(NAME("EXT2"), &id));
    EQUAL(ids[1], id);
    STATUS(RTEMS_INVALID_ID, rtems_extension_delete(BAD_ID));

    group("dynamic extensions in their order");
    come_and_go("cCDd");
    OK(rtems_extension_delete(ids[0]));
    STATUS(RTEMS_INVALID_ID, rtems_extension_delete(ids[0]));
    come_and_go("CD");
    OK(rtems_extension_create(NAME("EXT3"), &third, &ids[2]));
    trace_reset();
    pause_ticks(2);
    TRACE("ss");
    OK(rtems_extension_delete(ids[2]));
    OK(rtems_extension_delete(ids[1]));
    pause_ticks(2);
    come_and_go("");
}

/* Stacks ----------------------------------------------------------------- */

/* Not before the checker has said so: a frame that uses size bytes. */
static __attribute__((noinline)) void use_stack(size_t size)
{
    volatile char *memory = __builtin_alloca(size);

    for (size_t i = 0; i < size; i += 16)
        memory[i] = 1;
}

static int print(void *context, const char *format, va_list arguments)
{
    char *text = context;
    size_t used = strlen(text);

    return vsnprintf(text + used, sizeof(printed) - used, format, arguments);
}

static void find_own(const rtems_stack_checker_info *info, void *used)
{
    if (info->id == init_task) {
        EXPECT(strcmp(info->name, "UI1 ") == 0);
        EXPECT(info->size >= 16000 && info->size < 16384);
        *(uintptr_t *)used = info->used;
    }
}

static uintptr_t used_stack(void)
{
    uintptr_t used = 0;

    rtems_stack_checker_iterate(find_own, &used);
    return used;
}

static void test_usage(void)
{
    rtems_printer printer = {.context = printed, .printer = print};

    group("stack_checker_iterate, _report_usage, _is_blown");
    EXPECT(!rtems_stack_checker_is_blown());
    EXPECT(used_stack() > 100 && used_stack() < 9000);
    use_stack(10000);
    EXPECT(used_stack() >= 10000 && used_stack() < 16000);
    rtems_stack_checker_report_usage_with_plugin(&printer);
    EXPECT(strstr(printed, "UI1 ") != NULL && strstr(printed, "IDLE") != NULL);
    EXPECT(strstr(printed, "Interrupt Stack") != NULL);
}

static void check_fatal(rtems_fatal_source source, bool always_set_to_false, rtems_fatal_code code)
{
    (void)always_set_to_false;
    if (source != RTEMS_FATAL_SOURCE_STACK_CHECKER)
        return;
    printk("%s a blown stack is found at the next switch\n",
           code == NAME("DEEP") ? "ok" : "not ok");
    _CPU_Virtual_exec_stop_error(code == NAME("DEEP") && checks.failed == 0 ? 0 : 1);
}

/* The usual report has addresses. */
static void report(const rtems_tcb *running, bool pattern_ok)
{
    printk("%s the reporter is called\n", running != NULL && !pattern_ok ? "ok" : "not ok");
    rtems_stack_checker_reporter_quiet(running, pattern_ok);
}

/* Its last words, as something that is nearly too deep leaves them. */
static rtems_task deep(rtems_task_argument end)
{
    memset((void *)end, 0, 4);
    (void)rtems_task_wake_after(1);
    rtems_task_exit();
}

static void blow(void)
{
    static char storage[RTEMS_TASK_STORAGE_SIZE(8192, 0)] RTEMS_ALIGNED(16);
    const rtems_task_config config = {.name = NAME("DEEP"),
                                      .initial_priority = 2,
                                      .storage_area = storage,
                                      .storage_size = sizeof(storage)};
    rtems_id task;

    end_group();
    print_statuses();
    OK(rtems_task_construct(&config, &task));
    OK(rtems_task_start(task, deep, (rtems_task_argument)storage));
    printk("not ok the stack checker has found nothing\n");
    rtems_shutdown_executive(1);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    init_task = rtems_task_self();
    test_dynamic();
    test_usage();
    blow();
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK   1000
#define CONFIGURE_MAXIMUM_TASKS           3
#define CONFIGURE_MAXIMUM_USER_EXTENSIONS 2
#define CONFIGURE_INIT_TASK_PRIORITY      10
#define CONFIGURE_INIT_TASK_STACK_SIZE    16384
#define CONFIGURE_STACK_CHECKER_ENABLED
#define CONFIGURE_STACK_CHECKER_REPORTER report
#define CONFIGURE_INITIAL_EXTENSIONS                                                               \
    {                                                                                              \
        .fatal = check_fatal                                                                       \
    }
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
