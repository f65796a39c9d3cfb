/* SPDX-License-Identifier: BSD-2-Clause */

#include "report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

void report_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text, out);
        }
    }
}

void report_print(FILE *out, const struct module *module, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report_text(out, arena_vprint(module_arena(module), format, arguments));
    va_end(arguments);
}

/* --- what is asked for --- */

static const struct {
    const char *format;
    const char *part;
    void (*html)(FILE *out, const struct module *module);
    void (*svg)(FILE *out, const struct module *module, bool alone);
} writers[] = {
    {"html", NULL, report_html, NULL},
    {"json", NULL, report_json, NULL},
    {"svg", "schedule", NULL, report_svg_schedules},
    {"svg", "memory", NULL, report_svg_memory},
    {"svg", "ports", NULL, report_svg_ports},
};

#define WRITER_COUNT (sizeof(writers) / sizeof(writers[0]))

static size_t choose(const struct options *options)
{
    const char *format = options->format == NULL ? "html" : options->format;

    for (size_t i = 0; i < WRITER_COUNT; i++) {
        bool same_part = options->part == NULL ||
                         (writers[i].part != NULL && strcmp(options->part, writers[i].part) == 0);

        if (strcmp(format, writers[i].format) == 0 && same_part)
            return i;
    }
    return WRITER_COUNT;
}

bool report_known(const struct options *options)
{
    if (choose(options) < WRITER_COUNT)
        return true;
    complain("there is no such report; --format takes html, json or svg, --part (of svg) schedule, "
             "memory or ports");
    return false;
}

enum status report_write(const struct options *options, const struct module *module)
{
    size_t chosen = choose(options);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL) {
        complain("out of memory");
        return STATUS_FILE;
    }
    if (writers[chosen].svg != NULL)
        writers[chosen].svg(out, module, true);
    else
        writers[chosen].html(out, module);
    bool good = fclose(out) == 0;
    struct file file = {.name = options->output, .data = text, .size = size};
    good = good && file_write(options->output, &file);
    free(text);
    return good ? STATUS_DONE : STATUS_FILE;
}
