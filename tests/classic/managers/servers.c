/* SPDX-License-Identifier: BSD-2-Clause */

/* The interrupt manager: vectors that are disabled, entries, servers. */

#include "../check.h"

#define LINE  _CPU_VIRTUAL_IRQ_SOFTWARE
#define OTHER (_CPU_VIRTUAL_IRQ_SOFTWARE + 1)

/* An argument for handlers that mark a letter. */
#define LETTER(letter) (&letters[letter])
static char letters[128];

static uint32_t server;
static unsigned calls;

static void note(void *letter)
{
    calls++;
    mark(*(char *)letter);
}

static void in_server(void *letter)
{
    bool enabled = true;

    EXPECT(!rtems_interrupt_is_in_progress());
    OK(rtems_interrupt_vector_is_enabled(LINE, &enabled));
    EXPECT(!enabled);
    mark(*(char *)letter);
    OK(rtems_task_wake_after(2));
}

static void test_disabled_vectors(void)
{
    bool enabled = true;

    group("interrupt_vector_enable, _disable");
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_vector_enable(99));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_vector_disable(99));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_vector_enable(LINE));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_vector_disable(LINE));
    OK(rtems_interrupt_handler_install(LINE, "note", RTEMS_INTERRUPT_UNIQUE, note, LETTER('n')));
    OK(rtems_interrupt_vector_is_enabled(LINE, &enabled));
    EXPECT(enabled);
    OK(rtems_interrupt_vector_disable(LINE));
    OK(rtems_interrupt_vector_is_enabled(LINE, &enabled));
    EXPECT(!enabled);
    OK(rtems_interrupt_raise(LINE));
    OK(rtems_interrupt_raise_on(LINE, 0));
    TRACE("");
    OK(rtems_interrupt_vector_enable(LINE));
    EXPECT(calls > 0);
    trace_reset();
    OK(rtems_interrupt_raise(LINE));
    TRACE("n");
    OK(rtems_interrupt_vector_disable(LINE));
    OK(rtems_interrupt_raise(LINE));
    OK(rtems_interrupt_handler_remove(LINE, note, LETTER('n')));
    OK(rtems_interrupt_handler_install(LINE, "note", RTEMS_INTERRUPT_UNIQUE, note, LETTER('m')));
    OK(rtems_interrupt_raise(LINE));
    TRACE("m");
    OK(rtems_interrupt_handler_remove(LINE, note, LETTER('m')));
}

static void test_attributes(void)
{
    rtems_interrupt_attributes attributes;
    uint32_t priority;
    cpu_set_t set;

    group("interrupt_raise_on, priorities, affinity, attributes");
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_raise_on(99, 9));
    STATUS(RTEMS_NOT_CONFIGURED, rtems_interrupt_raise_on(LINE, 1));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_get_priority(99, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_get_priority(99, &priority));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_get_priority(LINE, &priority));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_set_priority(99, 1));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_set_priority(LINE, 1));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_get_affinity(99, 0, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_get_affinity(99, 0, &set));
    STATUS(RTEMS_INVALID_SIZE, rtems_interrupt_get_affinity(LINE, 0, &set));
    OK(rtems_interrupt_get_affinity(LINE, sizeof(set), &set));
    EXPECT(CPU_ISSET(0, &set) && CPU_COUNT(&set) == 1);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_set_affinity(99, 0, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_set_affinity(99, 0, &set));
    OK(rtems_interrupt_set_affinity(LINE, sizeof(set), &set));
    CPU_ZERO(&set);
    STATUS(RTEMS_INVALID_NUMBER, rtems_interrupt_set_affinity(LINE, sizeof(set), &set));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_get_attributes(99, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_get_attributes(99, &attributes));
    OK(rtems_interrupt_get_attributes(LINE, &attributes));
    EXPECT(attributes.is_maskable && attributes.can_raise && attributes.can_clear);
    EXPECT(attributes.trigger_signal == RTEMS_INTERRUPT_NO_SIGNAL);
    EXPECT(!attributes.can_set_priority && attributes.maybe_enable && !attributes.can_enable);
    OK(rtems_interrupt_get_attributes(3, &attributes));
    EXPECT(!attributes.can_raise);
}

