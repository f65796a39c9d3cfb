/* SPDX-License-Identifier: BSD-2-Clause */

/* What "bulkhead report" writes: a page, pictures, or data. */
#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

#include <stdio.h>

#include "module.h"

/* Text for HTML and SVG: what has a meaning there is escaped, and characters
 * that can't be printed become '?'. */
void report_text(FILE *out, const char *text);

/* The same with format directives. */
void report_print(FILE *out, const struct module *module, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* report-html.c: the whole page; sources are the model's files. */
void report_html(FILE *out, const struct module *module);

/* report-svg.c: elements <svg>. alone: a file of its own, with its colours. */
void report_svg_schedules(FILE *out, const struct module *module, bool alone);
void report_svg_memory(FILE *out, const struct module *module, bool alone);
void report_svg_ports(FILE *out, const struct module *module, bool alone);
/* The style rules of the pictures. */
extern const char report_svg_style[];

/* report-json.c */
void report_json(FILE *out, const struct module *module);

#endif
