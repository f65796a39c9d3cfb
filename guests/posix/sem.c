/* SPDX-License-Identifier: BSD-2-Clause */

/* Semaphores, unnamed and named. */

#include <fcntl.h>
#include <semaphore.h>
#include <stdarg.h>
#include "internal.h"

#define KIND  0x5e3afa1eul
#define NAMED 1ul /* of the magic word */

/* The layout of sem_t. */
struct semaphore {
    unsigned long magic;
    struct exec_wait_queue waiters;
    unsigned count;
};
_Static_assert(sizeof(struct semaphore) <= sizeof(sem_t), "fits");

struct named_semaphore {
    struct classic_object object;
    struct posix_named named;
    sem_t semaphore;
};

static struct classic_class named_class = {
    .api = OBJECTS_POSIX_API,
    .the_class = 4,
    .object_size = sizeof(struct named_semaphore),
};
static struct exec_list names = {{&names.head, &names.head}};

void _RTEMS_POSIX_Semaphores_initialize(void);

void _RTEMS_POSIX_Semaphores_initialize(void)
{
    classic_class_initialize(&named_class, posix_configuration()->maximum_semaphores);
}

static unsigned long magic_of(const struct semaphore *semaphore)
{
    return posix_magic(semaphore, KIND) & ~NAMED;
}

static struct semaphore *get(sem_t *semaphore)
{
    struct semaphore *found = (struct semaphore *)(void *)semaphore;

    return found == NULL || (found->magic & ~NAMED) != magic_of(found) ? NULL : found;
}

static void initialize(sem_t *semaphore, unsigned value, unsigned long named)
{
    struct semaphore *made = (struct semaphore *)(void *)semaphore;

    *made = (struct semaphore){.magic = magic_of(made) | named, .count = value};
}

int sem_init(sem_t *semaphore, int shared, unsigned value)
{
    (void)shared;
    if (semaphore == NULL || value > SEM_VALUE_MAX)
        return posix_fail(EINVAL);
    initialize(semaphore, value, 0);
    return 0;
}

int sem_destroy(sem_t *semaphore)
{
    int level = exec_enter();
    struct semaphore *found = get(semaphore);
    int error = 0;

    if (found == NULL || (found->magic & NAMED) != 0)
        error = EINVAL;
    else if (exec_wait_first(&found->waiters) != NULL)
        error = EBUSY;
    else
        found->magic = ~found->magic;
    exec_leave(level);
    return error == 0 ? 0 : posix_fail(error);
}

/* Use -------------------------------------------------------------------- */

/* time: of CLOCK_REALTIME; NULL: no time-out. */
static int wait(sem_t *semaphore, const struct timespec *time)
{
    struct posix_timeout timeout = posix_forever;
    struct semaphore *found;
    int error = 0;
    int level;

    pthread_testcancel();
    level = exec_enter();
    found = get(semaphore);
    if (found == NULL) {
        error = EINVAL;
    } else if (found->count > 0) {
        found->count--;
    } else {
        if (time != NULL)
            error = posix_timeout_at(CLOCK_REALTIME, time, &timeout);
        if (error == 0)
            error = posix_error(posix_wait(&found->waiters, EXEC_WAIT_PRIORITY, &timeout,
                                           POSIX_WAIT_SIGNALS | POSIX_WAIT_CANCEL));
    }
    exec_leave(level);
    if (error == EINTR)
        pthread_testcancel();
    return error == 0 ? 0 : posix_fail(error);
}

int sem_wait(sem_t *semaphore)
{
    return wait(semaphore, NULL);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict time)
{
    return wait(semaphore, posix_given(time));
}

int sem_trywait(sem_t *semaphore)
{
    int level = exec_enter();
    struct semaphore *found = get(semaphore);
    int error = 0;

    if (found == NULL)
        error = EINVAL;
    else if (found->count == 0)
        error = EAGAIN;
    else
        found->count--;
    exec_leave(level);
    return error == 0 ? 0 : posix_fail(error);
}