static void test_entries(void)
{
    static rtems_interrupt_entry a = RTEMS_INTERRUPT_ENTRY_INITIALIZER(note, LETTER('a'), "entry");
    static rtems_interrupt_entry b;
    static rtems_interrupt_entry none;
    static rtems_interrupt_entry same =
        RTEMS_INTERRUPT_ENTRY_INITIALIZER(note, LETTER('a'), "same");

    group("interrupt_entry_install, _remove");
    rtems_interrupt_entry_initialize(&b, note, LETTER('b'), "entry");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_entry_install(99, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_entry_install(99, 0, &none));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_entry_install(99, 0, &a));
    STATUS(RTEMS_INVALID_NUMBER, rtems_interrupt_entry_install(LINE, RTEMS_INTERRUPT_REPLACE, &a));
    OK(rtems_interrupt_entry_install(LINE, RTEMS_INTERRUPT_SHARED, &a));
    STATUS(RTEMS_TOO_MANY, rtems_interrupt_entry_install(LINE, RTEMS_INTERRUPT_SHARED, &same));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_interrupt_entry_install(LINE, RTEMS_INTERRUPT_UNIQUE, &b));
    OK(rtems_interrupt_entry_install(LINE, RTEMS_INTERRUPT_SHARED, &b));
    OK(rtems_interrupt_raise(LINE));
    TRACE("ab");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_entry_remove(99, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_interrupt_entry_remove(99, &none));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_entry_remove(99, &a));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_entry_remove(LINE, &same));
    OK(rtems_interrupt_entry_remove(LINE, &a));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_entry_remove(LINE, &a));
    OK(rtems_interrupt_raise(LINE));
    TRACE("b");
    OK(rtems_interrupt_entry_remove(LINE, &b));
}

static void count_handlers(void *argument, const char *info, rtems_option options,
                           rtems_interrupt_handler handler, void *handler_argument)
{
    (void)info;
    (void)options;
    EXPECT(handler == in_server || handler == note);
    mark(*(char *)handler_argument);
    ++*(unsigned *)argument;
}

static void test_server_handlers(void)
{
    char *x = LETTER('x');
    char *y = LETTER('y');
    uint32_t count = 9;
    unsigned handlers = 0;

    group("interrupt_server_initialize");
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_install(0, LINE, "", 0, note, x));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_interrupt_server_initialize(0, 0, 0, 0, &count));
    EQUAL(0, count);
    OK(rtems_interrupt_server_initialize(5, RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
                                         RTEMS_DEFAULT_ATTRIBUTES, &count));
    EQUAL(1, count);
    STATUS(RTEMS_INCORRECT_STATE, rtems_interrupt_server_initialize(5, 0, 0, 0, NULL));

    group("interrupt_server_handler_install, _remove, _iterate");
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_install(7, LINE, "", 0, in_server, x));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_install(0, 99, "", 0, in_server, x));
    OK(rtems_interrupt_server_handler_install(0, LINE, "", 0, in_server, x));
    STATUS(RTEMS_TOO_MANY, rtems_interrupt_server_handler_install(0, LINE, "", 0, in_server, x));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_interrupt_server_handler_install(
                                      0, LINE, "", RTEMS_INTERRUPT_UNIQUE, in_server, y));
    OK(rtems_interrupt_server_handler_install(0, LINE, "", 0, in_server, y));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_iterate(7, LINE, count_handlers, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_iterate(0, 99, count_handlers, NULL));
    STATUS(RTEMS_UNSATISFIED,
           rtems_interrupt_server_handler_iterate(0, OTHER, count_handlers, NULL));
    OK(rtems_interrupt_server_handler_iterate(0, LINE, count_handlers, &handlers));
    EQUAL(2, handlers);
    TRACE("xy");

    group("a server calls the handlers of an interrupt, and of those meanwhile");
    OK(rtems_interrupt_raise(LINE)); /* x waits */
    OK(rtems_interrupt_raise(LINE));
    TRACE("x");
    pause_ticks(10);
    TRACE("yxy");
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_remove(7, LINE, in_server, x));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_remove(0, OTHER, in_server, x));
    STATUS(RTEMS_UNSATISFIED, rtems_interrupt_server_handler_remove(0, LINE, note, x));
    OK(rtems_interrupt_server_handler_remove(0, LINE, in_server, x));
    OK(rtems_interrupt_raise(LINE));
    pause_ticks(4);
    TRACE("y");
    OK(rtems_interrupt_server_handler_remove(0, LINE, in_server, y));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_handler_remove(0, LINE, in_server, y));
}

