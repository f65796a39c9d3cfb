/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Steps of a build: commands that make a file from others, and are left out if
 * nothing has changed. What a file was made of is kept beside it, in FILE.made:
 * the command, and the contents of all files that the compiler or linker has
 * read. So neither times nor the order of builds matter.
 */
#ifndef TOOLS_STEP_H
#define TOOLS_STEP_H

#include "tool.h"

struct step {
    struct list command;      /* const char *: words */
    const char *output;       /* the file that it makes */
    const char *dependencies; /* a file in Make's form, which the command writes */
    const char *identity;     /* what else it depends on, such as the compiler's flags */
};

/* Runs the command if it must. False after a message. */
bool step_make(struct arena *arena, const struct options *options, const struct step *step);

/* Makes a folder and those around it. False after a message. */
bool folder_make(struct arena *arena, const char *path);

/* Writes a file unless it has this content. False after a message. */
bool file_keep(struct arena *arena, const char *path, const char *text, size_t size);

/* What a command prints; NULL after a message. */
const char *command_output(struct arena *arena, const struct list *command);

#endif
