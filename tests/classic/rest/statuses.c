/* SPDX-License-Identifier: BSD-2-Clause */

/* Status codes that the tests of the managers have no place for. */

#include <rtems/malloc.h>
#include "../check.h"

static rtems_id timer;
static rtems_id waiter;
static rtems_status_code wait_result;
static volatile bool fired;

static rtems_task idle_task(rtems_task_argument argument)
{
    (void)argument;
    rtems_task_suspend(RTEMS_SELF);
}

static void test_task(void)
{
    static char storage[RTEMS_TASK_STORAGE_SIZE(RTEMS_MINIMUM_STACK_SIZE, 0)] RTEMS_ALIGNED(16);
    rtems_task_config config = {.name = NAME("CONS"),
                                .initial_priority = 0,
                                .storage_area = storage,
                                .storage_size = sizeof(storage)};
    rtems_id ids[4];
    rtems_id id;

    group("task_construct");
    STATUS(RTEMS_INVALID_PRIORITY, rtems_task_construct(&config, &id));
    config.initial_priority = 5;
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(ids); i++)
        OK(rtems_task_create(NAME("TASK"), 20, RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
                             RTEMS_DEFAULT_ATTRIBUTES, &ids[i]));
    STATUS(RTEMS_TOO_MANY, rtems_task_construct(&config, &id));
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(ids); i++)
        OK(rtems_task_delete(ids[i]));
}

static bool refuse(rtems_tcb *executing, rtems_tcb *created)
{
    (void)executing;
    (void)created;
    return false;
}

static void test_construct_refused(void)
{
    static char storage[RTEMS_TASK_STORAGE_SIZE(RTEMS_MINIMUM_STACK_SIZE, 0)] RTEMS_ALIGNED(16);
    const rtems_extensions_table refusing = {.thread_create = refuse};
    const rtems_task_config config = {.name = NAME("CONS"),
                                      .initial_priority = 5,
                                      .storage_area = storage,
                                      .storage_size = sizeof(storage)};
    rtems_id extension;
    rtems_id id;

    group("task_construct that an extension refuses");
    OK(rtems_extension_create(NAME("REFU"), &refusing, &extension));
    STATUS(RTEMS_UNSATISFIED, rtems_task_construct(&config, &id));
    OK(rtems_extension_delete(extension));
    OK(rtems_task_construct(&config, &id));
    OK(rtems_task_delete(id));
}

static void test_set_scheduler(void)
{
    rtems_id scheduler;
    rtems_id task = spawn("WAIT", 20, idle_task, 0);
    rtems_id mutex;
    rtems_task_priority priority;

    group("task_set_scheduler of a task with a changed priority");
    OK(rtems_task_get_scheduler(RTEMS_SELF, &scheduler));
    OK(rtems_semaphore_create(NAME("CEIL"), 1,
                              RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_PRIORITY_CEILING, 2,
                              &mutex));
    OK(rtems_semaphore_obtain(mutex, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_task_set_scheduler(RTEMS_SELF, scheduler, 9));
    OK(rtems_semaphore_release(mutex));
    OK(rtems_semaphore_delete(mutex));
    OK(rtems_task_set_scheduler(task, scheduler, 21));
    OK(rtems_task_set_priority(task, RTEMS_CURRENT_PRIORITY, &priority));
    EQUAL(21, priority);
    OK(rtems_task_delete(task));
}

static void test_scheduler(void)
{
    rtems_task_priority priority = 0;
    rtems_id id = 0;
    rtems_id found = 0;

    group("scheduler_ident, _ident_by_processor, _get_maximum_priority");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_ident(NAME("UPD "), NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_scheduler_ident(NAME("none"), &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_ident_by_processor(0, NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_scheduler_ident_by_processor(1, &id));
    OK(rtems_scheduler_ident_by_processor(0, &id));
    OK(rtems_scheduler_ident(NAME("UPD "), &found));
    EQUAL(id, found);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_get_maximum_priority(id, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_scheduler_get_maximum_priority(0, &priority));
    OK(rtems_scheduler_get_maximum_priority(id, &priority));
    EQUAL(255, priority);
}

static void nothing(void *argument)
{
    (void)argument;
}

static void visit(void *argument, const char *info, rtems_option options,
                  rtems_interrupt_handler handler, void *handler_argument)
{
    (void)argument;
    (void)info;
    (void)options;
    (void)handler;
    (void)handler_argument;
}

#define VECTOR 21u /* of software */

/* Interrupts are disabled here, as in a handler. */
static void in_interrupt(rtems_id id, void *argument)
{
    static rtems_interrupt_entry entry = RTEMS_INTERRUPT_ENTRY_INITIALIZER(nothing, NULL, "none");
    static const rtems_driver_address_table driver = {.initialization_entry = NULL};
    rtems_device_major_number major;

    (void)id;
    (void)argument;
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_task_delete(waiter));
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_interrupt_entry_install(VECTOR, 0, &entry));
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_interrupt_entry_remove(VECTOR, &entry));
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_interrupt_handler_install(VECTOR, "", 0, nothing, NULL));
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_interrupt_handler_remove(VECTOR, nothing, NULL));
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_interrupt_handler_iterate(VECTOR, visit, NULL));
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_io_register_driver(0, &driver, &major));
    STATUS(RTEMS_CALLED_FROM_ISR, rtems_io_unregister_driver(1));
    STATUS(RTEMS_CALLED_FROM_ISR,
           rtems_interrupt_server_handler_install(0, VECTOR, "", 0, nothing, NULL));
    fired = true;
}

