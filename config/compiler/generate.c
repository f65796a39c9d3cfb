/* SPDX-License-Identifier: BSD-2-Clause */

/* main.c of a partition: its objects, start-up code and error handler. */

#include "generate.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bulkhead/arch/x86.h"

void generate_line(FILE *out, int depth, const char *format, ...)
{
    va_list arguments;

    fprintf(out, "%*s", 4 * depth, "");
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    fputc('\n', out);
}

/* --- declarations --- */

static const char *const id_types[] = {
    [OBJECT_SAMPLING_PORT] = "SAMPLING_PORT_ID_TYPE",
    [OBJECT_QUEUING_PORT] = "QUEUING_PORT_ID_TYPE",
    [OBJECT_BLACKBOARD] = "BLACKBOARD_ID_TYPE",
    [OBJECT_BUFFER] = "BUFFER_ID_TYPE",
    [OBJECT_EVENT] = "EVENT_ID_TYPE",
    [OBJECT_COUNTER] = "SEMAPHORE_ID_TYPE",
    [OBJECT_SEMAPHORE] = "SEMAPHORE_ID_TYPE",
    [OBJECT_MUTEX] = "MUTEX_ID_TYPE",
};

static void declare_objects(const struct behaviour *behaviour, FILE *out)
{
    for (uint32_t i = 0; i < behaviour->objects.count; i++) {
        const struct behaviour_object *object = behaviour->objects.items[i];

        generate_line(out, 0, "static %s %s;", id_types[object->kind], object->id);
    }
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *thread = behaviour->threads.items[i];

        if (!thread->error_handler)
            generate_line(out, 0, "static PROCESS_ID_TYPE %s;", thread->id);
    }
    for (uint32_t i = 0; i < behaviour->data.count; i++) {
        const struct behaviour_data *data = behaviour->data.items[i];

        generate_line(out, 0, "static %s %s%s%s;", data->type->name, data->variable,
                      data->initial == NULL ? "" : " = ",
                      data->initial == NULL ? "" : data->initial);
    }
    fputc('\n', out);
}

/* What a service that was not meant to fail answers becomes an error of the
 * process, for which health monitoring has an action. */
static void declare_expect(FILE *out)
{
    fputs(
        "/* Says and raises an error if a service answers neither NO_ERROR nor the other code. */\n"
        "static void expect(RETURN_CODE_TYPE code, RETURN_CODE_TYPE other, const char *what)\n"
        "{\n"
        "    char text[MAX_ERROR_MESSAGE_SIZE];\n"
        "    int length;\n"
        "\n"
        "    if (code == NO_ERROR || code == other)\n"
        "        return;\n"
        "    length = snprintf(text, sizeof(text), \"%s answers %d\", what, (int)code);\n"
        "    puts(text);\n"
        "    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE)text, length, "
        "&code);\n"
        "}\n\n",
        out);
}

/* --- start-up code --- */

static void create_port(const struct behaviour_object *object, FILE *out)
{
    const char *direction = object->source ? "SOURCE" : "DESTINATION";

    if (object->kind == OBJECT_SAMPLING_PORT && object->refresh == 0)
        generate_line(out, 1,
                      "CREATE_SAMPLING_PORT((NAME_TYPE){\"%s\"}, %" PRIu64
                      ", %s, INFINITE_TIME_VALUE, &%s, &code);",
                      object->name, object->size, direction, object->id);
    else if (object->kind == OBJECT_SAMPLING_PORT)
        generate_line(out, 1,
                      "CREATE_SAMPLING_PORT((NAME_TYPE){\"%s\"}, %" PRIu64 ", %s, %" PRIu64
                      ", &%s, &code);",
                      object->name, object->size, direction, object->refresh, object->id);
    else
        generate_line(out, 1,
                      "CREATE_QUEUING_PORT((NAME_TYPE){\"%s\"}, %" PRIu64 ", %" PRIu64
                      ", %s, %s, &%s, &code);",
                      object->name, object->size, object->depth, direction,
                      object->by_priority ? "PRIORITY" : "FIFO", object->id);
}

