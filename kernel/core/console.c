/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/console.h"

#include <stdarg.h>
#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/arch.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/uaccess.h"

/* Bytes that one piece of the write hypercall copies from the partition. */
#define PIECE 32u

/* A line is begun, or gone on with, only if the window has this much time (ns)
 * for each of its characters. A device that is slower delays the line's end
 * into a later window. */
#define CHARACTER_TIME 30u

/* Windows for which input stays in the device because the partition does not
 * read what it has; then it is dropped, but for CONSOLE_ESCAPE. */
#define PATIENCE 100u

/* The buffer whose line the device has in part, if any. */
static struct console_buffer *sending;

void console_buffer_init(struct console_buffer *buffer, const char *name)
{
    size_t prefix = console_format(buffer->line.text, CONSOLE_PREFIX_SIZE, "[%s] ", name);

    buffer->prefix = buffer->line.length = (uint16_t)prefix;
    buffer->line.sent = 0;
    buffer->complete = false;
}

static void append(struct console_buffer *buffer, char character)
{
    buffer->line.text[buffer->line.length++] = character;
}

void console_finish_line(struct console_buffer *buffer)
{
    if (buffer->complete || buffer->line.length == buffer->prefix)
        return;
    append(buffer, '\n');
    buffer->complete = true;
}

/* Bytes above 127 may be of a character in UTF-8. */
static bool printable(char character)
{
    return character < 0 || (character >= ' ' && character != 0x7f) || character == '\t';
}

size_t console_put(struct console_buffer *buffer, const char *text, size_t size)
{
    size_t taken = 0;

    while (taken < size && !buffer->complete) {
        char character = text[taken];

        /* Full only now: a newline that follows ends the full line itself. */
        if (character != '\n' && character != '\r' &&
            buffer->line.length == CONSOLE_LINE_SIZE - 1) {
            console_finish_line(buffer);
            break;
        }
        taken++;
        /* The device is the operator's terminal: no guest may move its
         * cursor out of the guest's own line. */
        if (character == '\n') {
            append(buffer, character);
            buffer->complete = true;
        } else if (character == '\b') {
            buffer->line.length =
                (uint16_t)(buffer->line.length - (buffer->line.length > buffer->prefix));
        } else if (character != '\r') {
            append(buffer, printable(character) ? character : '?');
        }
    }
    return taken;
}

static void reset_line(struct console_buffer *buffer)
{
    buffer->line.length = buffer->prefix;
    buffer->line.sent = 0;
    buffer->complete = false;
}

void console_keep(struct partition *partition)
{
    struct console_buffer *buffer = &partition->console;

    if (!buffer->complete || buffer->kept == CONSOLE_LINES)
        return;
    buffer->lines[(buffer->first + buffer->kept) % CONSOLE_LINES] = buffer->line;
    buffer->kept++;
    reset_line(buffer);
    partition->duties |= PARTITION_HAS_OUTPUT;
}

bool console_waits(const struct console_buffer *buffer)
{
    return buffer->kept != 0 || buffer->complete;
}

static struct console_line *oldest_line(struct console_buffer *buffer)
{
    return buffer->kept != 0 ? &buffer->lines[buffer->first] : &buffer->line;
}

static void drop_oldest_line(struct console_buffer *buffer)
{
    if (buffer->kept == 0) {
        reset_line(buffer);
        return;
    }
    buffer->first = (uint8_t)((buffer->first + 1u) % CONSOLE_LINES);
    buffer->kept--;
}

/* Sends as much as the device takes; true if there is more. A line that a
 * window's end cut in two would tell its writer, by the time that the rest takes,
 * whether another one had a line to send meanwhile. */
static bool send_rest(struct console_buffer *buffer)
{
    struct console_line *line = oldest_line(buffer);
    size_t taken;

    sending = buffer;
    do {
        taken = arch_console_send(line->text + line->sent, (size_t)line->length - line->sent);
        line->sent = (uint16_t)(line->sent + taken);
    } while (taken != 0 && line->sent < line->length);
    if (line->sent < line->length)
        return true;
    drop_oldest_line(buffer);
    sending = NULL;
    return console_waits(buffer);
}

