/* SPDX-License-Identifier: BSD-2-Clause */

#include "source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_PRINTED 100u
#define MAX_LINE    200u
#define MAX_NAME    64u

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

static const char *const severity_names[] = {"error", "warning", "note"};

struct message {
    enum severity severity;
    struct place at;
    const char *text;
    uint32_t sequence;
    struct message *note;
};

static struct message *last_message(const struct diagnostics *diagnostics)
{
    if (diagnostics->messages.count == 0)
        return NULL;
    return diagnostics->messages.items[diagnostics->messages.count - 1];
}

static bool said_already(const struct diagnostics *diagnostics, struct place at, const char *text)
{
    for (uint32_t i = diagnostics->messages.count; i > 0; i--) {
        const struct message *old = diagnostics->messages.items[i - 1];

        if (old->at.source == at.source && old->at.first_line == at.first_line &&
            old->at.first_column == at.first_column && strcmp(old->text, text) == 0)
            return true;
    }
    return false;
}

static struct message *message_new(struct diagnostics *diagnostics, enum severity severity,
                                   struct place at, const char *format, va_list arguments)
{
    struct message *message = ARENA_NEW(diagnostics->arena, struct message);

    message->severity = severity;
    message->at = at;
    message->text = arena_vprint(diagnostics->arena, format, arguments);
    message->sequence = diagnostics->messages.count;
    return message;
}

static void report(struct diagnostics *diagnostics, enum severity severity, struct place at,
                   const char *format, va_list arguments)
{
    /* A hopeless input must not cost time quadratic in its errors. */
    uint32_t *count = severity == SEVERITY_ERROR ? &diagnostics->errors : &diagnostics->warnings;

    if (*count >= 10 * MAX_PRINTED) {
        ++*count;
        return;
    }
    struct message *message = message_new(diagnostics, severity, at, format, arguments);
    if (said_already(diagnostics, at, message->text))
        return;
    list_add(diagnostics->arena, &diagnostics->messages, message);
    ++*count;
}

void report_error(struct diagnostics *diagnostics, struct place at, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(diagnostics, SEVERITY_ERROR, at, format, arguments);
    va_end(arguments);
}

void report_warning(struct diagnostics *diagnostics, struct place at, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(diagnostics, SEVERITY_WARNING, at, format, arguments);
    va_end(arguments);
}

void report_note(struct diagnostics *diagnostics, struct place at, const char *format, ...)
{
    struct message *last = last_message(diagnostics);
    va_list arguments;

    if (last == NULL || last->note != NULL)
        return;
    va_start(arguments, format);
    last->note = message_new(diagnostics, SEVERITY_NOTE, at, format, arguments);
    va_end(arguments);
}

static uint32_t source_order(const struct message *message)
{
    return message->at.source == NULL ? UINT32_MAX : message->at.source->order;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_messages(const void *left, const void *right)
{
    const struct message *a = *(struct message *const *)left;
    const struct message *b = *(struct message *const *)right;
    int order = compare_numbers(source_order(a), source_order(b));

    if (order == 0)
        order = compare_numbers(a->at.first_line, b->at.first_line);
    if (order == 0)
        order = compare_numbers(a->at.first_column, b->at.first_column);
    return order != 0 ? order : compare_numbers(a->sequence, b->sequence);
}

static const char *line_start(const struct source *source, uint32_t line)
{
    const char *at = source->text;
    const char *end = source->text + source->size;

    for (; line > 1 && at < end; line--) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));

        if (newline == NULL)
            return end;
        at = newline + 1;
    }
    return at;
}

static bool printable(char c)
{
    return (unsigned char)c >= ' ' && c != 0x7f;
}

/* The line of the place and a caret line under it. */
static void print_excerpt(struct place at, FILE *out, const char *colour, const char *normal)
{
    const char *line = line_start(at.source, at.first_line);
    size_t left = at.source->size - (size_t)(line - at.source->text);
    size_t length = 0;

    while (length < left && length < MAX_LINE && line[length] != '\n' && line[length] != '\r')
        length++;
    if (at.first_column == 0 || at.first_column > length + 1)
        return;
    fputs("  ", out);
    for (size_t i = 0; i < length; i++)
        fputc(line[i] == '\t' || printable(line[i]) ? line[i] : '?', out);
    fputs("\n  ", out);
    for (size_t i = 0; i + 1 < at.first_column; i++)
        if ((line[i] & 0xc0) != 0x80)
            fputc(line[i] == '\t' ? '\t' : ' ', out);
    fprintf(out, "%s^", colour);
    uint32_t end = at.last_line == at.first_line ? at.last_column : (uint32_t)length;
    for (uint32_t column = at.first_column + 1; column <= end && column <= length; column++)
        fputc('~', out);
    fprintf(out, "%s\n", normal);
}