static void create_object(const struct behaviour_object *object, FILE *out)
{
    static const char *const services[] = {
        [OBJECT_SAMPLING_PORT] = "CREATE_SAMPLING_PORT",
        [OBJECT_QUEUING_PORT] = "CREATE_QUEUING_PORT",
        [OBJECT_BLACKBOARD] = "CREATE_BLACKBOARD",
        [OBJECT_BUFFER] = "CREATE_BUFFER",
        [OBJECT_EVENT] = "CREATE_EVENT",
        [OBJECT_COUNTER] = "CREATE_SEMAPHORE",
        [OBJECT_SEMAPHORE] = "CREATE_SEMAPHORE",
        [OBJECT_MUTEX] = "CREATE_MUTEX",
    };
    const char *discipline = object->by_priority ? "PRIORITY" : "FIFO";
    const char *service = services[object->kind];

    switch (object->kind) {
    case OBJECT_SAMPLING_PORT:
    case OBJECT_QUEUING_PORT:
        create_port(object, out);
        break;
    case OBJECT_BLACKBOARD:
        generate_line(out, 1, "%s((NAME_TYPE){\"%s\"}, %" PRIu64 ", &%s, &code);", service,
                      object->name, object->size, object->id);
        break;
    case OBJECT_BUFFER:
        generate_line(out, 1, "%s((NAME_TYPE){\"%s\"}, %" PRIu64 ", %" PRIu64 ", %s, &%s, &code);",
                      service, object->name, object->size, object->depth, discipline, object->id);
        break;
    case OBJECT_EVENT:
        generate_line(out, 1, "%s((NAME_TYPE){\"%s\"}, &%s, &code);", service, object->name,
                      object->id);
        break;
    case OBJECT_COUNTER:
    case OBJECT_SEMAPHORE:
        generate_line(out, 1, "%s((NAME_TYPE){\"%s\"}, %d, %" PRIu64 ", %s, &%s, &code);", service,
                      object->name, object->kind == OBJECT_SEMAPHORE ? 1 : 0, object->depth,
                      discipline, object->id);
        break;
    default:
        generate_line(out, 1, "%s((NAME_TYPE){\"%s\"}, %" PRId64 ", %s, &%s, &code);", service,
                      object->name, object->ceiling, discipline, object->id);
    }
    generate_line(out, 1, "expect(code, NO_ERROR, \"%s %s\");", service, object->name);
}

static void create_objects(const struct behaviour *behaviour, FILE *out)
{
    if (behaviour->objects.count == 0)
        return;
    fputs("static void create_objects(void)\n{\n    RETURN_CODE_TYPE code;\n\n", out);
    for (uint32_t i = 0; i < behaviour->objects.count; i++)
        create_object(behaviour->objects.items[i], out);
    fputs("}\n\n", out);
}

static uint64_t stack_of(const struct behaviour_thread *thread)
{
    return thread->thread->stack != 0 ? thread->thread->stack : MODULE_DEFAULT_THREAD_STACK;
}

/* A deadline that begins with each release is the periodic processes' only. */
static void put_times(const struct module_thread *thread, FILE *out)
{
    if (thread->dispatch != DISPATCH_PERIODIC) {
        generate_line(out, 2, ".PERIOD = INFINITE_TIME_VALUE,");
        generate_line(out, 2, ".TIME_CAPACITY = INFINITE_TIME_VALUE,");
        return;
    }
    generate_line(out, 2, ".PERIOD = %" PRIu64 ",", thread->period);
    if (thread->deadline == 0 || thread->deadline > thread->period)
        generate_line(out, 2, ".TIME_CAPACITY = INFINITE_TIME_VALUE,");
    else
        generate_line(out, 2, ".TIME_CAPACITY = %" PRIu64 ",", thread->deadline);
}

static void create_process(const struct behaviour_thread *thread, FILE *out)
{
    const char *name = thread->thread->name;

    generate_line(out, 1, "attributes = (PROCESS_ATTRIBUTE_TYPE){");
    put_times(thread->thread, out);
    generate_line(out, 2, ".ENTRY_POINT = %s,", thread->entry);
    generate_line(out, 2, ".STACK_SIZE = %" PRIu64 ",", stack_of(thread));
    generate_line(out, 2, ".BASE_PRIORITY = %" PRId64 ",", thread->priority);
    generate_line(out, 2, ".DEADLINE = %s,", thread->thread->soft ? "SOFT" : "HARD");
    generate_line(out, 2, ".NAME = \"%s\",", name);
    generate_line(out, 1, "};");
    generate_line(out, 1, "CREATE_PROCESS(&attributes, &%s, &code);", thread->id);
    generate_line(out, 1, "expect(code, NO_ERROR, \"CREATE_PROCESS %s\");", name);
}

