/* SPDX-License-Identifier: BSD-2-Clause */

/* Object services, statuses, and objects without limit. */

#include "check.h"
#include <errno.h>

#define MANY 50

static void test_ids(void)
{
    rtems_id id = rtems_build_id(2, 3, 1, 4);

    group("build_id, object_id_get_*");
    EQUAL(0x1a010004, id);
    EQUAL(2, rtems_object_id_get_api(id));
    EQUAL(3, rtems_object_id_get_class(id));
    EQUAL(1, rtems_object_id_get_node(id));
    EQUAL(4, rtems_object_id_get_index(id));
    EQUAL(0x0a010001, rtems_task_self());
    EQUAL(1, rtems_object_get_local_node());
    EQUAL(OBJECTS_INTERNAL_API, rtems_object_id_api_minimum());
    EQUAL(OBJECTS_POSIX_API, rtems_object_id_api_maximum());
    EQUAL(0x1a010001, RTEMS_OBJECT_ID_INITIAL(2, 3, 1));
}

static void test_names(void)
{
    rtems_name name = 0;
    char text[10];

    group("build_name, object_get_classic_name, _get_name, _set_name");
    EQUAL(0x41424344, rtems_build_name('A', 'B', 'C', 'D'));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_object_get_classic_name(RTEMS_SELF, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_object_get_classic_name(BAD_ID, &name));
    STATUS(RTEMS_INVALID_ID, rtems_object_get_classic_name(0xffffffff, &name));
    OK(rtems_object_get_classic_name(RTEMS_SELF, &name));
    EQUAL(rtems_build_name('I', 'N', 'I', 'T'), name);
    EXPECT(rtems_object_get_name(RTEMS_SELF, 0, text) == NULL);
    EXPECT(rtems_object_get_name(RTEMS_SELF, sizeof(text), NULL) == NULL);
    EXPECT(rtems_object_get_name(BAD_ID, sizeof(text), text) == NULL);
    EXPECT(rtems_object_get_name(RTEMS_SELF, sizeof(text), text) == text);
    EXPECT(strcmp(text, "INIT") == 0);
    EXPECT(rtems_object_get_name(rtems_task_self(), 3, text) == text);
    EXPECT(strcmp(text, "IN") == 0);
    EXPECT(rtems_object_get_name(0x09010001, sizeof(text), text) == text);
    EXPECT(strcmp(text, "IDLE") == 0);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_object_set_name(RTEMS_SELF, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_object_set_name(BAD_ID, "NEW"));
    OK(rtems_object_set_name(RTEMS_SELF, "NEW"));
    OK(rtems_object_get_classic_name(RTEMS_SELF, &name));
    EQUAL(rtems_build_name('N', 'E', 'W', ' '), name);
}

static void test_classes(void)
{
    rtems_object_api_class_information info;

    group("classes and their names");
    EQUAL(1, rtems_object_api_minimum_class(OBJECTS_CLASSIC_API));
    EQUAL(10, rtems_object_api_maximum_class(OBJECTS_CLASSIC_API));
    EXPECT(rtems_object_api_minimum_class(0) == -1);
    EQUAL(0, rtems_object_api_maximum_class(9));
    EXPECT(strcmp(rtems_object_get_api_name(OBJECTS_CLASSIC_API), "Classic") == 0);
    EXPECT(strcmp(rtems_object_get_api_name(9), "BAD API") == 0);
    EXPECT(strcmp(rtems_object_get_api_class_name(2, 4), "Message Queue") == 0);
    EXPECT(strcmp(rtems_object_get_api_class_name(9, 4), "BAD API") == 0);
    EXPECT(strcmp(rtems_object_get_api_class_name(2, 40), "BAD CLASS") == 0);

    group("object_get_class_information");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_object_get_class_information(2, 1, NULL));
    STATUS(RTEMS_INVALID_NUMBER, rtems_object_get_class_information(9, 1, &info));
    STATUS(RTEMS_INVALID_NUMBER, rtems_object_get_class_information(2, 40, &info));
    OK(rtems_object_get_class_information(OBJECTS_CLASSIC_API, OBJECTS_RTEMS_TASKS, &info));
    EQUAL(0x0a010001, info.minimum_id);
    EQUAL(0x0a010003, info.maximum_id);
    EQUAL(3, info.maximum);
    EQUAL(2, info.unallocated);
    EXPECT(!info.auto_extend);
}

static void test_statuses(void)
{
    group("status_text, status_code_to_errno");
    EXPECT(strcmp(rtems_status_text(RTEMS_SUCCESSFUL), "RTEMS_SUCCESSFUL") == 0);
    EXPECT(strcmp(rtems_status_text(RTEMS_PROXY_BLOCKING), "RTEMS_PROXY_BLOCKING") == 0);
    EXPECT(strcmp(rtems_status_text((rtems_status_code)(RTEMS_STATUS_CODES_LAST + 1)), "?") == 0);
    EXPECT(rtems_status_code_to_errno(RTEMS_SUCCESSFUL) == 0);
    EXPECT(rtems_status_code_to_errno(RTEMS_TIMEOUT) == -1 && errno == ETIMEDOUT);
    EXPECT(rtems_status_code_to_errno(RTEMS_NO_MEMORY) == -1 && errno == ENOMEM);
    EXPECT(rtems_status_code_to_errno((rtems_status_code)1000) == -1 && errno == EINVAL);
    EXPECT(rtems_is_status_successful(RTEMS_SUCCESSFUL));
    EXPECT(!rtems_are_statuses_equal(RTEMS_SUCCESSFUL, RTEMS_TIMEOUT));
}

static void test_unlimited(void)
{
    rtems_id ids[MANY];
    rtems_object_api_class_information info;

    group("objects without limit");
    for (unsigned i = 0; i < MANY; i++)
        OK(rtems_semaphore_create(rtems_build_name('S', 'E', '0', (char)('0' + i)), i, 0, 0,
                                  &ids[i]));
    OK(rtems_object_get_class_information(2, OBJECTS_RTEMS_SEMAPHORES, &info));
    EXPECT(info.auto_extend);
    EXPECT(info.maximum >= MANY && info.maximum < MANY + 4);
    for (unsigned i = 0; i < MANY; i++) {
        rtems_id found;

        OK(rtems_semaphore_ident(rtems_build_name('S', 'E', '0', (char)('0' + i)), 0, &found));
        EQUAL(ids[i], found);
        EQUAL(i + 1, rtems_object_id_get_index(ids[i]));
        if (i > 0)
            OK(rtems_semaphore_obtain(ids[i], RTEMS_NO_WAIT, 0));
    }
    for (unsigned i = 0; i < MANY; i++)
        OK(rtems_semaphore_delete(ids[i]));
}

static void test_workspace(void)
{
    void *memory = NULL;

    group("workspace_allocate, _free");
    EXPECT(!rtems_workspace_allocate(1u << 30, &memory));
    EXPECT(rtems_workspace_allocate(100, &memory) && memory != NULL);
    memset(memory, 0xff, 100);
    EXPECT(rtems_workspace_free(memory));
    EXPECT(!rtems_workspace_free(&memory));
    EXPECT(rtems_workspace_free(NULL));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_ids();
    test_names();
    test_classes();
    test_statuses();
    test_unlimited();
    test_workspace();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS      3
#define CONFIGURE_MAXIMUM_SEMAPHORES rtems_resource_unlimited(4)
#define CONFIGURE_INIT_TASK_NAME     rtems_build_name('I', 'N', 'I', 'T')
#define CONFIGURE_UNIFIED_WORK_AREAS
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
