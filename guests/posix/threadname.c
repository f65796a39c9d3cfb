/* SPDX-License-Identifier: BSD-2-Clause */

/* Names of threads. */

#include <string.h>
#include "internal.h"

/* With the final NUL. */
static size_t maximum_size(void)
{
    size_t configured = _RTEMS_Configuration.maximum_thread_name_size;
    size_t room = sizeof(((struct posix_thread *)NULL)->name);

    return configured < room ? configured : room;
}

/* A name that is too long is shortened, and ERANGE. */
int pthread_setname_np(pthread_t thread, const char *name)
{
    size_t size = maximum_size();
    rtems_tcb *task;
    int level = exec_enter();

    task = classic_task_get(thread);
    if (task != NULL)
        (void)strlcpy(posix_of(task)->name, name, size);
    exec_leave(level);
    if (task == NULL)
        return ESRCH;
    return strlen(name) < size ? 0 : ERANGE;
}

static void copy_name(rtems_tcb *task, char text[sizeof(((struct posix_thread *)NULL)->name)])
{
    rtems_name name = task->object.name;

    if (posix_of(task)->name[0] != '\0') {
        memcpy(text, posix_of(task)->name, sizeof(posix_of(task)->name));
        return;
    }
    rtems_name_to_characters(name, &text[0], &text[1], &text[2], &text[3]);
    text[4] = '\0';
}

/* What there is room for, and ERANGE if that is not all. */
int pthread_getname_np(pthread_t thread, char *name, size_t size)
{
    char text[sizeof(((struct posix_thread *)NULL)->name)] = "";
    rtems_tcb *task;
    int level = exec_enter();

    task = classic_task_get(thread);
    if (task != NULL)
        copy_name(task, text);
    exec_leave(level);
    if (task == NULL) {
        if (size > 0)
            name[0] = '\0';
        return ESRCH;
    }
    return strlcpy(name, text, size) < size ? 0 : ERANGE;
}
