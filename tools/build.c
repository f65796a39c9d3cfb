/* SPDX-License-Identifier: BSD-2-Clause */

/* From models to an image: compile, find the programs, check them as the
 * kernel will, pack. */

#include "tool.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bulkhead/arch/x86.h"
#include "kernel/config.h"
#include "kernel/elf.h"
#include "behaviour.h"
#include "step.h"

struct build {
    const struct options *options;
    struct compilation compilation;
    struct model model;
    struct module module;
    struct list files; /* struct file: programs that were read */
};

/* --- programs --- */

static const char *find_program(struct build *build, const struct module_partition *partition)
{
    struct arena *arena = &build->compilation.arena;
    const char *name = partition->program;
    const char *path = name;

    if (name[0] == '/')
        return file_exists(name) ? name : NULL;
    path = arena_print(arena, "%s%s", file_folder(arena, partition->program_at.source->name), name);
    if (file_exists(path))
        return path;
    for (uint32_t i = 0; i < build->options->folders.count; i++) {
        path = arena_print(arena, "%s/%s", (const char *)build->options->folders.items[i], name);
        if (file_exists(path))
            return path;
    }
    return NULL;
}

static const struct file *load_program(struct build *build, const char *path)
{
    struct arena *arena = &build->compilation.arena;

    for (uint32_t i = 0; i < build->files.count; i++) {
        const struct file *file = build->files.items[i];

        if (strcmp(file->name, path) == 0)
            return file;
    }
    struct file *file = ARENA_NEW(arena, struct file);
    if (!file_read(arena, path, file))
        return NULL;
    list_add(arena, &build->files, file);
    return file;
}

/* What the kernel will say about the program, and about room for the stack. */
static const char *check_program(const struct module_partition *partition)
{
    struct elf_image image;
    const char *wrong = elf_check(partition->file, partition->file_size, partition->memory_base,
                                  partition->memory_size, &image);
    uint64_t end = (uint64_t)partition->memory_base + partition->memory_size;

    if (wrong == NULL && (uint64_t)image.end + BULKHEAD_PAGE_SIZE + partition->stack_size > end)
        wrong = "no room is left for the stack and its guard page";
    return wrong;
}

/* How much memory is missing, if more would do. */
static const char *shortage(struct build *build, const struct module_partition *partition)
{
    uint32_t most = BULKHEAD_MEMORY_LIMIT - partition->memory_base;
    struct elf_image image;

    if (elf_check(partition->file, partition->file_size, partition->memory_base, most, &image) !=
        NULL)
        return "";
    uint64_t program = image.end - partition->memory_base;
    uint64_t needed = program + BULKHEAD_PAGE_SIZE + partition->stack_size;
    if (needed <= partition->memory_size || needed > most)
        return "";
    return arena_print(&build->compilation.arena,
                       "; it needs %" PRIu64 " bytes (program %" PRIu64 ", guard page %u, stack "
                       "%" PRIu32 "), %" PRIu64 " more than the %" PRIu32 " that there are",
                       needed, program, BULKHEAD_PAGE_SIZE, partition->stack_size,
                       needed - partition->memory_size, partition->memory_size);
}

/* Both versions, if they differ. */
static const char *versions(struct build *build, const struct module_partition *partition)
{
    uint32_t version = elf_abi_version(partition->file, partition->file_size);

    if (version == 0 || version == BULKHEAD_ABI_VERSION)
        return "";
    return arena_print(&build->compilation.arena, " (%u; this is %u)", version,
                       BULKHEAD_ABI_VERSION);
}

/* Will the kernel take the partition's file? at: where it is named. */
static enum status accept_program(struct build *build, const struct module_partition *partition,
                                  const char *name, struct place at)
{
    const char *wrong;

    if (partition->memory_size == 0 || partition->memory_base == 0 || partition->stack_size == 0)
        return STATUS_DONE;
    wrong = check_program(partition);
    if (wrong == NULL)
        return STATUS_DONE;
    report_error(&build->compilation.diagnostics, at,
                 "the program '%s' of partition '%s' is refused: %s%s%s", name, partition->name,
                 wrong, versions(build, partition), shortage(build, partition));
    return STATUS_PROGRAM;
}

static enum status take_program(struct build *build, struct module_partition *partition)
{
    struct diagnostics *messages = &build->compilation.diagnostics;
    const char *path = find_program(build, partition);
    const struct file *file = path == NULL ? NULL : load_program(build, path);

    if (path == NULL)
        report_error(messages, partition->program_at,
                     "the program '%s' of partition '%s' is not there; build it, or name its "
                     "folder with -L",
                     partition->program, partition->name);
    if (file == NULL)
        return STATUS_FILE;
    partition->file = file->data;
    partition->file_size = file->size;
    return accept_program(build, partition, partition->program, partition->program_at);
}

static enum status take_programs(struct build *build)
{
    enum status status = STATUS_DONE;

    for (uint32_t i = 0; i < build->module.partitions.count; i++) {
        struct module_partition *partition = build->module.partitions.items[i];
        enum status one = partition->program == NULL ? STATUS_DONE : take_program(build, partition);

        if (status == STATUS_DONE)
            status = one;
    }
    for (uint32_t i = 0; i < build->module.behaviours.count; i++) {
        enum status one =
            program_check(&build->compilation.arena, build->options,
                          &build->compilation.diagnostics, build->module.behaviours.items[i]);

        if (status == STATUS_DONE)
            status = one;
    }
    return status;
}

/* --- compiling --- */

static bool has_errors(const struct build *build)
{
    return build->compilation.diagnostics.errors > 0;
}