static void start_process(const struct behaviour_thread *thread, FILE *out)
{
    const char *name = thread->thread->name;

    if (!thread->active)
        return;
    if (thread->thread->offset != 0) {
        generate_line(out, 1, "DELAYED_START(%s, %" PRIu64 ", &code);", thread->id,
                      thread->thread->offset);
        generate_line(out, 1, "expect(code, NO_ERROR, \"DELAYED_START %s\");", name);
    } else {
        generate_line(out, 1, "START(%s, &code);", thread->id);
        generate_line(out, 1, "expect(code, NO_ERROR, \"START %s\");", name);
    }
}

static void create_processes(const struct behaviour *behaviour, FILE *out)
{
    fputs("static void create_processes(void)\n{\n    PROCESS_ATTRIBUTE_TYPE attributes;\n"
          "    RETURN_CODE_TYPE code;\n\n",
          out);
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *thread = behaviour->threads.items[i];

        if (thread->error_handler)
            continue;
        create_process(thread, out);
        start_process(thread, out);
    }
    fputs("}\n\n", out);
}

static const struct behaviour_thread *error_handler_of(const struct behaviour *behaviour)
{
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *thread = behaviour->threads.items[i];

        if (thread->error_handler)
            return thread;
    }
    return NULL;
}

static void create_handler(const struct behaviour *behaviour, FILE *out)
{
    const struct behaviour_thread *handler = error_handler_of(behaviour);

    if (handler == NULL && behaviour->reactions.count == 0)
        return;
    if (handler != NULL)
        generate_line(out, 1, "CREATE_ERROR_HANDLER(%s, %" PRIu64 ", &code);", handler->entry,
                      stack_of(handler));
    else
        generate_line(out, 1, "CREATE_ERROR_HANDLER(error_handler, %u, &code);",
                      MODULE_DEFAULT_THREAD_STACK);
    generate_line(out, 1, "expect(code, NO_ERROR, \"CREATE_ERROR_HANDLER\");");
}

/* As the library takes them: whole pages, and a guard page. */
static uint64_t stack_pages(uint64_t stack)
{
    return stack / BULKHEAD_PAGE_SIZE + (stack % BULKHEAD_PAGE_SIZE != 0) + 1;
}

uint64_t generate_stacks(const struct behaviour *behaviour)
{
    uint64_t pages = 0;

    for (uint32_t i = 0; i < behaviour->threads.count; i++)
        pages += stack_pages(stack_of(behaviour->threads.items[i]));
    if (error_handler_of(behaviour) == NULL && behaviour->reactions.count > 0)
        pages += stack_pages(MODULE_DEFAULT_THREAD_STACK);
    return pages * BULKHEAD_PAGE_SIZE;
}

/* Each function once, however many threads name it. */
static bool is_initialized(const struct behaviour *behaviour, uint32_t index)
{
    const struct behaviour_thread *thread = behaviour->threads.items[index];

    if (thread->initialize == behaviour->initialize)
        return true;
    for (uint32_t i = 0; i < index; i++)
        if (((struct behaviour_thread *)behaviour->threads.items[i])->initialize ==
            thread->initialize)
            return true;
    return false;
}

void generate_start(const struct behaviour *behaviour, FILE *out)
{
    create_objects(behaviour, out);
    create_processes(behaviour, out);
    fputs("int main(void)\n{\n    RETURN_CODE_TYPE code;\n\n", out);
    if (behaviour->objects.count != 0)
        generate_line(out, 1, "create_objects();");
    create_handler(behaviour, out);
    if (behaviour->initialize != NULL)
        generate_line(out, 1, "%s();", behaviour->initialize->name);
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *thread = behaviour->threads.items[i];

        if (thread->initialize != NULL && !is_initialized(behaviour, i))
            generate_line(out, 1, "%s();", thread->initialize->name);
    }
    generate_line(out, 1, "create_processes();");
    generate_line(out, 1, "SET_PARTITION_MODE(NORMAL, &code);");
    generate_line(out, 1, "expect(code, NO_ERROR, \"SET_PARTITION_MODE\");");
    generate_line(out, 1, "return 1;");
    fputs("}\n", out);
}

/* --- error handler --- */

