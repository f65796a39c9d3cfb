/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the test programs here share. A program calls services with CODE(),
 * which compares the return code and notes that this service returned it:
 *
 *     group("buffers: status codes");
 *     CODE(INVALID_PARAM, SEND_BUFFER, 99, message, 1, 0);
 *     EXPECT(status.NB_MESSAGE == 1);
 *     finish(__FILE__);
 *
 * Each group prints one line; finish() prints the table of services and
 * return codes and the closing line, and ends the program: well only if
 * nothing failed. A check may be made by any process.
 */
#ifndef CHECK_H
#define CHECK_H

#include <ARINC653.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS           1000000LL
#define STACK        8192
#define MAX_SERVICES 64
#define BAD_ID       9999
#define WHOLE_NAME   "abcdefghijklmnopqrstuvwxyz012345" /* all 32 characters */
#define NO_TIME      (-2LL)                             /* out of range */

static struct {
    const char *group;
    unsigned failures; /* of this group */
    unsigned passed;
    unsigned failed;
    struct {
        const char *service;
        unsigned codes; /* bit: was returned as expected */
    } services[MAX_SERVICES];
} checks;

static inline void end_group(void)
{
    if (checks.group == NULL)
        return;
    if (checks.failures == 0) {
        checks.passed++;
        printf("ok %s\n", checks.group);
    } else {
        checks.failed++;
    }
    checks.group = NULL;
}

static inline void group(const char *name)
{
    end_group();
    checks.group = name;
    checks.failures = 0;
}

static inline void fail(int line, const char *format, ...)
{
    va_list arguments;

    checks.failures++;
    printf("not ok %s: line %d: ", checks.group, line);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

static inline const char *code_text(RETURN_CODE_TYPE code)
{
    static const char *const texts[] = {"NO_ERROR",      "NO_ACTION",      "NOT_AVAILABLE",
                                        "INVALID_PARAM", "INVALID_CONFIG", "INVALID_MODE",
                                        "TIMED_OUT"};

    return (unsigned)code < sizeof(texts) / sizeof(texts[0]) ? texts[code] : "no code";
}

static inline void note_service(const char *service, RETURN_CODE_TYPE code)
{
    unsigned i = 0;

    while (checks.services[i].service != NULL && strcmp(checks.services[i].service, service) != 0)
        i++;
    checks.services[i].service = service;
    checks.services[i].codes |= 1u << code;
}

static inline void check_code(int line, const char *service, RETURN_CODE_TYPE expected,
                              RETURN_CODE_TYPE got)
{
    if (got == expected)
        note_service(service, expected);
    else
        fail(line, "%s: %s, not %s", service, code_text(got), code_text(expected));
}

static inline void print_table(void)
{
    unsigned services = 0;
    unsigned pairs = 0;

    for (; checks.services[services].service != NULL; services++) {
        printf("| %s |", checks.services[services].service);
        for (RETURN_CODE_TYPE code = NO_ERROR; code <= TIMED_OUT; code++)
            if ((checks.services[services].codes & (1u << code)) != 0) {
                printf(" %s", code_text(code));
                pairs++;
            }
        printf(" |\n");
    }
    printf("%u services, %u return codes\n", services, pairs);
}

static inline void finish(const char *file) __attribute__((noreturn));
static inline void finish(const char *file)
{
    const char *slash = strrchr(file, '/');

    end_group();
    print_table();
    printf("%s: %u passed, %u failed\n", slash == NULL ? file : slash + 1, checks.passed,
           checks.failed);
    exit(checks.failed == 0 ? 0 : 1);
}

#define CODE(expected, service, ...)                                                               \
    do {                                                                                           \
        RETURN_CODE_TYPE code_ = (RETURN_CODE_TYPE)99;                                             \
        service(__VA_ARGS__, &code_);                                                              \
        check_code(__LINE__, #service, expected, code_);                                           \
    } while (0)
#define CODE0(expected, service)                                                                   \
    do {                                                                                           \
        RETURN_CODE_TYPE code_ = (RETURN_CODE_TYPE)99;                                             \
        service(&code_);                                                                           \
        check_code(__LINE__, #service, expected, code_);                                           \
    } while (0)
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail(__LINE__, "%s", #condition);                                                      \
    } while (0)

/* A name as the services want it: all of its bytes are there. */
static inline char *NAME(const char *text)
{
    static NAME_TYPE name;
    size_t length = strlen(text);

    memset(name, 0, sizeof(name));
    memcpy(name, text, length < sizeof(name) ? length : sizeof(name));
    return name;
}

/* A trace of letters: in which order things happened. */
static char trace[64];

static inline void mark(char letter)
{
    size_t length = strlen(trace);

    if (length < sizeof(trace) - 1)
        trace[length] = letter;
}

#define TRACE(expected)                                                                            \
    do {                                                                                           \
        if (strcmp(trace, (expected)) != 0)                                                        \
            fail(__LINE__, "order is %s, not %s", trace, (expected));                              \
        memset(trace, 0, sizeof(trace));                                                           \
    } while (0)

static inline PROCESS_ATTRIBUTE_TYPE attributes_of(const char *name, PRIORITY_TYPE priority,
                                                   void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)entry,
        .STACK_SIZE = STACK,
        .BASE_PRIORITY = priority,
        .DEADLINE = HARD,
    };

    memcpy(attributes.NAME, name, strlen(name));
    return attributes;
}

static inline PROCESS_ID_TYPE create(const char *name, PRIORITY_TYPE priority, void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = attributes_of(name, priority, entry);
    PROCESS_ID_TYPE id = 0;

    CODE(NO_ERROR, CREATE_PROCESS, &attributes, &id);
    return id;
}

/* The main test process, and into NORMAL. */
static inline void run(void (*entry)(void))
{
    PROCESS_ID_TYPE id = create("test", 100, entry);

    CODE(NO_ERROR, START, id);
    CODE(NO_ERROR, SET_PARTITION_MODE, NORMAL);
}

static inline PROCESS_STATUS_TYPE status_of(PROCESS_ID_TYPE id)
{
    PROCESS_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_PROCESS_STATUS, id, &status);
    return status;
}

static inline PROCESS_STATE_TYPE state_of(PROCESS_ID_TYPE id)
{
    return status_of(id).PROCESS_STATE;
}

static inline SYSTEM_TIME_TYPE now(void)
{
    SYSTEM_TIME_TYPE time = 0;

    CODE(NO_ERROR, GET_TIME, &time);
    return time;
}

#endif