static void destroyed(rtems_interrupt_server_control *control)
{
    EXPECT(control != NULL);
    mark('D');
}

static void test_server_requests(void)
{
    static rtems_interrupt_server_control control;
    static rtems_interrupt_server_request request;
    static rtems_interrupt_server_entry entry;
    static rtems_interrupt_server_action actions[2];
    rtems_interrupt_server_config config = {
        .name = NAME("SERV"), .priority = 0, .destroy = destroyed};
    cpu_set_t set;

    group("interrupt_server_create, requests, entries");
    STATUS(RTEMS_INVALID_PRIORITY, rtems_interrupt_server_create(&control, &config, &server));
    config.priority = 20;
    OK(rtems_interrupt_server_create(&control, &config, &server));
    EXPECT(server != RTEMS_INTERRUPT_SERVER_DEFAULT);
    STATUS(RTEMS_INVALID_ID,
           rtems_interrupt_server_request_initialize(77, &request, note, LETTER('r')));
    OK(rtems_interrupt_server_request_initialize(server, &request, note, LETTER('r')));
    rtems_interrupt_server_request_submit(&request);
    rtems_interrupt_server_request_submit(&request);
    TRACE("");
    pause_ticks(1);
    TRACE("r");
    EQUAL(1, control.errors);
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_entry_initialize(77, &entry));
    OK(rtems_interrupt_server_entry_initialize(server, &entry));
    rtems_interrupt_server_action_prepend(&entry, &actions[0], note, LETTER('2'));
    rtems_interrupt_server_action_prepend(&entry, &actions[1], note, LETTER('1'));
    rtems_interrupt_server_entry_submit(&entry);
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_entry_move(&entry, 77));
    OK(rtems_interrupt_server_entry_move(&entry, RTEMS_INTERRUPT_SERVER_DEFAULT));
    TRACE("12"); /* the default server is more urgent than this task */

    group("interrupt_server_suspend, _resume");
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_suspend(77));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_resume(77));
    OK(rtems_interrupt_server_suspend(RTEMS_INTERRUPT_SERVER_DEFAULT));
    rtems_interrupt_server_entry_submit(&entry);
    TRACE("");
    OK(rtems_interrupt_server_resume(RTEMS_INTERRUPT_SERVER_DEFAULT));
    TRACE("12");

    group("interrupt_server_move, _set_affinity");
    OK(rtems_interrupt_server_handler_install(0, LINE, "", 0, note, LETTER('v')));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_move(77, LINE, server));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_move(0, LINE, 77));
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_move(0, 99, server));
    OK(rtems_interrupt_server_move(0, LINE, server));
    OK(rtems_interrupt_raise(LINE));
    TRACE("");
    pause_ticks(1);
    TRACE("v");
    OK(rtems_interrupt_server_handler_remove(server, LINE, note, LETTER('v')));
    CPU_ZERO(&set);
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_set_affinity(77, sizeof(set), &set, 5));
    STATUS(RTEMS_INVALID_NAME, rtems_interrupt_server_set_affinity(server, sizeof(set), &set, 5));
    CPU_SET(0, &set);
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_interrupt_server_set_affinity(server, sizeof(set), &set, 0));
    OK(rtems_interrupt_server_set_affinity(server, sizeof(set), &set, 4));
    rtems_interrupt_server_request_submit(&request);
    TRACE("r");

    group("interrupt_server_entry_destroy, _request_destroy, _delete");
    rtems_interrupt_server_request_set_vector(&request, _CPU_VIRTUAL_IRQ_COUNT);
    rtems_interrupt_server_entry_destroy(&entry);
    rtems_interrupt_server_request_destroy(&request);
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_delete(77));
    OK(rtems_interrupt_server_delete(server));
    TRACE("D");
    STATUS(RTEMS_INVALID_ID, rtems_interrupt_server_delete(server));
    OK(rtems_interrupt_server_delete(RTEMS_INTERRUPT_SERVER_DEFAULT));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    for (size_t i = 0; i < sizeof(letters); i++)
        letters[i] = (char)i;
    test_disabled_vectors();
    test_attributes();
    test_entries();
    test_server_handlers();
    test_server_requests();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         3
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_INIT_TASK_STACK_SIZE  16384
#define CONFIGURE_MEMORY_OVERHEAD       2
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
