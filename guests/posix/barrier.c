/* SPDX-License-Identifier: BSD-2-Clause */

/* Barriers and spin locks. */

#include "internal.h"

#define KIND 0x3b7a11d5ul

/* The layout of pthread_barrier_t. */
struct barrier {
    unsigned long magic;
    struct exec_wait_queue waiters;
    uint32_t count;
};
_Static_assert(sizeof(struct barrier) <= sizeof(pthread_barrier_t), "fits");

static struct barrier *get(pthread_barrier_t *barrier)
{
    struct barrier *found = (struct barrier *)(void *)barrier;

    return found == NULL || found->magic != posix_magic(found, KIND) ? NULL : found;
}

int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attr,
                         unsigned count)
{
    struct barrier *made = (struct barrier *)(void *)barrier;

    if (barrier == NULL || count == 0)
        return EINVAL;
    if (attr != NULL && !posix_sharing_is_valid(attr->is_initialized, attr->process_shared))
        return EINVAL;
    *made = (struct barrier){.magic = posix_magic(made, KIND), .count = count};
    return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
    int level = exec_enter();
    struct barrier *found = get(barrier);
    int error = 0;

    if (found == NULL)
        error = EINVAL;
    else if (exec_wait_first(&found->waiters) != NULL)
        error = EBUSY;
    else
        found->magic = ~found->magic;
    exec_leave(level);
    return error;
}

int pthread_barrier_wait(pthread_barrier_t *barrier)
{
    int level = exec_enter();
    struct barrier *found = get(barrier);
    int result = 0;

    if (found == NULL) {
        result = EINVAL;
    } else if (exec_wait_count(&found->waiters) + 1 == found->count) {
        (void)exec_wait_end_all(&found->waiters, EXEC_OK);
        result = PTHREAD_BARRIER_SERIAL_THREAD;
    } else {
        (void)posix_wait(&found->waiters, EXEC_WAIT_FIFO, &posix_forever, 0);
    }
    exec_leave(level);
    return result;
}

/*
 * Spin locks: on one processor, the interrupt level. Whoever finds one locked
 * has locked it himself.
 */

int pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
    (void)shared;
    if (lock == NULL)
        return EINVAL;
    *lock = (pthread_spinlock_t){0};
    return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock)
{
    return lock == NULL ? EINVAL : lock->_Lock._now_serving != 0 ? EBUSY : 0;
}

static int spin_lock(pthread_spinlock_t *lock, int locked_error)
{
    int level = _CPU_Virtual_Interrupts_disable();

    if (lock->_Lock._now_serving != 0) {
        _CPU_Virtual_Interrupts_enable(level);
        return locked_error;
    }
    lock->_Lock._now_serving = 1;
    lock->_interrupt_state = (uint32_t)level;
    return 0;
}

int pthread_spin_lock(pthread_spinlock_t *lock)
{
    return spin_lock(lock, EDEADLK);
}

int pthread_spin_trylock(pthread_spinlock_t *lock)
{
    return spin_lock(lock, EBUSY);
}

int pthread_spin_unlock(pthread_spinlock_t *lock)
{
    if (lock->_Lock._now_serving == 0)
        return EPERM;
    lock->_Lock._now_serving = 0;
    exec_leave((int)lock->_interrupt_state);
    return 0;
}
