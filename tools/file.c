/* SPDX-License-Identifier: BSD-2-Clause */

#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE_SIZE (1u << 30)

static bool fail(const char *what, const char *path)
{
    complain("%s '%s': %s", what, path, strerror(errno));
    return false;
}

static bool read_all(int descriptor, char *data, size_t size)
{
    while (size > 0) {
        ssize_t got = read(descriptor, data, size);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got == 0 ? EIO : errno;
            return false;
        }
        data += got;
        size -= (size_t)got;
    }
    return true;
}

bool file_read(struct arena *arena, const char *path, struct file *file)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;

    if (descriptor < 0)
        return fail("can't read", path);
    errno = 0;
    if (fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode))
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    else if (errno == 0 && status.st_size > (off_t)MAX_FILE_SIZE)
        errno = EFBIG;
    if (errno != 0) {
        fail("can't read", path);
        close(descriptor);
        return false;
    }
    file->name = path;
    file->size = (size_t)status.st_size;
    file->data = arena_alloc(arena, file->size + 1);
    bool good = read_all(descriptor, file->data, file->size) || fail("can't read", path);
    close(descriptor);
    return good;
}

static bool write_all(int descriptor, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t done = write(descriptor, data, size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        data += done;
        size -= (size_t)done;
    }
    return true;
}

/* Renaming over a device or a folder would replace or miss it. */
static bool replaceable(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0 || S_ISREG(status.st_mode))
        return true;
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return fail("can't write", path);
}

bool file_write(const char *path, const struct file *file)
{
    size_t length = strlen(path);
    char *temporary = malloc(length + sizeof(".XXXXXX"));
    bool good = false;
    int descriptor = -1;

    if (!replaceable(path)) {
        free(temporary);
        return false;
    }
    if (temporary != NULL) {
        memcpy(temporary, path, length);
        memcpy(temporary + length, ".XXXXXX", sizeof(".XXXXXX"));
        descriptor = mkstemp(temporary);
    }
    if (descriptor >= 0) {
        mode_t mask = umask(0);

        umask(mask);
        good =
            write_all(descriptor, file->data, file->size) && fchmod(descriptor, 0666 & ~mask) == 0;
        good = close(descriptor) == 0 && good;
        good = good && rename(temporary, path) == 0;
        int error = errno;
        if (!good)
            unlink(temporary);
        errno = error;
    }
    if (!good)
        fail("can't write", path);
    free(temporary);
    return good;
}

bool file_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

const char *file_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? "" : arena_copy(arena, path, (size_t)(slash - path) + 1);
}
