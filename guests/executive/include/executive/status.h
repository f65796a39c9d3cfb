/* SPDX-License-Identifier: BSD-2-Clause */

/* Results of the executive's operations; personalities translate them. */
#ifndef EXECUTIVE_STATUS_H
#define EXECUTIVE_STATUS_H

enum exec_status {
    EXEC_OK,
    EXEC_UNAVAILABLE, /* not at once, and no wait was wanted; or flushed */
    EXEC_TIMEOUT,
    EXEC_DELETED,   /* what was waited for exists no more */
    EXEC_NOT_OWNER, /* of the mutex */
    EXEC_DEADLOCK,  /* waiting would close a circle */
    EXEC_CEILING,   /* the thread is more urgent than the mutex' ceiling */
    EXEC_LIMIT,     /* a counter is at its end */
    EXEC_SIGNALLED, /* a signal of the personality has ended the wait */
};

#endif
