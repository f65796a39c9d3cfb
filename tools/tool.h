/* SPDX-License-Identifier: BSD-2-Clause */

/* What the parts of the bulkhead command share. */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

#define BULKHEAD_VERSION_TEXT "0.1"

/* Exit statuses; docs/bulkhead.md and --help tell them to users. */
enum status {
    STATUS_DONE = 0,      /* done; of "run": all partitions ended well */
    STATUS_PARTITION = 1, /* "run": a partition failed */
    STATUS_USAGE = 2,
    STATUS_MODEL = 3,   /* the model is refused */
    STATUS_PROGRAM = 4, /* a partition's program is refused */
    STATUS_FILE = 5,    /* a file can't be read or written */
    STATUS_IMAGE = 6,   /* the image is refused, by the kernel or here */
    STATUS_PANIC = 7,   /* "run": the kernel stopped with a panic */
    STATUS_MACHINE = 8, /* "run": the machine ended in another way */
    STATUS_TIME = 124,  /* "run": the time limit */
};

struct options {
    struct list inputs;  /* const char *: models, or an image */
    struct list folders; /* const char *: -L */
    const char *root;
    const char *output;
    const char *kernel; /* NULL: the one next to the tool */
    const char *qemu;
    const char *serial2;  /* where the second serial port leads; NULL: there is none */
    const char *monitor;  /* the same for QEMU's monitor */
    const char *format;   /* of a report; NULL: HTML */
    const char *part;     /* of it; NULL: the first, or all */
    const char *append;   /* more kernel options */
    const char *build;    /* folder of generated programs; NULL: see build_folder() */
    const char *compiler; /* NULL: bulkhead-cc beside the tool */
    uint32_t memory;      /* MB; 0: as the image needs */
    uint32_t time_limit;  /* seconds; 0: none */
    bool dump;
    bool gdb;
    bool verbose;
};

/* A file in memory. */
struct file {
    const char *name;
    void *data;
    size_t size;
};

/* file.c: false after a message. file_write() replaces the file as a whole or
 * leaves it as it was. */
bool file_read(struct arena *arena, const char *path, struct file *file);
bool file_write(const char *path, const struct file *file);
/* Is there a file that can be read? */
bool file_exists(const char *path);
/* The folder of a path, with its last '/'; "" for none. */
const char *file_folder(struct arena *arena, const char *path);

/* image.c: the kernel with the configuration behind it. Messages on stderr. */
enum status image_pack(struct arena *arena, const struct file *kernel, const void *block,
                       size_t block_size, struct file *image);
struct bulkhead_config;
/* The checked configuration of an image; NULL after a message. */
const struct bulkhead_config *image_config(struct arena *arena, const struct file *image);
/* Address behind everything that the image loads. */
uint64_t image_end(const struct file *image);
bool image_is_elf(const struct file *file);

/* program.c: are the sources of a generated program there? If not, messages. */
struct behaviour;
struct diagnostics;
struct module;
enum status program_check(struct arena *arena, const struct options *options,
                          struct diagnostics *messages, const struct behaviour *behaviour);
/* Builds the programs that the model describes, and gives them to their partitions. */
enum status programs_make(struct arena *arena, const struct options *options,
                          const struct module *module);
/* Has the partition of such a program, which the kernel would take, memory for
 * its threads, too? If not, a message. */
enum status program_fits(struct diagnostics *messages, const struct behaviour *behaviour);

/* build.c */
/* The first of the places, which are relative to this tool, where there is a
 * file; or else the first one. */
const char *tool_beside(struct arena *arena, const char *const *places, size_t count);
/* Where generated programs go: as told, or named after the image or the model. */
const char *build_folder(struct arena *arena, const struct options *options);
enum status command_check(struct arena *arena, const struct options *options);
enum status command_report(struct arena *arena, const struct options *options);
enum status command_build(struct arena *arena, const struct options *options);
/* Compiles the models and packs the image in memory. */
enum status build_image(struct arena *arena, const struct options *options, struct file *image);

/* report.c: is there such a report? If not, a message. */
bool report_known(const struct options *options);
/* Writes the report that the options ask for. */
enum status report_write(const struct options *options, const struct module *module);

/* run.c, inspect.c */
enum status command_run(struct arena *arena, const struct options *options);
enum status command_inspect(struct arena *arena, const struct options *options);

/* main.c: "bulkhead: ..." on stderr. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
