/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * How long the kernel stays in itself: reads QEMU's log of each instruction
 * executed (-singlestep -d exec,nochain), and prints for each kind of stay the
 * longest, in instructions, how many there were, and whether that is within
 * the limit. The kernel runs with interrupts disabled from entry to exit, so
 * the longest stay is also the longest time without interrupts.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KERNEL_BASE 0xc0000000u
#define MAX_PATHS   256
#define NAME_SIZE   80

/* kernel/arch/x86/include/arch/layout.h */
#define STUB_SIZE  16
#define FIRST_LINE 32
#define LINES      16

struct symbol {
    uint32_t address;
    char name[NAME_SIZE];
};

struct symbols {
    struct symbol *items;
    size_t count;
};

struct path {
    char name[NAME_SIZE];
    unsigned long longest, count;
};

/* For all paths whose names begin so; the longest such text counts. */
struct limit {
    char name[NAME_SIZE];
    unsigned long most;
    bool used;
};

/* A stay in the kernel that has begun. */
struct stay {
    unsigned long length;
    char name[NAME_SIZE]; /* empty: not known yet */
    bool by_timer;
};

static struct path paths[MAX_PATHS];
static size_t path_count;
static struct limit limits[MAX_PATHS];
static size_t limit_count;

static _Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "trace: %s: %s\n", what, which);
    exit(2);
}

static struct symbols read_symbols(const char *file)
{
    struct symbols symbols = {NULL, 0};
    char line[256], type;
    size_t room = 0;
    FILE *from = fopen(file, "r");

    if (from == NULL)
        fail(strerror(errno), file);
    while (fgets(line, sizeof(line), from) != NULL) {
        struct symbol symbol;
        char *dot;

        if (sscanf(line, "%x %c %79s", &symbol.address, &type, symbol.name) != 3 ||
            strchr("tT", type) == NULL)
            continue;
        dot = strchr(symbol.name, '.'); /* compilers' suffixes */
        if (dot != NULL && dot != symbol.name)
            *dot = '\0';
        if (symbols.count == room) {
            room = room == 0 ? 256 : 2 * room;
            symbols.items = realloc(symbols.items, room * sizeof(*symbols.items));
            if (symbols.items == NULL)
                fail("no memory", file);
        }
        symbols.items[symbols.count++] = symbol;
    }
    fclose(from);
    if (symbols.count == 0)
        fail("no symbols", file);
    return symbols;
}

static const struct symbol *symbol_at(const struct symbols *symbols, uint32_t address)
{
    size_t low = 0, high = symbols->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (symbols->items[middle].address <= address)
            low = middle;
        else
            high = middle;
    }
    return &symbols->items[low];
}

static const char *name_at(const struct symbols *symbols, uint32_t address)
{
    return symbol_at(symbols, address)->name;
}

/* Is it the first instruction of a hardware line's interrupt? */
static bool is_line(const struct symbols *kernel, uint32_t address)
{
    const struct symbol *symbol = symbol_at(kernel, address);
    uint32_t vector = (address - symbol->address) / STUB_SIZE;

    return strcmp(symbol->name, "x86_stubs") == 0 && vector >= FIRST_LINE &&
           vector < FIRST_LINE + LINES;
}

static struct path *path_named(const char *name)
{
    for (size_t i = 0; i < path_count; i++)
        if (strcmp(paths[i].name, name) == 0)
            return &paths[i];
    if (path_count == MAX_PATHS)
        fail("too many paths", name);
    strcpy(paths[path_count].name, name);
    return &paths[path_count++];
}

static void note(const char *name, unsigned long length)
{
    struct path *path = path_named(name);

    path->count++;
    if (length > path->longest)
        path->longest = length;
}

/* What a stay that no site of paths.c has begun is known by; the later ones
 * count more. */
static const struct mark {
    const char *function, *name;
} marks[] = {
    {"x86_timer", "interrupt__partition's timer, or nothing yet"},
    {"console_send", "idle__console line, a burst"},
    {"load_page", "idle__restart, a page"},
    {"ports_restart", "idle__restart, ports and start"},
    {"partition_restart", "idle__restart begins"},
    {"report_step", "idle__report on an end, a line"},
    {"switch_window", "interrupt__window switch"},
    {"console_poll", "interrupt__window switch, console's input"},
    {"begin_next_schedule", "interrupt__window switch, 64 partitions change"},
};

static size_t mark_of(const char *name)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (strcmp(marks[i].function, name) == 0)
            return i + 1;
    return 0;
}

static void end_stay(struct stay *stay, size_t mark)
{
    if (stay->length == 0)
        return;
    if (mark != 0 && (stay->by_timer || stay->name[0] == '\0'))
        strcpy(stay->name, marks[mark - 1].name);
    if (stay->name[0] == '\0')
        strcpy(stay->name, "idle__nothing to do");
    note(stay->name, stay->length);
    *stay = (struct stay){.length = 0};
}