static void put_reactions(const struct behaviour *behaviour, FILE *out)
{
    fputs("/* What the model says about errors of processes. */\n"
          "enum action {\n    IGNORE,\n    CONFIRM,\n    STOP_PROCESS,\n    RESTART_PROCESS,\n"
          "    STOP_PARTITION,\n    RESTART_PARTITION,\n    WARM_RESTART_PARTITION,\n};\n\n"
          "static const struct {\n    const PROCESS_ID_TYPE *process;\n"
          "    ERROR_CODE_TYPE error;\n    enum action action;\n} reactions[] = {\n",
          out);
    for (uint32_t i = 0; i < behaviour->reactions.count; i++) {
        const struct behaviour_reaction *reaction = behaviour->reactions.items[i];

        generate_line(out, 1, "{&%s, %s, %s},", reaction->thread->id, reaction->error,
                      reaction->action);
    }
    fputs("};\n\n", out);
}

void generate_errors(const struct behaviour *behaviour, FILE *out)
{
    if (behaviour->reactions.count == 0 || error_handler_of(behaviour) != NULL)
        return;
    put_reactions(behaviour, out);
    fputs("/* Without an entry in the table the process is stopped. */\n"
          "static enum action action_for(const ERROR_STATUS_TYPE *error)\n{\n"
          "    for (unsigned i = 0; i < sizeof(reactions) / sizeof(reactions[0]); i++)\n"
          "        if (*reactions[i].process == error->FAILED_PROCESS_ID &&\n"
          "            reactions[i].error == error->ERROR_CODE)\n"
          "            return reactions[i].action;\n"
          "    return STOP_PROCESS;\n}\n\n"
          "static void react(const ERROR_STATUS_TYPE *error)\n{\n"
          "    RETURN_CODE_TYPE code;\n\n"
          "    switch (action_for(error)) {\n"
          "    case IGNORE:\n"
          "        break;\n"
          "    case CONFIRM:\n"
          "        REPORT_APPLICATION_MESSAGE((MESSAGE_ADDR_TYPE)error->MESSAGE, error->LENGTH, "
          "&code);\n"
          "        break;\n"
          "    case STOP_PROCESS:\n"
          "        STOP(error->FAILED_PROCESS_ID, &code);\n"
          "        break;\n"
          "    case RESTART_PROCESS:\n"
          "        STOP(error->FAILED_PROCESS_ID, &code);\n"
          "        START(error->FAILED_PROCESS_ID, &code);\n"
          "        break;\n"
          "    case STOP_PARTITION:\n"
          "        SET_PARTITION_MODE(IDLE, &code);\n"
          "        break;\n"
          "    case RESTART_PARTITION:\n"
          "        SET_PARTITION_MODE(COLD_START, &code);\n"
          "        break;\n"
          "    case WARM_RESTART_PARTITION:\n"
          "        SET_PARTITION_MODE(WARM_START, &code);\n"
          "        break;\n"
          "    }\n}\n\n"
          "static void error_handler(void)\n{\n"
          "    ERROR_STATUS_TYPE error;\n    RETURN_CODE_TYPE code;\n\n"
          "    for (GET_ERROR_STATUS(&error, &code); code == NO_ERROR; GET_ERROR_STATUS(&error, "
          "&code))\n"
          "        react(&error);\n}\n\n",
          out);
}

/* --- the files --- */

static void generate_main(const struct behaviour *behaviour, FILE *out)
{
    fprintf(out,
            "/* Partition '%s', generated by bulkhead from its model; changes are lost. */\n\n"
            "#include <ARINC653.h>\n#include <stdio.h>\n#include <string.h>\n\n"
            "#include \"subprograms.h\"\n\n",
            behaviour->name);
    declare_objects(behaviour, out);
    declare_expect(out);
    generate_composed(behaviour, out);
    generate_threads(behaviour, out);
    generate_errors(behaviour, out);
    generate_start(behaviour, out);
}

static void add_file(const struct behaviour *behaviour, const char *name,
                     void (*write)(const struct behaviour *, FILE *), struct list *files)
{
    struct generated_file *file = ARENA_NEW(behaviour_arena(behaviour), struct generated_file);
    char *text = NULL;
    FILE *out = open_memstream(&text, &file->size);

    if (out == NULL)
        abort();
    write(behaviour, out);
    if (fclose(out) != 0)
        abort();
    file->name = name;
    file->text = arena_copy(behaviour_arena(behaviour), text, file->size);
    free(text);
    list_add(behaviour_arena(behaviour), files, file);
}

void generate(const struct behaviour *behaviour, struct list *files)
{
    add_file(behaviour, "gtypes.h", generate_types, files);
    add_file(behaviour, "subprograms.h", generate_prototypes, files);
    add_file(behaviour, "main.c", generate_main, files);
}
