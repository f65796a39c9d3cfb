/* SPDX-License-Identifier: BSD-2-Clause */

#include "tool.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bulkhead/version.h"
#include "shipped.h"

struct command {
    const char *name;
    const char *arguments;
    const char *summary;
    const char *options; /* its letters in option_help */
    enum status (*run)(struct arena *arena, const struct options *options);
    bool one_input;
    bool needs_input;
};

static enum status command_help(struct arena *arena, const struct options *options);
static enum status command_properties(struct arena *arena, const struct options *options);

static const struct command commands[] = {
    {"build", "MODEL...", "check models and make a bootable image of them", "orLkBCvh",
     command_build, false, true},
    {"check", "MODEL...", "check models, say everything that is wrong with them", "rLdh",
     command_check, false, true},
    {"report", "MODEL... -o FILE", "write a page about a model: what it decides, what is wrong",
     "orLFPh", command_report, false, true},
    {"run", "IMAGE | MODEL...", "run an image in QEMU; of models, build it first", "rLktmgaqsMBCvh",
     command_run, false, true},
    {"inspect", "IMAGE", "print what is in an image", "h", command_inspect, true, true},
    {"properties", "[SET]", "print the property sets that come with the compiler", "h",
     command_properties, true, false},
    {"help", "[COMMAND]", "print help", "h", command_help, true, false},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static const struct option long_options[] = {
    {"output", required_argument, NULL, 'o'},
    {"root", required_argument, NULL, 'r'},
    {"kernel", required_argument, NULL, 'k'},
    {"dump", no_argument, NULL, 'd'},
    {"format", required_argument, NULL, 'F'},
    {"part", required_argument, NULL, 'P'},
    {"folder", required_argument, NULL, 'B'},
    {"cc", required_argument, NULL, 'C'},
    {"time-limit", required_argument, NULL, 't'},
    {"memory", required_argument, NULL, 'm'},
    {"gdb", no_argument, NULL, 'g'},
    {"append", required_argument, NULL, 'a'},
    {"qemu", required_argument, NULL, 'q'},
    {"serial2", required_argument, NULL, 's'},
    {"monitor", required_argument, NULL, 'M'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const struct {
    char letter;
    const char *text;
} option_help[] = {
    {'o', "  -o, --output FILE      where the result goes; replaced as a whole or not at all\n"},
    {'r', "      --root PKG::T.I    the system implementation to begin with\n"},
    {'L', "  -L DIR                 look for programs there too (after the model's folder)\n"},
    {'k', "      --kernel FILE      the kernel; usually the one next to this tool\n"},
    {'d', "      --dump             print the configuration that was decided\n"},
    {'F', "      --format FORMAT    html (a page), json (data) or svg (a picture)\n"},
    {'P', "      --part PART        of svg: schedule, memory or ports\n"},
    {'B',
     "      --folder DIR       where generated sources and programs go; usually named after the\n"
     "                         image or the model, with .build\n"},
    {'C', "      --cc PROGRAM       compiles and links generated programs; usually bulkhead-cc\n"},
    {'t', "      --time-limit S     stop the machine after S seconds\n"},
    {'m',
     "      --memory MB        memory of the machine; usually as the image needs, at least 64\n"},
    {'g', "      --gdb              wait for GDB on port 1234\n"},
    {'a', "      --append TEXT      more options for the kernel\n"},
    {'q', "      --qemu PATH        the emulator; usually qemu-system-i386\n"},
    {'s', "      --serial2 WHERE    where the second serial port leads, as QEMU's -serial has it:\n"
          "                         file:NAME, pipe:NAME (NAME.in and NAME.out), pty, ...\n"},
    {'M', "      --monitor WHERE    the same for QEMU's monitor\n"},
    {'v', "  -v, --verbose          print the commands that are run\n"},
    {'h', "  -h, --help             print this\n"},
};

static const char exit_help[] = "Exit status:\n"
                                "  0    done; of run: all partitions ended well\n"
                                "  1    run: a partition failed\n"
                                "  2    wrong usage\n"
                                "  3    the model is refused\n"
                                "  4    a partition's program (ELF file) is refused\n"
                                "  5    a file can't be read or written\n"
                                "  6    the image is refused\n"
                                "  7    run: the kernel stopped with a panic\n"
                                "  8    run: the machine ended in another way\n"
                                "  124  run: the time limit was over\n";

void complain(const char *format, ...)
{
    va_list arguments;

    fputs("bulkhead: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static void print_help(void)
{
    printf("usage: bulkhead COMMAND [OPTIONS]\n\n"
           "Makes images of a separation kernel and its partitions from AADL models.\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-11s %-18s %s\n", commands[i].name, commands[i].arguments, commands[i].summary);
    printf(
        "\n\"bulkhead COMMAND --help\" prints its options; \"bulkhead --version\" the version.\n\n"
        "%s",
        exit_help);
}

static void print_command_help(const struct command *command)
{
    printf("usage: bulkhead %s [OPTIONS] %s\n\n%s\n\nOptions:\n", command->name, command->arguments,
           command->summary);
    for (size_t i = 0; i < sizeof(option_help) / sizeof(option_help[0]); i++)
        if (strchr(command->options, option_help[i].letter) != NULL)
            fputs(option_help[i].text, stdout);
    printf("\n%s", exit_help);
}

static enum status command_help(struct arena *arena, const struct options *options)
{
    const struct command *command;

    (void)arena;
    if (options->inputs.count == 0) {
        print_help();
        return STATUS_DONE;
    }
    command = find_command(options->inputs.items[0]);
    if (command == NULL) {
        complain("there is no command '%s'; \"bulkhead help\" lists them",
                 (const char *)options->inputs.items[0]);
        return STATUS_USAGE;
    }
    print_command_help(command);
    return STATUS_DONE;
}

static enum status command_properties(struct arena *arena, const struct options *options)
{
    const char *wanted = options->inputs.count == 0 ? NULL : options->inputs.items[0];
    bool found = false;

    for (const struct shipped_file *file = shipped_files; file->name != NULL; file++) {
        size_t length = strlen(file->name) - strlen(".aadl");

        if (wanted != NULL &&
            (strlen(wanted) != length || strncasecmp(wanted, file->name, length) != 0))
            continue;
        found = true;
        if (wanted != NULL)
            fputs(file->text, stdout);
        else
            puts(arena_copy(arena, file->name, length));
    }
    if (found)
        return STATUS_DONE;
    complain("there is no property set '%s'; \"bulkhead properties\" lists them", wanted);
    return STATUS_USAGE;
}

/* --- options --- */

static bool read_number(const char *name, const char *text, uint32_t most, uint32_t *number)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);

    if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && value >= 1 && value <= most) {
        *number = (uint32_t)value;
        return true;
    }
    complain("%s takes a number from 1 to %u, not '%s'", name, most, text);
    return false;
}

static bool take_option(struct arena *arena, struct options *options, int letter)
{
    switch (letter) {
    case 'o':
        options->output = optarg;
        return true;
    case 'r':
        options->root = optarg;
        return true;
    case 'L':
        list_add(arena, &options->folders, optarg);
        return true;
    case 'k':
        options->kernel = optarg;
        return true;
    case 'd':
        options->dump = true;
        return true;
    case 'F':
        options->format = optarg;
        return true;
    case 'P':
        options->part = optarg;
        return true;
    case 'B':
        options->build = optarg;
        return true;
    case 'C':
        options->compiler = optarg;
        return true;
    case 't':
        return read_number("--time-limit", optarg, 1000000, &options->time_limit);
    case 'm':
        return read_number("--memory", optarg, 3500, &options->memory);
    case 'g':
        options->gdb = true;
        return true;
    case 'a':
        options->append = optarg;
        return true;
    case 'q':
        options->qemu = optarg;
        return true;
    case 's':
        options->serial2 = optarg;
        return true;
    case 'M':
        options->monitor = optarg;
        return true;
    default:
        options->verbose = true;
        return true;
    }
}

static bool usage(const struct command *command, const char *what)
{
    complain("%s; usage: bulkhead %s [OPTIONS] %s", what, command->name, command->arguments);
    return false;
}

static bool check_usage(const struct command *command, const struct options *options)
{
    if (command->needs_input && options->inputs.count == 0)
        return usage(command, "a file is missing");
    if (command->one_input && options->inputs.count > 1)
        return usage(command, "too many arguments");
    if (command->run == command_report && options->output == NULL)
        return usage(command, "'-o FILE' is missing");
    return true;
}

/* False: the status to end with is in *status. */
static bool read_options(struct arena *arena, const struct command *command, int count,
                         char **words, struct options *options, enum status *status)
{
    int letter;

    *status = STATUS_USAGE;
    opterr = 0;
    while ((letter = getopt_long(count, words, "o:L:vh", long_options, NULL)) != -1) {
        if (letter == '?' || letter == ':') {
            complain("'%s' is not an option of '%s', or its value is missing; see bulkhead %s "
                     "--help",
                     words[optind - 1], command->name, command->name);
            return false;
        }
        if (strchr(command->options, letter) == NULL) {
            complain("'%s' has no such option: %s; see bulkhead %s --help", command->name,
                     words[optind - 1], command->name);
            return false;
        }
        if (letter == 'h') {
            print_command_help(command);
            *status = STATUS_DONE;
            return false;
        }
        if (!take_option(arena, options, letter))
            return false;
    }
    for (; optind < count; optind++)
        list_add(arena, &options->inputs, words[optind]);
    return check_usage(command, options);
}

static enum status run_command(const struct command *command, int count, char **words)
{
    struct options options = {.qemu = "qemu-system-i386"};
    struct arena arena = {0};
    enum status status;

    if (read_options(&arena, command, count, words, &options, &status))
        status = command->run(&arena, &options);
    arena_free(&arena);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        complain("can't write the output");
        status = STATUS_FILE;
    }
    return status;
}

int main(int count, char **words)
{
    const struct command *command;

    if (count < 2) {
        complain("a command is missing; \"bulkhead help\" lists them");
        return STATUS_USAGE;
    }
    if (strcmp(words[1], "--version") == 0) {
        printf("bulkhead %s, ABI version %u\n", BULKHEAD_VERSION_TEXT, BULKHEAD_ABI_VERSION);
        return STATUS_DONE;
    }
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0) {
        print_help();
        return STATUS_DONE;
    }
    command = find_command(words[1]);
    if (command == NULL) {
        complain("there is no command '%s'; \"bulkhead help\" lists them", words[1]);
        return STATUS_USAGE;
    }
    return (int)run_command(command, count - 1, words + 1);
}
