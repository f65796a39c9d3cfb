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
#include "executive/interrupt.h"
#include "executive/wait.h"
#include "virtualizationlayerbsp.h"

static struct exec_wait_queue input_waiters;

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

static void input_arrived(void *argument, uint32_t count)
{
    (void)argument;
    (void)count;
    (void)exec_wait_end_all(&input_waiters, EXEC_OK);
}

static void connect_input(void)
{
    static struct exec_interrupt_entry entry = {.handler = input_arrived};
    static bool connected;

    if (connected)
        return;
    connected = true;
    (void)exec_interrupt_install(_CPU_VIRTUAL_IRQ_CONSOLE, &entry);
}

/* Interrupts are disabled from the look at the console to the wait, so that
 * no character comes in between. */
static int next_character(void)
{
    int character;
    int level = exec_enter();

    connect_input();
    while ((character = _BSP_Virtual_Console_read()) < 0 && exec_executing() != NULL) {
        exec_wait_begin(&input_waiters, EXEC_WAIT_FIFO);
        (void)exec_wait_finish();
    }
    exec_leave(level);
    return character;
}

/* A line at a time, as a terminal does, echoed. */
_ssize_t _read_r(struct _reent *state, int file, void *buffer, size_t size)
{
    char *text = buffer;
    size_t length = 0;

    if (file != STDIN_FILENO)
        return fail(state, EBADF);
    while (length < size) {
        int character = next_character();
        char byte = character == '\r' ? '\n' : (char)character;

        if (character < 0)
            break;
        _BSP_Virtual_Console_write_buffer(&byte, 1);
        text[length++] = byte;
        if (byte == '\n')
            break;
    }
    return (_ssize_t)length;
}

static bool is_console(int file)
{
    return file >= STDIN_FILENO && file <= STDERR_FILENO;
}

int _fstat_r(struct _reent *state, int file, struct stat *status)
{
    if (!is_console(file))
        return (int)fail(state, EBADF);
    *status = (struct stat){.st_mode = S_IFCHR | S_IRUSR | S_IWUSR, .st_blksize = BUFSIZ};
    return 0;
}

int _isatty_r(struct _reent *state, int file)
{
    if (is_console(file))
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
    return (_off_t)fail(state, is_console(file) ? ESPIPE : EBADF);
}

int _close_r(struct _reent *state, int file)
{
    return is_console(file) ? 0 : (int)fail(state, EBADF);
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
    if (!is_console(file))
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
