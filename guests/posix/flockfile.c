/* SPDX-License-Identifier: BSD-2-Clause */

/* The lock of a file of the C library, for several calls in a row. */

#include <stdio.h>
#include <sys/lock.h>

void flockfile(FILE *file)
{
    _Mutex_recursive_Acquire(&file->_lock);
}

int ftrylockfile(FILE *file)
{
    return _Mutex_recursive_Try_acquire(&file->_lock);
}

void funlockfile(FILE *file)
{
    _Mutex_recursive_Release(&file->_lock);
}
