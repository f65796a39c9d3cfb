/* SPDX-License-Identifier: BSD-2-Clause */

#include "step.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HASH_BEGIN  UINT64_C(14695981039346656037) /* FNV-1a */
#define HASH_FACTOR UINT64_C(1099511628211)
#define READ_SIZE   65536

/* --- contents --- */

static uint64_t hash(uint64_t value, const void *data, size_t size)
{
    const unsigned char *bytes = data;

    for (size_t i = 0; i < size; i++)
        value = (value ^ bytes[i]) * HASH_FACTOR;
    return value;
}

/* False if the file can't be read. */
static bool hash_file(const char *path, uint64_t *value)
{
    static char buffer[READ_SIZE];
    FILE *file = fopen(path, "rb");
    size_t got;

    if (file == NULL)
        return false;
    *value = HASH_BEGIN;
    while ((got = fread(buffer, 1, sizeof(buffer), file)) > 0)
        *value = hash(*value, buffer, got);
    bool good = ferror(file) == 0;
    fclose(file);
    return good;
}

static uint64_t hash_command(const struct step *step)
{
    uint64_t value = hash(HASH_BEGIN, step->identity, strlen(step->identity) + 1);

    for (uint32_t i = 0; i < step->command.count; i++) {
        const char *word = step->command.items[i];

        value = hash(value, word, strlen(word) + 1);
    }
    return value;
}

/* --- what a file was made of --- */

static const char *record_path(struct arena *arena, const struct step *step)
{
    return arena_print(arena, "%s.made", step->output);
}

/* "HASH PATH", for the command without a path. */
static bool line_holds(const struct step *step, char *line)
{
    uint64_t now, then;
    char *end;

    then = strtoull(line, &end, 16);
    if (*end == '\0')
        return then == hash_command(step);
    return *end == ' ' && hash_file(end + 1, &now) && now == then;
}

static bool is_current(struct arena *arena, const struct step *step)
{
    FILE *record = fopen(record_path(arena, step), "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool current = record != NULL;

    while (current && (length = getline(&line, &room, record)) > 0) {
        line[length - 1] = '\0';
        current = line_holds(step, line);
    }
    free(line);
    if (record != NULL)
        fclose(record);
    return current;
}

/* The next word of a file in Make's form: "target: a b \", then more; "\ " is
 * a space in a name. Returns what is behind it; *word is NULL at the end. */
static char *next_word(char *text, char **word)
{
    char *to;

    while (*text == ' ' || *text == '\t' || *text == '\n' || (text[0] == '\\' && text[1] == '\n'))
        text++;
    *word = *text == '\0' ? NULL : text;
    for (to = text; *text != '\0' && *text != ' ' && *text != '\t' && *text != '\n'; text++) {
        if (text[0] == '\\' && text[1] == '\n')
            break;
        if ((text[0] == '\\' && (text[1] == ' ' || text[1] == '#')) ||
            (text[0] == '$' && text[1] == '$'))
            text++;
        *to++ = *text;
    }
    if (*text != '\0')
        text++;
    *to = '\0';
    return text;
}

static void record_file(FILE *out, const char *path)
{
    uint64_t value;

    if (hash_file(path, &value))
        fprintf(out, "%016" PRIx64 " %s\n", value, path);
}

/* Phony targets ("header:") are targets too. */
static bool is_target(const char *word)
{
    size_t length = strlen(word);

    return length > 0 && word[length - 1] == ':';
}

static bool record(struct arena *arena, const struct step *step)
{
    struct file made = {.name = record_path(arena, step)};
    struct file read;
    char *text = NULL, *word;
    FILE *out;

    if (!file_read(arena, step->dependencies, &read))
        return false;
    out = open_memstream(&text, &made.size);
    if (out == NULL)
        return false;
    fprintf(out, "%016" PRIx64 "\n", hash_command(step));
    record_file(out, step->output);
    for (char *rest = next_word(read.data, &word); word != NULL; rest = next_word(rest, &word))
        if (!is_target(word))
            record_file(out, word);
    fclose(out);
    made.data = text;
    bool good = file_write(made.name, &made);
    free(text);
    return good;
}

/* --- commands --- */

/* A command must not outlive this process. */
static pid_t start(const struct list *command, int output)
{
    pid_t parent = getpid();
    pid_t child = fork();

    if (child != 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (output >= 0)
        dup2(output, STDOUT_FILENO);
    if (getppid() == parent)
        execvp(command->items[0], (char **)command->items);
    complain("can't start '%s': %s", (const char *)command->items[0], strerror(errno));
    _exit(127);
}

static bool wait_for(pid_t child)
{
    int status;

    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static struct list terminated(struct arena *arena, const struct list *command)
{
    struct list copy = {0};

    list_append(arena, &copy, command);
    list_add(arena, &copy, NULL);
    return copy;
}

const char *command_output(struct arena *arena, const struct list *command)
{
    struct list words = terminated(arena, command);
    char buffer[4096];
    const char *text = "";
    int ends[2];
    ssize_t got;

    if (pipe(ends) != 0) {
        complain("can't start '%s': %s", (const char *)words.items[0], strerror(errno));
        return NULL;
    }
    pid_t child = start(&words, ends[1]);
    close(ends[1]);
    while ((got = read(ends[0], buffer, sizeof(buffer))) > 0)
        text = arena_print(arena, "%s%.*s", text, (int)got, buffer);
    close(ends[0]);
    return wait_for(child) ? text : NULL;
}

static void show(const struct step *step)
{
    for (uint32_t i = 0; i < step->command.count; i++)
        fprintf(stderr, "%s%s", i == 0 ? "" : " ", (const char *)step->command.items[i]);
    fputc('\n', stderr);
}

bool step_make(struct arena *arena, const struct options *options, const struct step *step)
{
    struct list words = terminated(arena, &step->command);

    if (is_current(arena, step))
        return true;
    if (options->verbose)
        show(step);
    fflush(NULL);
    /* Whatever happens now, the old record is not true any more. */
    unlink(record_path(arena, step));
    return wait_for(start(&words, -1)) && record(arena, step);
}

/* --- files --- */

bool folder_make(struct arena *arena, const char *path)
{
    char *part = arena_print(arena, "%s", path);

    for (char *slash = part; slash != NULL;) {
        slash = strchr(slash + 1, '/');
        if (slash != NULL)
            *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST) {
            complain("can't make the folder '%s': %s", part, strerror(errno));
            return false;
        }
        if (slash != NULL)
            *slash = '/';
    }
    return true;
}

bool file_keep(struct arena *arena, const char *path, const char *text, size_t size)
{
    struct file file = {.name = path, .data = (void *)(uintptr_t)text, .size = size};
    struct file old;

    if (file_exists(path) && file_read(arena, path, &old) && old.size == size &&
        memcmp(old.data, text, size) == 0)
        return true;
    return file_write(path, &file);
}
