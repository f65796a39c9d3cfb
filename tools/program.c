/* SPDX-License-Identifier: BSD-2-Clause */

/* Programs of partitions that the model describes: generated and user sources
 * are compiled and linked with the ARINC 653 libraries, in one folder. */

#include <inttypes.h>
#include <string.h>

#include "bulkhead/arch/x86.h"
#include "kernel/elf.h"
#include "generate.h"
#include "step.h"

/* What the run-time system of a generated program takes at least, beside the
 * program, its first stack and the threads' stacks: see guests/apex/partition.c.
 * The heap of malloc() is a part of what there is, up to a size. */
#define RUNTIME_STACKS    (2048u + 8192u + BULKHEAD_PAGE_SIZE)
#define RUNTIME_HEAP      32768u
#define RUNTIME_HEAP_PART 4u
/* And for a process and another object of ARINC 653, without messages. */
#define RUNTIME_PROCESS 2128u
#define RUNTIME_OBJECT  64u

struct maker {
    struct arena *arena;
    const struct options *options;
    const char *folder;   /* of all partitions; ends with '/' */
    const char *compiler; /* bulkhead-cc */
    const char *identity; /* its flags */
};

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* --- the user's sources --- */

/* A model for POK names objects, relative to the folder that its generator
 * wrote to: then the C file beside the model is meant. */
static const char *find_in(struct arena *arena, const char *folder, const char *text)
{
    const char *names[] = {text, base_name(text)};

    for (int i = 0; i < 2; i++) {
        const char *path =
            names[i][0] == '/' ? names[i] : arena_print(arena, "%s%s", folder, names[i]);

        if (file_exists(path))
            return path;
        if (!ends_with(path, ".o"))
            continue;
        path = arena_print(arena, "%.*s.c", (int)strlen(path) - 2, path);
        if (file_exists(path))
            return path;
    }
    return NULL;
}

static const char *find_source(struct arena *arena, const struct options *options,
                               const struct behaviour_source *source)
{
    const char *path = find_in(arena, file_folder(arena, source->at.source->name), source->text);

    for (uint32_t i = 0; i < options->folders.count && path == NULL; i++)
        path = find_in(arena, arena_print(arena, "%s/", (const char *)options->folders.items[i]),
                       source->text);
    return path;
}

enum status program_check(struct arena *arena, const struct options *options,
                          struct diagnostics *messages, const struct behaviour *behaviour)
{
    enum status status = STATUS_DONE;

    for (uint32_t i = 0; i < behaviour->sources.count; i++) {
        const struct behaviour_source *source = behaviour->sources.items[i];

        if (find_source(arena, options, source) != NULL)
            continue;
        report_error(messages, source->at,
                     "the source '%s' of partition '%s' is not there; write it, or name its folder "
                     "with -L",
                     source->text, behaviour->partition->name);
        status = STATUS_FILE;
    }
    return status;
}

/* --- compiling and linking --- */

static void add_words(struct arena *arena, struct list *command, const char *const *words)
{
    for (; *words != NULL; words++)
        list_add(arena, command, *words);
}

static void add_folder(struct arena *arena, struct list *folders, const char *folder)
{
    folder = folder[0] == '\0' ? "." : folder;
    for (uint32_t i = 0; i < folders->count; i++)
        if (strcmp(folders->items[i], folder) == 0)
            return;
    list_add(arena, folders, folder);
}

/* Where headers are looked for: those that are generated, beside the user's
 * sources, beside the model that names a header for a data type, and -L. */
static struct list include_folders(const struct maker *maker, const struct behaviour *behaviour,
                                   const char *folder)
{
    struct arena *arena = maker->arena;
    struct list folders = {0};

    add_folder(arena, &folders, folder);
    for (uint32_t i = 0; i < behaviour->sources.count; i++)
        add_folder(
            arena, &folders,
            file_folder(arena, find_source(arena, maker->options, behaviour->sources.items[i])));
    for (uint32_t i = 0; i < behaviour->types.all.count; i++) {
        const struct datatype *type = behaviour->types.all.items[i];

        if (type->kind == DATATYPE_FOREIGN)
            add_folder(arena, &folders, file_folder(arena, type->classifier->at.source->name));
    }
    for (uint32_t i = 0; i < maker->options->folders.count; i++)
        add_folder(arena, &folders, maker->options->folders.items[i]);
    return folders;
}

