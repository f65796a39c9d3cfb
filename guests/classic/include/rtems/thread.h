/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Self-contained objects: mutexes with priority inheritance, condition
 * variables, counting and binary semaphores that are not created or configured,
 * wherever the program has memory for them. Static ones need an _INITIALIZER,
 * others _init(). Locking and waiting in task context with interrupts enabled;
 * semaphores may be posted in interrupt context. (Classic API Guide,
 * Self-Contained Objects.)
 */
#ifndef _RTEMS_THREAD_H
#define _RTEMS_THREAD_H

#include <errno.h>
#include <stdint.h>
#include <sys/lock.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Mutexes. Not recursive ones are not locked twice by a task. -------------- */

typedef struct _Mutex_Control rtems_mutex;

#define RTEMS_MUTEX_INITIALIZER(name) _MUTEX_NAMED_INITIALIZER(name)

static inline void rtems_mutex_init(rtems_mutex *mutex, const char *name)
{
    _Mutex_Initialize_named(mutex, name);
}

static inline const char *rtems_mutex_get_name(const rtems_mutex *mutex)
{
    return _Mutex_Get_name(mutex);
}

static inline void rtems_mutex_set_name(rtems_mutex *mutex, const char *name)
{
    _Mutex_Set_name(mutex, name);
}

static inline void rtems_mutex_lock(rtems_mutex *mutex)
{
    _Mutex_Acquire(mutex);
}

/* 0, or an error number: it is locked. */
static inline int rtems_mutex_try_lock(rtems_mutex *mutex)
{
    return _Mutex_Try_acquire(mutex);
}

/* By the owner. */
static inline void rtems_mutex_unlock(rtems_mutex *mutex)
{
    _Mutex_Release(mutex);
}

/* Nobody uses it any more. */
static inline void rtems_mutex_destroy(rtems_mutex *mutex)
{
    _Mutex_Destroy(mutex);
}

typedef struct _Mutex_recursive_Control rtems_recursive_mutex;

#define RTEMS_RECURSIVE_MUTEX_INITIALIZER(name) _MUTEX_RECURSIVE_NAMED_INITIALIZER(name)

static inline void rtems_recursive_mutex_init(rtems_recursive_mutex *mutex, const char *name)
{
    _Mutex_recursive_Initialize_named(mutex, name);
}

static inline const char *rtems_recursive_mutex_get_name(const rtems_recursive_mutex *mutex)
{
    return _Mutex_recursive_Get_name(mutex);
}

static inline void rtems_recursive_mutex_set_name(rtems_recursive_mutex *mutex, const char *name)
{
    _Mutex_recursive_Set_name(mutex, name);
}

static inline void rtems_recursive_mutex_lock(rtems_recursive_mutex *mutex)
{
    _Mutex_recursive_Acquire(mutex);
}

/* 0, or an error number: another task has it. */
static inline int rtems_recursive_mutex_try_lock(rtems_recursive_mutex *mutex)
{
    return _Mutex_recursive_Try_acquire(mutex);
}

static inline void rtems_recursive_mutex_unlock(rtems_recursive_mutex *mutex)
{
    _Mutex_recursive_Release(mutex);
}

static inline void rtems_recursive_mutex_destroy(rtems_recursive_mutex *mutex)
{
    _Mutex_recursive_Destroy(mutex);
}

/* Condition variables ------------------------------------------------------ */

typedef struct _Condition_Control rtems_condition_variable;

#define RTEMS_CONDITION_VARIABLE_INITIALIZER(name) _CONDITION_NAMED_INITIALIZER(name)

static inline void rtems_condition_variable_init(rtems_condition_variable *condition_variable,
                                                 const char *name)
{
    _Condition_Initialize_named(condition_variable, name);
}

static inline const char *
rtems_condition_variable_get_name(const rtems_condition_variable *condition_variable)
{
    return _Condition_Get_name(condition_variable);
}

static inline void rtems_condition_variable_set_name(rtems_condition_variable *condition_variable,
                                                     const char *name)
{
    _Condition_Set_name(condition_variable, name);
}

/* By the mutex' owner, who is it again afterwards. */
static inline void rtems_condition_variable_wait(rtems_condition_variable *condition_variable,
                                                 rtems_mutex *mutex)
{
    _Condition_Wait(condition_variable, mutex);
}

static inline void rtems_condition_variable_signal(rtems_condition_variable *condition_variable)
{
    _Condition_Signal(condition_variable);
}

