/* SPDX-License-Identifier: BSD-2-Clause */

/* POSIX message queues (POSIX.1-2017, <mqueue.h>). Errors are in errno. */
#ifndef _MQUEUE_H
#define _MQUEUE_H

#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MQ_PRIO_MAX 32

typedef __uint32_t mqd_t;

struct mq_attr {
    long mq_flags; /* O_NONBLOCK */
    long mq_maxmsg;
    long mq_msgsize;
    long mq_curmsgs;
};

/* With O_CREAT: mode_t mode (not regarded) and const struct mq_attr *attributes
 * (NULL: 10 messages of 16 bytes). Returns (mqd_t)-1 on error: EINVAL (name,
 * attributes), ENAMETOOLONG, ENOENT, EEXIST, ENFILE (no more queues), ENOSPC
 * (no memory). Thread context. */
mqd_t mq_open(const char *name, int flags, ...);

/* EBADF. */
int mq_close(mqd_t queue);

/* EINVAL, ENAMETOOLONG, ENOENT. */
int mq_unlink(const char *name);

/* EINVAL (priority above MQ_PRIO_MAX), EBADF (no queue, or not open for it),
 * EMSGSIZE, EAGAIN (O_NONBLOCK), EINTR; timed: ETIMEDOUT, EINVAL (no time). */
int mq_send(mqd_t queue, const char *message, size_t length, unsigned int priority);
int mq_timedsend(mqd_t queue, const char *message, size_t length, unsigned int priority,
                 const struct timespec *time);

/* The oldest of the most urgent ones. EBADF, EMSGSIZE (the buffer is smaller
 * than messages may be), EAGAIN, EINTR; timed: ETIMEDOUT, EINVAL. */
ssize_t mq_receive(mqd_t queue, char *buffer, size_t length, unsigned int *priority);
ssize_t mq_timedreceive(mqd_t queue, char *__restrict buffer, size_t length,
                        unsigned int *__restrict priority, const struct timespec *__restrict time);

/* A signal at the next message for which nobody waits; NULL: none any more.
 * EBADF, EBUSY (there is one). */
int mq_notify(mqd_t queue, const struct sigevent *notification);

/* Only mq_flags is set. EINVAL, EBADF. */
int mq_setattr(mqd_t queue, const struct mq_attr *__restrict attributes,
               struct mq_attr *__restrict old_attributes);
int mq_getattr(mqd_t queue, struct mq_attr *attributes);

#ifdef __cplusplus
}
#endif
#endif