static void print_message(const struct message *message, FILE *out, bool colour)
{
    static const char *const colours[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m"};
    const char *on = colour ? colours[message->severity] : "";
    const char *off = colour ? "\033[0m" : "";

    if (message->at.source == NULL)
        fputs("bulkhead: ", out);
    else if (message->at.first_line == 0)
        fprintf(out, "%s: ", message->at.source->name);
    else
        fprintf(out, "%s:%u:%u: ", message->at.source->name, message->at.first_line,
                message->at.first_column);
    fprintf(out, "%s%s:%s %s\n", on, severity_names[message->severity], off, message->text);
    if (message->at.source != NULL && message->at.first_line != 0)
        print_excerpt(message->at, out, on, off);
    if (message->note != NULL)
        print_message(message->note, out, colour);
}

void diagnostics_print(struct diagnostics *diagnostics, FILE *out, bool colour)
{
    struct list *messages = &diagnostics->messages;

    if (messages->count > 0)
        qsort(messages->items, messages->count, sizeof(void *), compare_messages);
    for (uint32_t i = 0; i < messages->count && i < MAX_PRINTED; i++)
        print_message(messages->items[i], out, colour);
    if (messages->count > MAX_PRINTED)
        fprintf(out, "bulkhead: %u more messages are not shown\n", messages->count - MAX_PRINTED);
    if (diagnostics->errors > 0)
        fprintf(out, "bulkhead: %u error%s\n", diagnostics->errors,
                diagnostics->errors == 1 ? "" : "s");
}

struct message_view diagnostics_message(const struct diagnostics *diagnostics, uint32_t index)
{
    const struct message *message = diagnostics->messages.items[index];

    return (struct message_view){
        .severity = severity_names[message->severity],
        .text = message->text,
        .note = message->note == NULL ? NULL : message->note->text,
        .at = message->at,
    };
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Edit distance with a swap of neighbours as one step; both under MAX_NAME. */
static uint32_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    uint32_t rows[3][MAX_NAME + 1];
    uint32_t *before = rows[0], *previous = rows[1], *current = rows[2];

    for (uint32_t j = 0; j <= b_length; j++)
        previous[j] = j;
    for (uint32_t i = 1; i <= a_length; i++) {
        current[0] = i;
        for (uint32_t j = 1; j <= b_length; j++) {
            bool same = strncasecmp(&a[i - 1], &b[j - 1], 1) == 0;

            current[j] = least(least(previous[j] + 1, current[j - 1] + 1),
                               previous[j - 1] + (same ? 0u : 1u));
            if (i > 1 && j > 1 && strncasecmp(&a[i - 1], &b[j - 2], 1) == 0 &&
                strncasecmp(&a[i - 2], &b[j - 1], 1) == 0)
                current[j] = least(current[j], before[j - 2] + 1);
        }
        uint32_t *oldest = before;
        before = previous;
        previous = current;
        current = oldest;
    }
    return previous[b_length];
}

void suggestion_offer(struct suggestion *suggestion, const char *candidate)
{
    size_t wanted = strlen(suggestion->wanted);
    size_t length = strlen(candidate);

    uint32_t most = wanted <= 3 ? 1 : wanted <= 8 ? 2 : 3;

    if (wanted > MAX_NAME || length > MAX_NAME || length > wanted + most || wanted > length + most)
        return;
    uint32_t distance = edit_distance(suggestion->wanted, wanted, candidate, length);
    if (distance > most)
        return;
    if (suggestion->best == NULL || distance < suggestion->distance) {
        suggestion->best = candidate;
        suggestion->distance = distance;
    }
}

const char *suggestion_advice(struct arena *arena, const struct suggestion *suggestion,
                              const char *otherwise)
{
    if (suggestion->best != NULL)
        return arena_print(arena, "; did you mean '%s'?", suggestion->best);
    return otherwise == NULL ? "" : arena_print(arena, "; %s", otherwise);
}