int sem_post(sem_t *semaphore)
{
    int level = exec_enter();
    struct semaphore *found = get(semaphore);
    struct exec_thread *first;
    int error = 0;

    if (found == NULL)
        error = EINVAL;
    else if ((first = exec_wait_first(&found->waiters)) != NULL)
        exec_wait_end(first, EXEC_OK);
    else if (found->count == SEM_VALUE_MAX)
        error = EOVERFLOW;
    else
        found->count++;
    exec_leave(level);
    return error == 0 ? 0 : posix_fail(error);
}

int sem_getvalue(sem_t *restrict semaphore, int *restrict value)
{
    int level = exec_enter();
    const struct semaphore *found = get(semaphore);

    if (found != NULL)
        *value = (int)found->count;
    exec_leave(level);
    return found == NULL ? posix_fail(EINVAL) : 0;
}

/* Names ------------------------------------------------------------------ */

static struct named_semaphore *of_name(struct posix_named *named)
{
    return EXEC_CONTAINER(named, struct named_semaphore, named);
}

/* With the allocator lock. */
static int create(const char *name, unsigned value, struct named_semaphore **made)
{
    struct classic_object *object;

    if (value > SEM_VALUE_MAX)
        return EINVAL;
    object = classic_object_allocate(&named_class);
    if (object == NULL)
        return ENOSPC;
    *made = EXEC_CONTAINER(object, struct named_semaphore, object);
    if (!posix_named_add(&names, &(*made)->named, name)) {
        classic_object_free(&named_class, object);
        return ENOMEM;
    }
    initialize(&(*made)->semaphore, value, NAMED);
    (void)classic_object_open(&named_class, object, 0);
    return 0;
}

sem_t *sem_open(const char *name, int flags, ...)
{
    struct named_semaphore *semaphore = NULL;
    struct posix_named *named;
    unsigned value = 0;
    va_list arguments;
    int error;

    if ((flags & O_CREAT) != 0) {
        va_start(arguments, flags);
        (void)va_arg(arguments, mode_t);
        value = va_arg(arguments, unsigned);
        va_end(arguments);
    }
    classic_allocator_lock();
    error = posix_named_find(&names, name, &named);
    if (error == 0 && named != NULL) {
        if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
            error = EEXIST;
        else
            named->open_count++;
        semaphore = of_name(named);
    } else if (error == 0) {
        error = (flags & O_CREAT) == 0 ? ENOENT : create(name, value, &semaphore);
    }
    classic_allocator_unlock();
    if (error == 0)
        return &semaphore->semaphore;
    errno = error;
    return SEM_FAILED;
}

/* What nobody has open and no name leads to goes. With the allocator lock. */
static void free_if_unused(struct named_semaphore *semaphore)
{
    if (semaphore->named.open_count != 0 || semaphore->named.name != NULL)
        return;
    get(&semaphore->semaphore)->magic = 0;
    classic_object_close(&named_class, &semaphore->object);
    classic_object_free(&named_class, &semaphore->object);
}

int sem_close(sem_t *semaphore)
{
    const struct semaphore *found = get(semaphore);
    struct named_semaphore *named;
    int error = 0;

    if (found == NULL || (found->magic & NAMED) == 0)
        return posix_fail(EINVAL);
    named = EXEC_CONTAINER(semaphore, struct named_semaphore, semaphore);
    classic_allocator_lock();
    if (named->named.open_count == 0)
        error = EINVAL;
    else if (named->named.open_count == 1 && exec_wait_first(&found->waiters) != NULL)
        error = EBUSY;
    if (error == 0) {
        named->named.open_count--;
        free_if_unused(named);
    }
    classic_allocator_unlock();
    return error == 0 ? 0 : posix_fail(error);
}

int sem_unlink(const char *name)
{
    struct posix_named *named;
    int error;

    classic_allocator_lock();
    error = posix_named_find(&names, name, &named);
    if ((error == EINVAL && name != NULL) || (error == 0 && named == NULL))
        error = ENOENT;
    if (error == 0) {
        posix_named_unlink(named);
        free_if_unused(of_name(named));
    }
    classic_allocator_unlock();
    return error == 0 ? 0 : posix_fail(error);
}