static bool compile_source(const struct maker *maker, const struct list *folders,
                           const char *source, const char *object)
{
    struct arena *arena = maker->arena;
    const char *dependencies = arena_print(arena, "%s.d", object);
    const char *const words[] = {maker->compiler, "--apex", "-c",   "-MD",  "-MF",
                                 dependencies,    "-o",     object, source, NULL};
    struct step step = {
        .output = object, .dependencies = dependencies, .identity = maker->identity};

    add_words(arena, &step.command, words);
    for (uint32_t i = 0; i < folders->count; i++) {
        list_add(arena, &step.command, "-I");
        list_add(arena, &step.command, folders->items[i]);
    }
    return step_make(arena, maker->options, &step);
}

/* Files of one name in several folders get objects of their own. */
static const char *object_name(const struct maker *maker, const char *folder, const char *source,
                               const struct list *objects)
{
    const char *base = base_name(source);
    const char *name = arena_print(maker->arena, "%suser-%.*s.o", folder,
                                   (int)(strlen(base) - (ends_with(base, ".c") ? 2 : 0)), base);

    for (uint32_t i = 0; i < objects->count; i++)
        if (strcmp(objects->items[i], name) == 0)
            return arena_print(maker->arena, "%suser-%u-%s.o", folder, objects->count, base);
    return name;
}

static bool make_objects(const struct maker *maker, const struct behaviour *behaviour,
                         const char *folder, struct list *objects)
{
    const char *main_object = arena_print(maker->arena, "%smain.o", folder);
    struct list folders = include_folders(maker, behaviour, folder);

    if (!compile_source(maker, &folders, arena_print(maker->arena, "%smain.c", folder),
                        main_object))
        return false;
    list_add(maker->arena, objects, main_object);
    for (uint32_t i = 0; i < behaviour->sources.count; i++) {
        const char *source = find_source(maker->arena, maker->options, behaviour->sources.items[i]);
        const char *object = source;

        if (ends_with(source, ".h"))
            continue;
        if (!ends_with(source, ".o") && !ends_with(source, ".a")) {
            object = object_name(maker, folder, source, objects);
            if (!compile_source(maker, &folders, source, object))
                return false;
        }
        list_add(maker->arena, objects, object);
    }
    return true;
}

static bool link_program(const struct maker *maker, const struct list *objects, const char *program)
{
    struct arena *arena = maker->arena;
    const char *dependencies = arena_print(arena, "%s.d", program);
    const char *const words[] = {maker->compiler,
                                 "--apex",
                                 "-o",
                                 program,
                                 arena_print(arena, "-Wl,--dependency-file=%s", dependencies),
                                 NULL};
    struct step step = {
        .output = program, .dependencies = dependencies, .identity = maker->identity};

    add_words(arena, &step.command, words);
    list_append(arena, &step.command, objects);
    return step_make(arena, maker->options, &step);
}

/* --- a partition --- */

static bool write_sources(const struct maker *maker, const struct behaviour *behaviour,
                          const char *folder)
{
    struct list files = {0};

    generate(behaviour, &files);
    for (uint32_t i = 0; i < files.count; i++) {
        const struct generated_file *file = files.items[i];

        if (!file_keep(maker->arena, arena_print(maker->arena, "%s%s", folder, file->name),
                       file->text, file->size))
            return false;
    }
    return true;
}

static enum status make_program(const struct maker *maker, const struct behaviour *behaviour,
                                struct module_partition *partition)
{
    const char *folder = arena_print(maker->arena, "%s%s/", maker->folder, behaviour->name);
    const char *program = arena_print(maker->arena, "%sprogram.elf", folder);
    struct list objects = {0};
    struct file file;