bool console_send(struct console_buffer *buffer)
{
    struct console_buffer *first = sending != NULL ? sending : buffer;
    const struct console_line *line;

    if (!console_waits(buffer))
        return false;
    line = oldest_line(first);
    if (!sched_has_time((uint32_t)(line->length - line->sent) * CHARACTER_TIME))
        return false;
    /* Another's line that a slow device holds in part must end first. */
    return send_rest(first) || first != buffer;
}

void console_flush(void)
{
    while (sending != NULL)
        send_rest(sending);
    for (uint32_t i = 0; i < partition_count; i++) {
        console_finish_line(&partitions[i].console);
        while (console_waits(&partitions[i].console))
            send_rest(&partitions[i].console);
    }
}

int32_t console_write(struct partition *partition, uint32_t text, uint32_t length, uint32_t *done)
{
    struct console_buffer *buffer = &partition->console;
    char piece[PIECE];
    uint32_t size = length < PIECE ? length : PIECE;

    *done = 0;
    if (!uaccess_range(text, length))
        return BULKHEAD_E_ADDRESS;
    if (buffer->complete) {
        if (console_send(buffer))
            console_keep(partition);
        return length == 0 && !buffer->complete ? BULKHEAD_OK : CONSOLE_AGAIN;
    }
    if (!uaccess_read(piece, text, size))
        return BULKHEAD_E_ADDRESS;
    *done = (uint32_t)console_put(buffer, piece, size);
    return *done == length && !buffer->complete ? BULKHEAD_OK : CONSOLE_AGAIN;
}

/* The operator has typed CONSOLE_ESCAPE. */
static bool escaped;

/* The line on who has the input, and whether it is yet to be made. */
static struct console_buffer notice;
static bool notice_due;

static void give_input(struct partition *from, uint8_t key)
{
    uint32_t next = from->index;

    if (key == 'n')
        next = next + 1 == partition_count ? 0 : next + 1;
    else if (key >= '1' && key <= '9' && key - (uint32_t)'1' < partition_count)
        next = key - (uint32_t)'1';
    notice_due = true;
    from->duties &= ~PARTITION_HAS_INPUT;
    partitions[next].duties |= PARTITION_HAS_INPUT;
}

static void put_input(struct console_input *input, uint8_t character)
{
    if (input->count == CONSOLE_INPUT_SIZE)
        return;
    input->text[(input->first + input->count) % CONSOLE_INPUT_SIZE] = character;
    input->count++;
}

static void take_input(struct partition *partition, uint8_t character)
{
    if (!escaped && character == CONSOLE_ESCAPE) {
        escaped = true;
        return;
    }
    if (escaped && character != CONSOLE_ESCAPE)
        give_input(partition, character);
    else
        put_input(&partition->input, character);
    escaped = false;
}

void console_go_on(struct partition *partition)
{
    console_send(&partition->console);
    if (!console_waits(&partition->console))
        partition->duties &= ~PARTITION_HAS_OUTPUT;
}

static void send_notice(const struct partition *partition)
{
    if (!notice.complete && notice_due) {
        notice_due = false;
        notice.line.length = (uint16_t)console_format(notice.line.text, sizeof(notice.line.text),
                                                      "[bulkhead] input goes to partition %s\n",
                                                      partition->config->name);
        notice.complete = true;
    }
    console_send(&notice);
}

static bool has_input(const struct partition *partition)
{
    return (partition->duties & PARTITION_HAS_INPUT) != 0;
}

/* There is room, or the partition has not read for so long that the operator,
 * who wants to go on, comes first. */
static bool takes_more(const struct console_input *input)
{
    return input->count < CONSOLE_INPUT_SIZE || input->patience == PATIENCE;
}