static inline void rtems_condition_variable_broadcast(rtems_condition_variable *condition_variable)
{
    _Condition_Broadcast(condition_variable);
}

static inline void rtems_condition_variable_destroy(rtems_condition_variable *condition_variable)
{
    _Condition_Destroy(condition_variable);
}

/* Counting semaphores ------------------------------------------------------ */

typedef struct _Semaphore_Control rtems_counting_semaphore;

#define RTEMS_COUNTING_SEMAPHORE_INITIALIZER(name, value) _SEMAPHORE_NAMED_INITIALIZER(name, value)

static inline void rtems_counting_semaphore_init(rtems_counting_semaphore *counting_semaphore,
                                                 const char *name, unsigned int value)
{
    _Semaphore_Initialize_named(counting_semaphore, name, value);
}

static inline const char *
rtems_counting_semaphore_get_name(const rtems_counting_semaphore *counting_semaphore)
{
    return _Semaphore_Get_name(counting_semaphore);
}

static inline void rtems_counting_semaphore_set_name(rtems_counting_semaphore *counting_semaphore,
                                                     const char *name)
{
    _Semaphore_Set_name(counting_semaphore, name);
}

static inline void rtems_counting_semaphore_wait(rtems_counting_semaphore *counting_semaphore)
{
    _Semaphore_Wait(counting_semaphore);
}

/* 0, or ETIMEDOUT. */
static inline int
rtems_counting_semaphore_wait_timed_ticks(rtems_counting_semaphore *counting_semaphore,
                                          uint32_t ticks)
{
    return _Semaphore_Wait_timed_ticks(counting_semaphore, ticks);
}

/* 0, or EAGAIN. */
static inline int rtems_counting_semaphore_try_wait(rtems_counting_semaphore *counting_semaphore)
{
    return _Semaphore_Try_wait(counting_semaphore);
}

static inline void rtems_counting_semaphore_post(rtems_counting_semaphore *counting_semaphore)
{
    _Semaphore_Post(counting_semaphore);
}

static inline void rtems_counting_semaphore_destroy(rtems_counting_semaphore *counting_semaphore)
{
    _Semaphore_Destroy(counting_semaphore);
}

/* Binary semaphores: posting one that is free has no effect. --------------- */

typedef struct {
    struct _Semaphore_Control Semaphore;
} rtems_binary_semaphore;

#define RTEMS_BINARY_SEMAPHORE_INITIALIZER(name)                                                   \
    {                                                                                              \
        _SEMAPHORE_NAMED_INITIALIZER(name, 0)                                                      \
    }

static inline void rtems_binary_semaphore_init(rtems_binary_semaphore *binary_semaphore,
                                               const char *name)
{
    _Semaphore_Initialize_named(&binary_semaphore->Semaphore, name, 0);
}

static inline const char *
rtems_binary_semaphore_get_name(const rtems_binary_semaphore *binary_semaphore)
{
    return _Semaphore_Get_name(&binary_semaphore->Semaphore);
}

static inline void rtems_binary_semaphore_set_name(rtems_binary_semaphore *binary_semaphore,
                                                   const char *name)
{
    _Semaphore_Set_name(&binary_semaphore->Semaphore, name);
}

static inline void rtems_binary_semaphore_wait(rtems_binary_semaphore *binary_semaphore)
{
    _Semaphore_Wait(&binary_semaphore->Semaphore);
}

/* 0, or ETIMEDOUT. */
static inline int rtems_binary_semaphore_wait_timed_ticks(rtems_binary_semaphore *binary_semaphore,
                                                          uint32_t ticks)
{
    return _Semaphore_Wait_timed_ticks(&binary_semaphore->Semaphore, ticks);
}

/* 0, or EAGAIN. */
static inline int rtems_binary_semaphore_try_wait(rtems_binary_semaphore *binary_semaphore)
{
    return _Semaphore_Try_wait(&binary_semaphore->Semaphore);
}

static inline void rtems_binary_semaphore_post(rtems_binary_semaphore *binary_semaphore)
{
    _Semaphore_Post_binary(&binary_semaphore->Semaphore);
}

static inline void rtems_binary_semaphore_destroy(rtems_binary_semaphore *binary_semaphore)
{
    _Semaphore_Destroy(&binary_semaphore->Semaphore);
}

#ifdef __cplusplus
}
#endif
#endif