    if (!folder_make(maker->arena, folder) || !write_sources(maker, behaviour, folder))
        return STATUS_FILE;
    if (!make_objects(maker, behaviour, folder, &objects) ||
        !link_program(maker, &objects, program)) {
        complain("the program of partition '%s' can't be built (in '%s')", partition->name, folder);
        return STATUS_PROGRAM;
    }
    if (!file_read(maker->arena, program, &file))
        return STATUS_FILE;
    partition->file = file.data;
    partition->file_size = file.size;
    return STATUS_DONE;
}

static uint64_t with_heap(uint64_t others)
{
    uint64_t small = others + others / (RUNTIME_HEAP_PART - 1);

    return small < others + RUNTIME_HEAP ? small : others + RUNTIME_HEAP;
}

static uint64_t objects_of(const struct behaviour *behaviour)
{
    uint64_t bytes = (uint64_t)behaviour->threads.count * RUNTIME_PROCESS;

    for (uint32_t i = 0; i < behaviour->objects.count; i++) {
        const struct behaviour_object *object = behaviour->objects.items[i];

        bytes += RUNTIME_OBJECT;
        if (object->kind == OBJECT_BUFFER)
            bytes += object->size * object->depth;
        else if (object->kind == OBJECT_BLACKBOARD)
            bytes += object->size;
    }
    return bytes;
}

enum status program_fits(struct diagnostics *messages, const struct behaviour *behaviour)
{
    const struct module_partition *partition = behaviour->partition;
    uint64_t stacks = generate_stacks(behaviour);
    struct elf_image image;

    if (partition->memory_size == 0 ||
        elf_check(partition->file, partition->file_size, partition->memory_base,
                  partition->memory_size, &image) != NULL)
        return STATUS_DONE;
    uint64_t program = image.end - partition->memory_base + BULKHEAD_PAGE_SIZE;
    uint64_t needed = program + partition->stack_size + RUNTIME_STACKS +
                      with_heap(stacks + objects_of(behaviour));
    if (needed <= partition->memory_size)
        return STATUS_DONE;
    needed += BULKHEAD_PAGE_SIZE - 1 - (needed - 1) % BULKHEAD_PAGE_SIZE;
    report_error(messages, partition->process->at,
                 "the generated program of partition '%s' needs %" PRIu64 " bytes of memory "
                 "(program %" PRIu64 ", first stack %" PRIu32 ", stacks of threads %" PRIu64
                 ", the rest for its run-time system), its memory has %" PRIu32 "; enlarge it",
                 partition->name, needed, program, partition->stack_size, stacks,
                 partition->memory_size);
    return STATUS_PROGRAM;
}

/* Its flags are part of what everything depends on. */
static bool find_identity(struct maker *maker)
{
    struct list command = {0};
    const char *const words[] = {maker->compiler, "--apex", "--show", "-c", NULL};

    add_words(maker->arena, &command, words);
    maker->identity = command_output(maker->arena, &command);
    return maker->identity != NULL;
}

static const char *default_compiler(struct arena *arena)
{
    static const char *const places[] = {"../tools/bulkhead-cc", "../../tools/bulkhead-cc",
                                         "bulkhead-cc"};

    return tool_beside(arena, places, sizeof(places) / sizeof(places[0]));
}

enum status programs_make(struct arena *arena, const struct options *options,
                          const struct module *module)
{
    struct maker maker = {
        .arena = arena,
        .options = options,
        .folder = arena_print(arena, "%s/", build_folder(arena, options)),
        .compiler = options->compiler != NULL ? options->compiler : default_compiler(arena),
    };
    enum status status = STATUS_DONE;

    if (module->behaviours.count > 0 && !find_identity(&maker))
        return STATUS_PROGRAM;
    for (uint32_t i = 0; i < module->behaviours.count && status == STATUS_DONE; i++) {
        const struct behaviour *behaviour = module->behaviours.items[i];
        struct module_partition *partition = module->partitions.items[behaviour->partition->index];

        status = make_program(&maker, behaviour, partition);
    }
    return status;
}
