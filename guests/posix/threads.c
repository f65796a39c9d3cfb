/* SPDX-License-Identifier: BSD-2-Clause */

/* C11's threads (ISO/IEC 9899:2011, 7.26): threads and keys are POSIX' ones,
 * mutexes and condition variables those of newlib's <sys/lock.h>. */

#include <sched.h>
#include <stdlib.h>
#include <sys/lock.h>
#include <threads.h>
#include "internal.h"

_Static_assert(sizeof(once_flag) == sizeof(pthread_once_t), "the same");

static int result_of(int error)
{
    switch (error) {
    case 0:
        return thrd_success;
    case EBUSY:
        return thrd_busy;
    case ETIMEDOUT:
        return thrd_timedout;
    case ENOMEM:
        return thrd_nomem;
    default:
        return thrd_error;
    }
}

static bool is_valid(const struct timespec *time)
{
    return time->tv_nsec >= 0 && time->tv_nsec < (long)NS_PER_SECOND;
}

void call_once(once_flag *flag, void (*function)(void))
{
    (void)pthread_once((pthread_once_t *)(void *)flag, function);
}

/* Condition variables ---------------------------------------------------- */

int cnd_init(cnd_t *condition)
{
    _Condition_Initialize(condition);
    return thrd_success;
}

void cnd_destroy(cnd_t *condition)
{
    _Condition_Destroy(condition);
}

int cnd_signal(cnd_t *condition)
{
    _Condition_Signal(condition);
    return thrd_success;
}

int cnd_broadcast(cnd_t *condition)
{
    _Condition_Broadcast(condition);
    return thrd_success;
}

int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    _Condition_Wait_recursive(condition, mutex);
    return thrd_success;
}

int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex,
                  const struct timespec *restrict time)
{
    if (!is_valid(time))
        return thrd_error;
    return result_of(_Condition_Wait_recursive_timed(condition, mutex, time));
}

/* Mutexes: all of them can be locked again by their owner. ---------------- */

int mtx_init(mtx_t *mutex, int type)
{
    (void)type;
    _Mutex_recursive_Initialize(mutex);
    return thrd_success;
}

void mtx_destroy(mtx_t *mutex)
{
    _Mutex_recursive_Destroy(mutex);
}

int mtx_lock(mtx_t *mutex)
{
    _Mutex_recursive_Acquire(mutex);
    return thrd_success;
}

int mtx_timedlock(mtx_t *restrict mutex, const struct timespec *restrict time)
{
    if (_Mutex_recursive_Try_acquire(mutex) == 0)
        return thrd_success;
    if (!is_valid(time))
        return thrd_error;
    return result_of(_Mutex_recursive_Acquire_timed(mutex, time));
}

int mtx_trylock(mtx_t *mutex)
{
    return result_of(_Mutex_recursive_Try_acquire(mutex));
}

int mtx_unlock(mtx_t *mutex)
{
    _Mutex_recursive_Release(mutex);
    return thrd_success;
}

/* Threads ---------------------------------------------------------------- */

struct start {
    thrd_start_t function;
    void *argument;
};

static void *run(void *argument)
{
    struct start start = *(struct start *)argument;

    free(argument);
    return (void *)(intptr_t)start.function(start.argument);
}

int thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
    struct start *start = malloc(sizeof(*start));
    pthread_t id;
    int error;

    if (start == NULL)
        return thrd_nomem;
    *start = (struct start){.function = function, .argument = argument};
    error = pthread_create(&id, NULL, run, start);
    if (error != 0)
        free(start);
    else
        *thread = (thrd_t)id;
    return result_of(error);
}

thrd_t thrd_current(void)
{
    return (thrd_t)pthread_self();
}

int thrd_detach(thrd_t thread)
{
    return result_of(pthread_detach(thread));
}

int thrd_equal(thrd_t left, thrd_t right)
{
    return left == right;
}

void thrd_exit(int result)
{
    pthread_exit((void *)(intptr_t)result);
}

int thrd_join(thrd_t thread, int *result)
{
    void *value = NULL;
    int error = pthread_join(thread, &value);

    if (error == 0 && result != NULL)
        *result = (int)(intptr_t)value;
    return result_of(error);
}

int thrd_sleep(const struct timespec *duration, struct timespec *remaining)
{
    return nanosleep(duration, remaining);
}

void thrd_yield(void)
{
    (void)sched_yield();
}

/* Keys ------------------------------------------------------------------- */

int tss_create(tss_t *key, tss_dtor_t destructor)
{
    pthread_key_t new;
    int error = pthread_key_create(&new, destructor);

    if (error == 0)
        *key = new;
    return result_of(error);
}

void tss_delete(tss_t key)
{
    (void)pthread_key_delete(key);
}

void *tss_get(tss_t key)
{
    return pthread_getspecific(key);
}

int tss_set(tss_t key, void *value)
{
    return result_of(pthread_setspecific(key, value));
}
