/* SPDX-License-Identifier: BSD-2-Clause */

#include <errno.h>
#include "classic.h"

/* Name and errno of each code. */
#define STATUS(code, error) [code] = {#code, error}

static const struct {
    const char *text;
    int error;
} statuses[] = {
    STATUS(RTEMS_SUCCESSFUL, 0),           STATUS(RTEMS_TASK_EXITTED, EIO),
    STATUS(RTEMS_MP_NOT_CONFIGURED, EIO),  STATUS(RTEMS_INVALID_NAME, EINVAL),
    STATUS(RTEMS_INVALID_ID, EIO),         STATUS(RTEMS_TOO_MANY, EIO),
    STATUS(RTEMS_TIMEOUT, ETIMEDOUT),      STATUS(RTEMS_OBJECT_WAS_DELETED, EIO),
    STATUS(RTEMS_INVALID_SIZE, EIO),       STATUS(RTEMS_INVALID_ADDRESS, EIO),
    STATUS(RTEMS_INVALID_NUMBER, EBADF),   STATUS(RTEMS_NOT_DEFINED, EIO),
    STATUS(RTEMS_RESOURCE_IN_USE, EBUSY),  STATUS(RTEMS_UNSATISFIED, ENODEV),
    STATUS(RTEMS_INCORRECT_STATE, EIO),    STATUS(RTEMS_ALREADY_SUSPENDED, EIO),
    STATUS(RTEMS_ILLEGAL_ON_SELF, EIO),    STATUS(RTEMS_ILLEGAL_ON_REMOTE_OBJECT, EIO),
    STATUS(RTEMS_CALLED_FROM_ISR, EIO),    STATUS(RTEMS_INVALID_PRIORITY, EIO),
    STATUS(RTEMS_INVALID_CLOCK, EINVAL),   STATUS(RTEMS_INVALID_NODE, EINVAL),
    STATUS(RTEMS_NOT_CONFIGURED, ENOSYS),  STATUS(RTEMS_NOT_OWNER_OF_RESOURCE, EPERM),
    STATUS(RTEMS_NOT_IMPLEMENTED, ENOSYS), STATUS(RTEMS_INTERNAL_ERROR, EIO),
    STATUS(RTEMS_NO_MEMORY, ENOMEM),       STATUS(RTEMS_IO_ERROR, EIO),
    STATUS(RTEMS_INTERRUPTED, EINTR),      STATUS(RTEMS_PROXY_BLOCKING, EIO),
};
_Static_assert(RTEMS_ARRAY_SIZE(statuses) == RTEMS_STATUS_CODES_LAST + 1, "all of them");

const char *rtems_status_text(rtems_status_code status_code)
{
    return (unsigned)status_code <= RTEMS_STATUS_CODES_LAST ? statuses[status_code].text : "?";
}

int rtems_status_code_to_errno(rtems_status_code status_code)
{
    if (status_code == RTEMS_SUCCESSFUL)
        return 0;
    errno = (unsigned)status_code <= RTEMS_STATUS_CODES_LAST ? statuses[status_code].error : EINVAL;
    return -1;
}

rtems_status_code classic_status(enum exec_status status)
{
    static const rtems_status_code codes[] = {
        [EXEC_OK] = RTEMS_SUCCESSFUL,
        [EXEC_UNAVAILABLE] = RTEMS_UNSATISFIED,
        [EXEC_TIMEOUT] = RTEMS_TIMEOUT,
        [EXEC_DELETED] = RTEMS_OBJECT_WAS_DELETED,
        [EXEC_NOT_OWNER] = RTEMS_NOT_OWNER_OF_RESOURCE,
        [EXEC_DEADLOCK] = RTEMS_INCORRECT_STATE,
        [EXEC_CEILING] = RTEMS_INVALID_PRIORITY,
        [EXEC_LIMIT] = RTEMS_UNSATISFIED,
    };

    return codes[status];
}
