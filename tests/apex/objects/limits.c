/* SPDX-License-Identifier: BSD-2-Clause */

/* As many objects of each kind as there can be, and one more. */

#include "../check.h"

static char *number_name(int number)
{
    char text[MAX_NAME_LENGTH];

    snprintf(text, sizeof(text), "object %d", number);
    return NAME(text);
}

static void body(void)
{
}

static void test_processes(void)
{
    PROCESS_ATTRIBUTE_TYPE a = attributes_of("", 10, body);
    PROCESS_ID_TYPE id = 0;

    group("processes");
    a.STACK_SIZE = 1024;
    for (int i = 1; i <= MAX_NUMBER_OF_PROCESSES; i++) {
        memcpy(a.NAME, number_name(i), sizeof(a.NAME));
        CODE(NO_ERROR, CREATE_PROCESS, &a, &id);
        EXPECT(id == i);
    }
    CODE(INVALID_CONFIG, CREATE_PROCESS, &a, &id); /* before NO_ACTION */
    CODE(NO_ERROR, GET_PROCESS_ID, number_name(77), &id);
    EXPECT(id == 77);
}

static void test_objects(void)
{
    APEX_INTEGER id = 0;

    group("buffers");
    for (int i = 1; i <= MAX_NUMBER_OF_BUFFERS; i++)
        CODE(NO_ERROR, CREATE_BUFFER, number_name(i), 1, 1, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_BUFFER, number_name(1), 1, 1, FIFO, &id);
    CODE(NO_ERROR, GET_BUFFER_ID, number_name(MAX_NUMBER_OF_BUFFERS), &id);
    EXPECT(id == MAX_NUMBER_OF_BUFFERS);

    group("blackboards");
    for (int i = 1; i <= MAX_NUMBER_OF_BLACKBOARDS; i++)
        CODE(NO_ERROR, CREATE_BLACKBOARD, number_name(i), 1, &id);
    CODE(INVALID_CONFIG, CREATE_BLACKBOARD, number_name(1), 1, &id);
    EXPECT(id == MAX_NUMBER_OF_BLACKBOARDS);

    group("semaphores");
    for (int i = 1; i <= MAX_NUMBER_OF_SEMAPHORES; i++)
        CODE(NO_ERROR, CREATE_SEMAPHORE, number_name(i), 0, 1, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_SEMAPHORE, number_name(1), 0, 1, FIFO, &id);
    EXPECT(id == MAX_NUMBER_OF_SEMAPHORES);

    group("events");
    for (int i = 1; i <= MAX_NUMBER_OF_EVENTS; i++)
        CODE(NO_ERROR, CREATE_EVENT, number_name(i), &id);
    CODE(INVALID_CONFIG, CREATE_EVENT, number_name(1), &id);
    EXPECT(id == MAX_NUMBER_OF_EVENTS);

    group("mutexes");
    for (int i = 1; i <= MAX_NUMBER_OF_MUTEXES; i++)
        CODE(NO_ERROR, CREATE_MUTEX, number_name(i), 10, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_MUTEX, number_name(1), 10, FIFO, &id);
    EXPECT(id == MAX_NUMBER_OF_MUTEXES);
}

int main(void)
{
    test_processes();
    test_objects();
    finish(__FILE__);
}
