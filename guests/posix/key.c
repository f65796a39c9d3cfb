/* SPDX-License-Identifier: BSD-2-Clause */

/* Thread-specific data, and what is done once. */

#include <stdlib.h>
#include "internal.h"

static struct {
    void (**destructors)(void *value);
    bool *used;
    uint32_t count;
} keys;

void _RTEMS_POSIX_Keys_initialize(void);

void _RTEMS_POSIX_Keys_initialize(void)
{
    keys.count = rtems_resource_maximum_per_allocation(posix_configuration()->maximum_keys);
    keys.destructors = classic_boot_memory(keys.count * sizeof(*keys.destructors));
    keys.used = classic_boot_memory(keys.count * sizeof(*keys.used));
}

/* Keys count from 1. */
static bool is_key(pthread_key_t key)
{
    return key >= 1 && key <= keys.count && keys.used[key - 1];
}

static bool forget_value(rtems_tcb *task, void *key)
{
    if (posix_of(task)->values != NULL)
        posix_of(task)->values[*(pthread_key_t *)key - 1] = NULL;
    return false;
}

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    uint32_t place = 0;
    int level = exec_enter();

    while (place < keys.count && keys.used[place])
        place++;
    if (place < keys.count) {
        keys.used[place] = true;
        keys.destructors[place] = destructor;
        *key = place + 1;
        posix_for_each(forget_value, key);
    }
    exec_leave(level);
    return place < keys.count ? 0 : EAGAIN;
}

int pthread_key_delete(pthread_key_t key)
{
    int level = exec_enter();
    bool valid = is_key(key);

    if (valid)
        keys.used[key - 1] = false;
    exec_leave(level);
    return valid ? 0 : EINVAL;
}

void *pthread_getspecific(pthread_key_t key)
{
    const struct posix_thread *self = posix_self();

    return is_key(key) && self->values != NULL ? self->values[key - 1] : NULL;
}

static bool has_values(const struct posix_thread *posix)
{
    for (uint32_t i = 0; i < keys.count; i++)
        if (posix->values[i] != NULL)
            return true;
    return false;
}

int pthread_setspecific(pthread_key_t key, const void *value)
{
    struct posix_thread *self = posix_self();

    if (!is_key(key))
        return EINVAL;
    if (self->values == NULL && value == NULL)
        return 0;
    if (self->values == NULL)
        self->values = calloc(keys.count, sizeof(*self->values));
    if (self->values == NULL)
        return ENOMEM;
    self->values[key - 1] = (void *)(uintptr_t)value;
    if (value == NULL && !has_values(self)) {
        free(self->values);
        self->values = NULL;
    }
    return 0;
}

/* Destructors may set values again, but not for ever. */
static bool destroy_values(const struct posix_thread *posix)
{
    bool any = false;

    for (uint32_t i = 0; i < keys.count; i++) {
        void *value = posix->values[i];

        posix->values[i] = NULL;
        if (value == NULL || !keys.used[i] || keys.destructors[i] == NULL)
            continue;
        keys.destructors[i](value);
        any = true;
    }
    return any;
}

void posix_keys_thread_end(rtems_tcb *task)
{
    struct posix_thread *posix = posix_of(task);

    if (posix->values == NULL)
        return;
    for (int round = 0; round < _POSIX_THREAD_DESTRUCTOR_ITERATIONS; round++)
        if (!destroy_values(posix))
            break;
    free(posix->values);
    posix->values = NULL;
}
