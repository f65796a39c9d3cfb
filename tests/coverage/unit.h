/* SPDX-License-Identifier: BSD-2-Clause */

/* What the unit tests reach, as read from gcovr's tracefile (format 0.3). */
#ifndef COVERAGE_UNIT_H
#define COVERAGE_UNIT_H

#include <stdint.h>

#include "listing.h"

struct unit_line {
    char *path; /* from the root of the tree */
    uint32_t line;
    bool is_executed;
    uint32_t branches, taken; /* gcov's */
};

/* All lines with code, as struct unit_line. Ends the program if the file can't
 * be read, or is of another format. */
struct table unit_read(const char *file);

/* NULL: the unit tests have no code there. */
const struct unit_line *unit_line_at(const struct table *lines, const char *path, uint32_t line);

#endif
