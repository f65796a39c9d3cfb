/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The system calls that newlib's stdio makes: three open files, all of them
 * the partition's console.
 */

#include <errno.h>
#include <fcntl.h>
#include <reent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "terminal.h"
#include "virtualizationlayerbsp.h"

static _ssize_t fail(struct _reent *state, int error)
{
    state->_errno = error;
    return -1;
}

_ssize_t _write_r(struct _reent *state, int file, const void *buffer, size_t size)
{
    if (file != STDOUT_FILENO && file != STDERR_FILENO)
        return fail(state, EBADF);
    _BSP_Virtual_Console_write_buffer(buffer, size);
    return (_ssize_t)size;
}

_ssize_t _read_r(struct _reent *state, int file, void *buffer, size_t size)
{
    if (file != STDIN_FILENO)
        return fail(state, EBADF);
    return (_ssize_t)terminal_read(buffer, size);
}

int _fstat_r(struct _reent *state, int file, struct stat *status)
{
    if (!terminal_is(file))
        return (int)fail(state, EBADF);
    *status = (struct stat){.st_mode = S_IFCHR | S_IRUSR | S_IWUSR, .st_blksize = BUFSIZ};
    return 0;
}

int _isatty_r(struct _reent *state, int file)
{
    if (terminal_is(file))
        return 1;
    state->_errno = EBADF;
    return 0;
}

int isatty(int file)
{
    return _isatty_r(_REENT, file);
}

_off_t _lseek_r(struct _reent *state, int file, _off_t offset, int origin)
{
    (void)offset;
    (void)origin;
    return (_off_t)fail(state, terminal_is(file) ? ESPIPE : EBADF);
}

int _close_r(struct _reent *state, int file)
{
    return terminal_is(file) ? 0 : (int)fail(state, EBADF);
}

/* There is no file system. */
int _open_r(struct _reent *state, const char *path, int flags, int mode)
{
    (void)path;
    (void)flags;
    (void)mode;
    return (int)fail(state, ENOENT);
}

int _stat_r(struct _reent *state, const char *path, struct stat *status)
{
    (void)path;
    (void)status;
    return (int)fail(state, ENOENT);
}

int _unlink_r(struct _reent *state, const char *path)
{
    (void)path;
    return (int)fail(state, ENOENT);
}

int _rename_r(struct _reent *state, const char *from, const char *to)
{
    (void)from;
    (void)to;
    return (int)fail(state, ENOENT);
}

int _fcntl_r(struct _reent *state, int file, int command, int argument)
{
    (void)argument;
    if (!terminal_is(file))
        return (int)fail(state, EBADF);
    return command == F_GETFL ? O_RDWR : 0;
}

_ssize_t write(int file, const void *buffer, size_t size)
{
    return _write_r(_REENT, file, buffer, size);
}

_ssize_t read(int file, void *buffer, size_t size)
{
    return _read_r(_REENT, file, buffer, size);
}

int fstat(int file, struct stat *status)
{
    return _fstat_r(_REENT, file, status);
}

off_t lseek(int file, off_t offset, int origin)
{
    return _lseek_r(_REENT, file, (_off_t)offset, origin);
}

int close(int file)
{
    return _close_r(_REENT, file);
}
