/* SPDX-License-Identifier: BSD-2-Clause */

/* The property sets and packages that come with the product, embedded from
 * config/properties at build time. */
#ifndef CONFIG_SHIPPED_H
#define CONFIG_SHIPPED_H

struct shipped_file {
    const char *name; /* NULL ends the array */
    const char *text;
};

extern const struct shipped_file shipped_files[];

#endif