static void test_called_from_isr(void)
{
    group("directives that refuse to be called in an interrupt");
    waiter = spawn("WAIT", 20, idle_task, 0);
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 1, in_interrupt, NULL));
    pause_ticks(3);
    EXPECT(fired);
    OK(rtems_task_delete(waiter));
}

static void test_interrupts(void)
{
    rtems_option unique = RTEMS_INTERRUPT_UNIQUE;

    group("interrupt_handler_install: status codes");
    STATUS(RTEMS_UNSATISFIED,
           rtems_interrupt_handler_install(VECTOR, "", RTEMS_INTERRUPT_REPLACE, nothing, NULL));
    OK(rtems_interrupt_handler_install(VECTOR, "", RTEMS_INTERRUPT_SHARED, nothing, NULL));
    STATUS(RTEMS_TOO_MANY,
           rtems_interrupt_handler_install(VECTOR, "", RTEMS_INTERRUPT_SHARED, nothing, NULL));
    STATUS(RTEMS_RESOURCE_IN_USE,
           rtems_interrupt_handler_install(VECTOR, "", unique, nothing, &timer));
    OK(rtems_interrupt_handler_remove(VECTOR, nothing, NULL));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_raise_on(VECTOR, 0));
    STATUS(RTEMS_NOT_CONFIGURED, rtems_interrupt_raise_on(VECTOR, 1));
}

static void test_interrupt_memory(void)
{
    void *taken;

    group("interrupt_handler_install without memory");
    taken = rtems_workspace_greedy_allocate(NULL, 0);
    STATUS(RTEMS_NO_MEMORY,
           rtems_interrupt_handler_install(VECTOR, "", RTEMS_INTERRUPT_SHARED, nothing, NULL));
    rtems_workspace_greedy_free(taken);
    OK(rtems_interrupt_handler_install(VECTOR, "", RTEMS_INTERRUPT_SHARED, nothing, NULL));
    OK(rtems_interrupt_handler_remove(VECTOR, nothing, NULL));
}

static rtems_task wait_for_barrier(rtems_task_argument id)
{
    wait_result = rtems_barrier_wait((rtems_id)id, RTEMS_NO_TIMEOUT);
    rtems_task_exit();
}