/* What must be done when a window starts. */
static const char *before_wait(size_t mark)
{
    if (mark != 0 && strcmp(marks[mark - 1].function, "begin_next_schedule") == 0)
        return "switch__64 partitions change, up to the start";
    return "switch__up to the window's start";
}

static void read_log(const struct symbols *kernel, const struct symbols *program)
{
    const char *last_site = "";
    struct stay stay = {.length = 0};
    bool booted = false, waits = false;
    size_t mark = 0;
    char line[256];

    while (fgets(line, sizeof(line), stdin) != NULL) {
        const char *at = strchr(line, '/'), *name;
        uint32_t address;

        if (strncmp(line, "Trace", 5) != 0 || at == NULL)
            continue;
        address = (uint32_t)strtoul(at + 1, NULL, 16);
        if (!booted) {
            booted = address >= KERNEL_BASE && strcmp(name_at(kernel, address), "x86_leave") == 0;
            continue;
        }
        if (address < KERNEL_BASE) {
            waits = false;
            end_stay(&stay, mark);
            mark = 0;
            last_site = name_at(program, address);
            continue;
        }
        name = name_at(kernel, address);
        /* Interrupts are on there; what it calls is a stay of its own. */
        if (strcmp(name, "x86_idle") == 0) {
            waits = false;
            end_stay(&stay, mark);
            mark = 0;
            last_site = "";
            continue;
        }
        /* Waiting is no work: it ends with the window's start. */
        if (strcmp(name, "x86_wait_for_counter") == 0) {
            if (!waits)
                note(before_wait(mark), stay.length);
            waits = true;
            continue;
        }
        if (strcmp(name, "report_module_end") == 0)
            return;
        if (stay.length++ == 0) {
            stay.by_timer = strcmp(name, "x86_timer_stub") == 0;
            if (strncmp(last_site, "path_", 5) == 0)
                strcpy(stay.name, last_site + 5);
            if (is_line(kernel, address))
                strcpy(stay.name, "interrupt__hardware line");
        }
        if (mark_of(name) > mark)
            mark = mark_of(name);
    }
}

static void read_limits(const char *file)
{
    char line[256];
    FILE *from = fopen(file, "r");

    if (from == NULL)
        fail(strerror(errno), file);
    while (fgets(line, sizeof(line), from) != NULL) {
        struct limit *limit = &limits[limit_count];

        if (line[0] == '#')
            continue;
        if (limit_count == MAX_PATHS ||
            sscanf(line, "%lu %79[^\n]", &limit->most, limit->name) != 2)
            fail("not a limit and a name", line);
        limit_count++;
    }
    fclose(from);
}

static struct limit *limit_of(const struct path *path)
{
    struct limit *best = NULL;

    for (size_t i = 0; i < limit_count; i++) {
        size_t length = strlen(limits[i].name);

        if (strncmp(path->name, limits[i].name, length) == 0 &&
            (best == NULL || length > strlen(best->name)))
            best = &limits[i];
    }
    return best;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct path *)left)->name, ((const struct path *)right)->name);
}

/* "WHAT__the_case", as a row of a table. */
static void print_row(const struct path *path, unsigned long most)
{
    const char *separator = strstr(path->name, "__");
    const char *rest = separator == NULL ? "" : separator + 2;
    int length = separator == NULL ? (int)strlen(path->name) : (int)(separator - path->name);

    printf("| %.*s | ", length, path->name);
    for (; *rest != '\0'; rest++)
        putchar(*rest == '_' ? ' ' : *rest);
    printf(" | %lu | %lu |\n", path->longest, most);
}

/* Exit status: 1 if a path is too long, has no limit, or was not gone. */
static int judge(void)
{
    int status = 0;

    qsort(paths, path_count, sizeof(paths[0]), by_name);
    printf("| what | case | longest | limit |\n|---|---|---|---|\n");
    for (size_t i = 0; i < path_count; i++) {
        struct limit *limit = limit_of(&paths[i]);

        if (limit == NULL) {
            fprintf(stderr, "trace: no limit for %s\n", paths[i].name);
            status = 1;
            continue;
        }
        limit->used = true;
        print_row(&paths[i], limit->most);
        if (paths[i].longest > limit->most) {
            fprintf(stderr, "trace: %s takes %lu instructions, more than %lu\n", paths[i].name,
                    paths[i].longest, limit->most);
            status = 1;
        }
    }
    for (size_t i = 0; i < limit_count; i++) {
        if (!limits[i].used) {
            fprintf(stderr, "trace: nothing was %s\n", limits[i].name);
            status = 1;
        }
    }
    return status;
}

int main(int argc, char **argv)
{
    struct symbols kernel, program;

    if (argc != 4)
        fail("usage", "trace KERNEL-SYMBOLS PROGRAM-SYMBOLS LIMITS <LOG");
    kernel = read_symbols(argv[1]);
    program = read_symbols(argv[2]);
    read_limits(argv[3]);
    read_log(&kernel, &program);
    return judge();
}
