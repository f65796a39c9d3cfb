/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The console: one device, shown line by line, each with the name of its
 * partition in front.
 *
 * A partition's lines are sent in its own windows only, each at once, as far
 * as the device takes it without waiting, and only if it can be finished in the
 * window; so nobody pays for, or sees, another's output. Lines that the device
 * is too slow for are kept, and sent when their partition is idle, writes
 * again, or begins a window; only if too many are kept does a writer wait.
 */
#ifndef KERNEL_CONSOLE_H
#define KERNEL_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct partition;

#define CONSOLE_PREFIX_SIZE 36u  /* "[name] " */
#define CONSOLE_LINE_SIZE   160u /* characters of a line, prefix and newline included */

#define CONSOLE_LINES 24u /* that are kept of a partition, while the device is busy */

struct console_line {
    char text[CONSOLE_LINE_SIZE];
    uint16_t length; /* characters in text */
    uint16_t sent;   /* characters given to the device */
};

struct console_buffer {
    struct console_line line; /* the one that is written */
    uint16_t prefix;          /* characters of the prefix, always in line */
    bool complete;            /* line can be sent */
    uint8_t first, kept;      /* older complete lines */
    struct console_line lines[CONSOLE_LINES];
};

/* Characters of input that a partition has not read yet. */
#define CONSOLE_INPUT_SIZE 64u

struct console_input {
    uint8_t text[CONSOLE_INPUT_SIZE];
    uint8_t first;
    uint8_t count;
    uint8_t patience; /* polls that found it full since the last one was read */
};

/* Its lines have that name in front from now on; none is complete. Those that
 * are kept stay as they are. */
void console_buffer_init(struct console_buffer *buffer, const char *name);

/* Appends text to the buffer's line until it is complete; returns how many
 * characters were taken: 0 while a complete line waits to be sent. */
size_t console_put(struct console_buffer *buffer, const char *text, size_t size);

/* Completes an unfinished line. */
void console_finish_line(struct console_buffer *buffer);

/* The buffer has a complete line that is not sent. */
bool console_waits(const struct console_buffer *buffer);

/* Sends the buffer's oldest complete line, as far as the device takes it at
 * once, if the present window has time for all of it. True if it should be tried
 * again in this window. */
bool console_send(struct console_buffer *buffer);

/* Puts the partition's complete line, if there is one, to those that are kept,
 * if there is room. */
void console_keep(struct partition *partition);

/* A window of a partition with kept lines begins (PARTITION_HAS_OUTPUT). */
void console_go_on(struct partition *partition);

/* Sends all lines of all partitions, and waits for the device. At the end only. */
void console_flush(void);

/* A piece of the hypercall: how many characters of the partition's text were
 * taken, and BULKHEAD_OK (all is taken, and sent or kept), BULKHEAD_E_ADDRESS, or
 * CONSOLE_AGAIN. */
#define CONSOLE_AGAIN 1
int32_t console_write(struct partition *partition, uint32_t text, uint32_t length, uint32_t *done);

/*
 * Input belongs to one partition (PARTITION_HAS_INPUT), at first the one that
 * the model names, is fetched from the device in its windows only, and raises its
 * console line. CONSOLE_ESCAPE and a key give it to another one:
 *
 *   1 to 9          the partition with that number, in the model's order
 *   n               the next one
 *   CONSOLE_ESCAPE  none: it is the character itself
 *
 * and with any other key it stays. A line says who has it then.
 */
#define CONSOLE_ESCAPE 0x1d /* control-] */
void console_poll(struct partition *partition);

/* The partition's next character of input (0..255), or -1. */
int console_read(struct partition *partition);

/* The kernel's own lines: printed at once. Boot and end only. Understands %s,
 * %d, %u, %x, %llu, %llx, a width, '-' and '0'; cuts at CONSOLE_LINE_SIZE. */
void console_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same into buffer, terminated, cut to its size (at least 1); returns the
 * length without the terminator. */
size_t console_format(char *buffer, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