static enum status read_models(struct build *build)
{
    for (uint32_t i = 0; i < build->options->inputs.count; i++) {
        const char *path = build->options->inputs.items[i];

        if (!compile_file(&build->compilation, path)) {
            complain("can't read '%s': %s", path, strerror(errno));
            return STATUS_FILE;
        }
    }
    compile_imports(&build->compilation);
    return STATUS_DONE;
}

/* Each step needs what the one before has made; what can still be checked
 * after an error is checked. */
static enum status compile(struct build *build)
{
    enum status status;

    compile_shipped(&build->compilation);
    status = read_models(build);
    if (status != STATUS_DONE || has_errors(build))
        return status == STATUS_DONE ? STATUS_MODEL : status;
    if (!compile_check(&build->compilation) ||
        !model_build(&build->model, &build->compilation, build->options->root))
        return STATUS_MODEL;
    module_build(&build->module, &build->model);
    if (has_errors(build))
        status = STATUS_MODEL;
    enum status programs = take_programs(build);
    return status == STATUS_DONE ? programs : status;
}

static enum status begin(struct build *build, const struct options *options)
{
    *build = (struct build){.options = options};
    compilation_begin(&build->compilation);
    enum status status = compile(build);
    diagnostics_print(&build->compilation.diagnostics, stderr, isatty(STDERR_FILENO) != 0);
    return status;
}

enum status command_check(struct arena *arena, const struct options *options)
{
    struct build build;
    enum status status = begin(&build, options);

    (void)arena;
    if (status == STATUS_DONE && options->dump)
        module_dump(&build.module, stdout);
    compilation_end(&build.compilation);
    return status;
}

/* A model with errors has a report, too, as far as anything was decided. */
enum status command_report(struct arena *arena, const struct options *options)
{
    struct build build;

    (void)arena;
    if (!report_known(options))
        return STATUS_USAGE;
    enum status status = begin(&build, options);
    if (build.module.processor != NULL) {
        enum status written = report_write(options, &build.module);

        status = written == STATUS_DONE ? status : written;
    }
    compilation_end(&build.compilation);
    return status;
}

/* --- packing --- */

const char *tool_beside(struct arena *arena, const char *const *places, size_t count)
{
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
    const char *first = NULL;

    if (length < 0)
        return places[0];
    self[length] = '\0';
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_print(arena, "%s%s", file_folder(arena, self), places[i]);

        if (file_exists(path))
            return path;
        first = first == NULL ? path : first;
    }
    return first;
}

static const char *default_kernel(struct arena *arena)
{
    static const char *const places[] = {"kernel/kernel.elf", "../kernel/kernel.elf",
                                         "../lib/bulkhead/kernel.elf"};

    return tool_beside(arena, places, sizeof(places) / sizeof(places[0]));
}

const char *build_folder(struct arena *arena, const struct options *options)
{
    const char *path = options->output != NULL ? options->output : options->inputs.items[0];
    const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    const char *dot = strrchr(name, '.');
    int length = dot == NULL || dot == name ? (int)strlen(name) : (int)(dot - name);

    if (options->build != NULL)
        return options->build;
    return arena_print(arena, "%s%.*s.build",
                       options->output != NULL ? file_folder(arena, path) : "", length, name);
}

static enum status pack(struct build *build, struct arena *arena, struct file *image)
{
    const struct options *options = build->options;
    struct file kernel;
    size_t size = 0;
    void *block = module_emit(&build->module, &size);

    if (block == NULL) {
        complain("the programs are more than an image can hold");
        return STATUS_IMAGE;
    }
    const char *wrong = config_check(block, size);
    if (wrong != NULL) {
        complain("the kernel would refuse this configuration: %s", wrong);
        return STATUS_MODEL;
    }
    if (!file_read(arena, options->kernel != NULL ? options->kernel : default_kernel(arena),
                   &kernel))
        return STATUS_FILE;
    return image_pack(arena, &kernel, block, size, image);
}

/* Programs that the model describes are built once all else is right; then the
 * kernel's checks are theirs, too. */
static enum status make_programs(struct build *build)
{
    struct compilation *compilation = &build->compilation;

    /* The messages so far have been printed. */
    compilation->diagnostics = (struct diagnostics){.arena = &compilation->arena};
    enum status status = programs_make(&compilation->arena, build->options, &build->module);

    for (uint32_t i = 0; i < build->module.behaviours.count && status == STATUS_DONE; i++) {
        const struct behaviour *behaviour = build->module.behaviours.items[i];
        struct module_partition *partition =
            build->module.partitions.items[behaviour->partition->index];

        status = accept_program(build, partition, "(generated)", partition->process->at);
        if (status == STATUS_DONE)
            status = program_fits(&compilation->diagnostics, behaviour);
    }
    if (has_errors(build))
        diagnostics_print(&compilation->diagnostics, stderr, isatty(STDERR_FILENO) != 0);
    return status;
}

enum status build_image(struct arena *arena, const struct options *options, struct file *image)
{
    struct build build;
    enum status status = begin(&build, options);

    if (status == STATUS_DONE)
        status = make_programs(&build);
    if (status == STATUS_DONE)
        status = pack(&build, arena, image);
    compilation_end(&build.compilation);
    return status;
}

enum status command_build(struct arena *arena, const struct options *options)
{
    const char *output = options->output;
    struct file image;
    enum status status = build_image(arena, options, &image);

    if (status != STATUS_DONE)
        return status;
    if (output == NULL) {
        const char *folder = build_folder(arena, options);

        if (!folder_make(arena, folder))
            return STATUS_FILE;
        output = arena_print(arena, "%s/image.elf", folder);
    }
    return file_write(output, &image) ? STATUS_DONE : STATUS_FILE;
}