void console_poll(struct partition *partition)
{
    struct console_input *input = &partition->input;
    unsigned before = input->count;
    int character;

    send_notice(partition);
    for (unsigned i = 0; i < CONSOLE_INPUT_SIZE && has_input(partition) && takes_more(input) &&
                         (character = arch_console_receive()) >= 0;
         i++)
        take_input(partition, (uint8_t)character);
    if (input->count == CONSOLE_INPUT_SIZE && input->patience < PATIENCE)
        input->patience++;
    virq_raise(partition, BULKHEAD_LINE_CONSOLE, input->count - before);
}

int console_read(struct partition *partition)
{
    struct console_input *input = &partition->input;
    int character;

    if (input->count == 0 && has_input(partition))
        console_poll(partition);
    if (input->count == 0)
        return -1;
    character = input->text[input->first];
    input->first = (input->first + 1) % CONSOLE_INPUT_SIZE;
    input->count--;
    input->patience = 0;
    return character;
}

struct output {
    char *buffer;
    size_t size;
    size_t length;
};

static void put(struct output *output, char character)
{
    if (output->length < output->size)
        output->buffer[output->length++] = character;
}

static void put_padded(struct output *output, const char *text, size_t length, int width, bool left,
                       char fill)
{
    size_t pad = width > 0 && (size_t)width > length ? (size_t)width - length : 0;

    for (size_t i = 0; !left && i < pad; i++)
        put(output, fill);
    for (size_t i = 0; i < length; i++)
        put(output, text[i]);
    for (size_t i = 0; left && i < pad; i++)
        put(output, ' ');
}

#define DIGITS 24u

/* Writes the digits at the end of buffer; returns how many. */
static size_t digits(char buffer[DIGITS], unsigned long long value, unsigned base)
{
    size_t count = 0;

    do {
        buffer[DIGITS - ++count] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    return count;
}

static unsigned long long next_number(char conversion, bool long_long, va_list *arguments,
                                      bool *negative)
{
    *negative = false;
    if (conversion == 'd') {
        int number = va_arg(*arguments, int);

        *negative = number < 0;
        return *negative ? 0u - (unsigned)number : (unsigned)number;
    }
    return long_long ? va_arg(*arguments, unsigned long long) : va_arg(*arguments, unsigned);
}

static const char *format_one(struct output *output, const char *format, va_list *arguments)
{
    char buffer[DIGITS];
    bool left = *format == '-', long_long = false, negative;
    char fill = ' ';
    int width = 0;
    size_t count;

    if (left)
        format++;
    if (*format == '0')
        fill = *format++;
    while (*format >= '0' && *format <= '9')
        width = width * 10 + (*format++ - '0');
    while (*format == 'l') {
        long_long = true;
        format++;
    }
    if (*format == 's') {
        const char *text = va_arg(*arguments, const char *);

        put_padded(output, text, strlen(text), width, left, ' ');
        return format + 1;
    }
    count = digits(buffer, next_number(*format, long_long, arguments, &negative),
                   *format == 'x' ? 16 : 10);
    if (negative && fill == '0' && !left) {
        put(output, '-');
        width--;
    } else if (negative) {
        buffer[DIGITS - ++count] = '-';
    }
    put_padded(output, buffer + DIGITS - count, count, width, left, fill);
    return format + 1;
}

static size_t format_all(char *buffer, size_t size, const char *format, va_list *arguments)
{
    struct output output = {.buffer = buffer, .size = size - 1};

    while (*format != '\0')
        if (*format == '%')
            format = format_one(&output, format + 1, arguments);
        else
            put(&output, *format++);
    buffer[output.length] = '\0';
    return output.length;
}

size_t console_format(char *buffer, size_t size, const char *format, ...)
{
    va_list arguments;
    size_t length;

    va_start(arguments, format);
    length = format_all(buffer, size, format, &arguments);
    va_end(arguments);
    return length;
}

void console_print(const char *format, ...)
{
    char text[CONSOLE_LINE_SIZE];
    va_list arguments;
    size_t length;

    va_start(arguments, format);
    length = format_all(text, sizeof(text), format, &arguments);
    va_end(arguments);
    for (size_t sent = 0; sent < length;)
        sent += arch_console_send(text + sent, length - sent);
}
