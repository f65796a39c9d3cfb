/* SPDX-License-Identifier: BSD-2-Clause */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "executive/format.h"
#include "virtualizationlayerbsp.h"

#define BUFFER_SIZE 128u

struct output {
    char buffer[BUFFER_SIZE];
    size_t used;
    int total;
};

struct conversion {
    bool left;
    bool zero;
    bool alternate;
    char sign; /* to show for numbers that are not negative, or 0 */
    int width;
    int precision; /* -1: none */
    char length;   /* 'H' for hh, 'q' for ll, or the letter, or 0 */
};

static void flush(struct output *out)
{
    _BSP_Virtual_Console_write_buffer(out->buffer, out->used);
    out->used = 0;
}

static void put(struct output *out, char c)
{
    if (out->used == BUFFER_SIZE)
        flush(out);
    out->buffer[out->used++] = c;
    out->total++;
}

static void fill(struct output *out, char c, int count)
{
    for (; count > 0; count--)
        put(out, c);
}

static void put_text(struct output *out, const struct conversion *how, const char *text)
{
    int length = 0;

    if (text == NULL)
        text = "(null)";
    while ((how->precision < 0 || length < how->precision) && text[length] != '\0')
        length++;
    if (!how->left)
        fill(out, ' ', how->width - length);
    for (int i = 0; i < length; i++)
        put(out, text[i]);
    if (how->left)
        fill(out, ' ', how->width - length);
}

static void put_number(struct output *out, const struct conversion *how, uint64_t value,
                       unsigned base, bool upper, char sign)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    char text[24];
    int length = 0;
    int zeros;
    int prefix;

    for (uint64_t rest = value; rest != 0 || (length == 0 && how->precision != 0); rest /= base)
        text[length++] = digits[rest % base];
    prefix = (sign != 0) + (how->alternate && base == 16 && value != 0 ? 2 : 0);
    zeros = how->precision > length ? how->precision - length : 0;
    if (how->zero && !how->left && how->precision < 0 && how->width > length + prefix)
        zeros = how->width - length - prefix;
    if (how->alternate && base == 8 && zeros == 0)
        zeros = 1;
    if (!how->left)
        fill(out, ' ', how->width - prefix - zeros - length);
    if (sign != 0)
        put(out, sign);
    if (prefix >= 2) {
        put(out, '0');
        put(out, upper ? 'X' : 'x');
    }
    fill(out, '0', zeros);
    for (int i = length; i > 0; i--)
        put(out, text[i - 1]);
    if (how->left)
        fill(out, ' ', how->width - prefix - zeros - length);
}

static int parse_number(const char **format, va_list *arguments)
{
    int number = 0;

    if (**format == '*') {
        (*format)++;
        return va_arg(*arguments, int);
    }
    while (**format >= '0' && **format <= '9' && number < 10000)
        number = number * 10 + *(*format)++ - '0';
    return number;
}

static const char *parse(const char *format, struct conversion *how, va_list *arguments)
{
    *how = (struct conversion){.precision = -1};
    for (;; format++) {
        if (*format == '-')
            how->left = true;
        else if (*format == '0')
            how->zero = true;
        else if (*format == '#')
            how->alternate = true;
        else if (*format == '+' || (*format == ' ' && how->sign == 0))
            how->sign = *format;
        else if (*format != ' ')
            break;
    }
    how->width = parse_number(&format, arguments);
    if (how->width < 0) {
        how->left = true;
        how->width = -how->width;
    }
    if (*format == '.') {
        format++;
        how->precision = parse_number(&format, arguments);
    }
    for (; *format == 'h' || *format == 'l' || *format == 'z' || *format == 'j' || *format == 't';
         format++) {
        if (how->length == *format)
            how->length = *format == 'h' ? 'H' : 'q';
        else
            how->length = *format;
    }
    return format;
}

static int64_t signed_argument(char length, va_list *arguments)
{
    switch (length) {
    case 'H':
        return (signed char)va_arg(*arguments, int);
    case 'h':
        return (short)va_arg(*arguments, int);
    case 'l':
        return va_arg(*arguments, long);
    case 'q':
    case 'j':
        return va_arg(*arguments, long long);
    case 'z':
    case 't':
        return va_arg(*arguments, ptrdiff_t);
    default:
        return va_arg(*arguments, int);
    }
}

static uint64_t unsigned_argument(char length, va_list *arguments)
{
    switch (length) {
    case 'H':
        return (unsigned char)va_arg(*arguments, unsigned);
    case 'h':
        return (unsigned short)va_arg(*arguments, unsigned);
    case 'l':
        return va_arg(*arguments, unsigned long);
    case 'q':
    case 'j':
        return va_arg(*arguments, unsigned long long);
    case 'z':
    case 't':
        return va_arg(*arguments, size_t);
    default:
        return va_arg(*arguments, unsigned);
    }
}

static void put_signed(struct output *out, const struct conversion *how, int64_t value)
{
    if (value < 0)
        put_number(out, how, 0 - (uint64_t)value, 10, false, '-');
    else
        put_number(out, how, (uint64_t)value, 10, false, how->sign);
}

static void convert(struct output *out, struct conversion *how, char kind, va_list *arguments)
{
    char text[2] = {0};

    switch (kind) {
    case 'd':
    case 'i':
        put_signed(out, how, signed_argument(how->length, arguments));
        break;
    case 'u':
        put_number(out, how, unsigned_argument(how->length, arguments), 10, false, 0);
        break;
    case 'o':
        put_number(out, how, unsigned_argument(how->length, arguments), 8, false, 0);
        break;
    case 'x':
    case 'X':
        put_number(out, how, unsigned_argument(how->length, arguments), 16, kind == 'X', 0);
        break;
    case 'p':
        how->alternate = true;
        put_number(out, how, (uintptr_t)va_arg(*arguments, void *), 16, false, 0);
        break;
    case 'c':
        text[0] = (char)va_arg(*arguments, int);
        put_text(out, how, text);
        break;
    case 's':
        put_text(out, how, va_arg(*arguments, const char *));
        break;
    default:
        put(out, kind);
        break;
    }
}

int exec_vprint(const char *format, va_list arguments)
{
    struct output out = {.used = 0};
    va_list rest;

    va_copy(rest, arguments);
    while (*format != '\0') {
        struct conversion how;

        if (*format != '%') {
            put(&out, *format++);
            continue;
        }
        format = parse(format + 1, &how, &rest);
        if (*format == '\0')
            break;
        convert(&out, &how, *format++, &rest);
    }
    va_end(rest);
    flush(&out);
    return out.total;
}

int exec_print(const char *format, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = exec_vprint(format, arguments);
    va_end(arguments);
    return count;
}