static rtems_task wait_for_semaphore(rtems_task_argument id)
{
    wait_result = rtems_semaphore_obtain((rtems_id)id, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    rtems_task_exit();
}

static rtems_task wait_for_message(rtems_task_argument id)
{
    char buffer[8];
    size_t size;

    wait_result =
        rtems_message_queue_receive((rtems_id)id, buffer, &size, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    rtems_task_exit();
}

static void test_deleted(void)
{
    rtems_id id;

    group("objects that are deleted under a waiting task");
    OK(rtems_barrier_create(NAME("BARR"), RTEMS_BARRIER_MANUAL_RELEASE, 0, &id));
    (void)spawn("WAIT", 5, wait_for_barrier, id);
    OK(rtems_barrier_delete(id));
    check_status(__LINE__, RTEMS_OBJECT_WAS_DELETED, wait_result, "rtems_barrier_wait()");
    OK(rtems_semaphore_create(NAME("SEMA"), 0, RTEMS_COUNTING_SEMAPHORE, 0, &id));
    (void)spawn("WAIT", 5, wait_for_semaphore, id);
    OK(rtems_semaphore_delete(id));
    check_status(__LINE__, RTEMS_OBJECT_WAS_DELETED, wait_result, "rtems_semaphore_obtain()");
    OK(rtems_message_queue_create(NAME("QUEU"), 1, 8, RTEMS_DEFAULT_ATTRIBUTES, &id));
    (void)spawn("WAIT", 5, wait_for_message, id);
    OK(rtems_message_queue_delete(id));
    check_status(__LINE__, RTEMS_OBJECT_WAS_DELETED, wait_result, "rtems_message_queue_receive()");
}

static void test_queue_construct(void)
{
    static RTEMS_MESSAGE_QUEUE_BUFFER(8) storage[2];
    rtems_message_queue_config config = {.maximum_pending_messages = 2,
                                         .maximum_message_size = 8,
                                         .storage_area = storage,
                                         .storage_size = sizeof(storage)};
    rtems_id first;
    rtems_id id;

    group("message_queue_construct: status codes");
    STATUS(RTEMS_INVALID_NAME, rtems_message_queue_construct(&config, &id));
    config.name = NAME("QUEU");
    config.maximum_pending_messages = 0;
    STATUS(RTEMS_INVALID_NUMBER, rtems_message_queue_construct(&config, &id));
    config.maximum_pending_messages = 2;
    config.maximum_message_size = 0;
    STATUS(RTEMS_INVALID_SIZE, rtems_message_queue_construct(&config, &id));
    config.maximum_message_size = 8;
    OK(rtems_message_queue_create(NAME("QUE1"), 1, 8, RTEMS_DEFAULT_ATTRIBUTES, &first));
    STATUS(RTEMS_TOO_MANY, rtems_message_queue_construct(&config, &id));
    OK(rtems_message_queue_delete(first));
    OK(rtems_message_queue_construct(&config, &id));
    OK(rtems_message_queue_delete(id));
}

static void test_timer_server(void)
{
    rtems_time_of_day tod = {.year = 2030, .month = 1, .day = 1};
    rtems_id ids[4];

    group("timer_initiate_server, _server_fire_when: status codes");
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(ids); i++)
        OK(rtems_task_create(NAME("TASK"), 20, RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
                             RTEMS_DEFAULT_ATTRIBUTES, &ids[i]));
    STATUS(RTEMS_TOO_MANY, rtems_timer_initiate_server(1, RTEMS_MINIMUM_STACK_SIZE, 0));
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(ids); i++)
        OK(rtems_task_delete(ids[i]));
    OK(rtems_timer_initiate_server(1, RTEMS_MINIMUM_STACK_SIZE, 0));
    STATUS(RTEMS_NOT_DEFINED, rtems_timer_server_fire_when(timer, &tod, in_interrupt, NULL));
    tod.year = 2029;
    OK(rtems_clock_set(&tod));
    tod.year = 2030;
    STATUS(RTEMS_INVALID_ID, rtems_timer_server_fire_when(BAD_ID, &tod, in_interrupt, NULL));
}

static void raised(void *argument)
{
    (void)argument;
    mark('r');
}

static void test_server_install(void)
{
    group("interrupt_server_handler_install: status codes");
    OK(rtems_interrupt_server_initialize(5, RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
                                         RTEMS_DEFAULT_ATTRIBUTES, NULL));
    STATUS(RTEMS_INVALID_ADDRESS,
           rtems_interrupt_server_handler_install(0, VECTOR, "", 0, NULL, NULL));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_server_handler_install(
                                  0, VECTOR, "", RTEMS_INTERRUPT_REPLACE, nothing, NULL));
    OK(rtems_interrupt_server_handler_install(0, VECTOR, "", 0, nothing, NULL));
    OK(rtems_interrupt_server_handler_install(0, VECTOR, "", RTEMS_INTERRUPT_REPLACE, raised,
                                              NULL));
    OK(rtems_interrupt_raise(VECTOR));
    TRACE("r");
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_server_handler_remove(0, VECTOR, nothing, NULL));
    OK(rtems_interrupt_server_handler_remove(0, VECTOR, raised, NULL));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_server_install();
    test_task();
    test_construct_refused();
    test_set_scheduler();
    test_scheduler();
    test_called_from_isr();
    test_interrupts();
    test_interrupt_memory();
    test_deleted();
    test_queue_construct();
    test_timer_server();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK   1000
#define CONFIGURE_MAXIMUM_TASKS           6
#define CONFIGURE_MAXIMUM_TIMERS          1
#define CONFIGURE_MAXIMUM_SEMAPHORES      1
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES  1
#define CONFIGURE_MAXIMUM_PARTITIONS      1
#define CONFIGURE_MAXIMUM_BARRIERS        1
#define CONFIGURE_MAXIMUM_USER_EXTENSIONS 1
#define CONFIGURE_MESSAGE_BUFFER_MEMORY   CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(2, 16)
#define CONFIGURE_INIT_TASK_PRIORITY      10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
