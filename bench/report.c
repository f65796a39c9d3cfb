/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Collects the figures of "make bench" from the benchmarks' console output and
 * from the kernel's size, prints them beside targets and baselines, and writes
 * them as JSON.
 */
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_EDGES 256u

struct figure {
    const char *operation;
    const char *unit;
    double target;   /* < 0: none */
    double baseline; /* < 0: none */
    const char *what;
    double value; /* < 0: not measured */
};

/* Targets and baselines: what this project asked of itself, and the original
 * of 2013 or its successor of 2025, measured by the same method. */
static struct figure figures[] = {
    {"hypercall", "instructions", 70, 130, "cheapest hypercall, raw, round trip", -1},
    {"interrupts-off-on", "instructions", 12, 253, "disable + enable, nothing pending, no trap",
     -1},
    {"virq-round-trip", "instructions", 250, 470, "timer interrupt, handler, back", -1},
    {"virq-entry", "instructions", 140, 285, "interrupted code to the handler", -1},
    {"partition-switch", "instructions", 400, 682, "last of one partition to first of the next",
     -1},
    {"window-jitter", "instructions", 200, 9200, "spread of 10,000 window starts", -1},
    {"window-drift", "instructions", 0, -1, "last of 10,000 frames against the first", -1},
    {"kernel-share", "%", 0.02, 1.26, "of the processor, two 10 ms windows", -1},
    {"kernel-text", "bytes", 20480, 25796, "code of the kernel", -1},
    {"boot", "instructions", 2000000, -1, "kernel's first to a partition's first", -1},
    {"clock-read", "instructions", -1, -1, "time without a trap", -1},
    {"line-entry", "instructions", 200, -1, "a device's asking to the driver's handler", -1},
    {"line-round-trip", "instructions", 320, -1, "the same, with the acknowledge, and back", -1},
    {"sampling-write-64", "instructions", 200, 570, "layer: 64 bytes, one reader", -1},
    {"sampling-read-64", "instructions", 200, 622, "layer: 64 bytes", -1},
    {"queuing-send-64", "instructions", 220, 656, "layer: 64 bytes, room for them", -1},
    {"queuing-receive-64", "instructions", 220, 936, "layer: 64 bytes, pending", -1},
    {"port-byte", "instructions", 0.3, -1, "each byte beyond 64, to 8192", -1},
    {"ports-4", "instructions", 200, -1, "write 64 bytes to the last of 4 ports", -1},
    {"ports-64", "instructions", 200, -1, "the same of 64 ports", -1},
    {"ports-512", "instructions", 200, -1, "the same of 512 ports", -1},
    {"restart-per-kib", "instructions", -1, -1, "cold restart, of a partition of 1 MiB", -1},
    {"semaphore-uncontended", "instructions", 60, 729, "APEX: signal + wait, no trap", -1},
    {"semaphore-wake", "instructions", 250, 2626, "APEX: signal to the waiting process runs", -1},
    {"buffer-wake", "instructions", 300, -1, "APEX: send 64 bytes to the receiver runs", -1},
    {"hm-entry", "instructions", 600, -1, "APEX: division by zero to the error handler", -1},
    {"deadline-entry", "instructions", -1, -1, "APEX: missed deadline to the error handler", -1},
    {"classic-switch", "instructions", 120, -1, "Classic: one task's yield to another's", -1},
    {"classic-event-wake", "instructions", 400, -1, "Classic: send to the waiting task runs", -1},
    {"classic-queue-send-16", "instructions", 250, -1, "Classic: 16 bytes, nobody waits", -1},
    {"classic-queue-receive-16", "instructions", 250, -1, "Classic: 16 bytes, pending", -1},
    {"classic-tick", "instructions", 300, -1, "Classic: nothing due, delivery included", -1},
    {"classic-interrupt-to-task", "instructions", 700, -1,
     "Classic: raise, handler, event, task runs", -1},
};
#define FIGURES (sizeof(figures) / sizeof(figures[0]))

static uint64_t lasts[MAX_EDGES], firsts[MAX_EDGES];
static size_t edge_count;

static struct figure *find(const char *operation)
{
    for (size_t i = 0; i < FIGURES; i++)
        if (strcmp(figures[i].operation, operation) == 0)
            return &figures[i];
    fprintf(stderr, "report: unknown figure '%s'\n", operation);
    exit(1);
}

/* The first report of a figure counts: that of the first partition. */
static void set(const char *operation, double value)
{
    struct figure *figure = find(operation);

    if (figure->value < 0)
        figure->value = value;
}

static void read_line(const char *line, uint64_t late[2])
{
    const char *text = strstr(line, "] ");
    char name[64], unit[64] = "";
    uint64_t first, second;

    if (text == NULL)
        return;
    text += 2;
    if (sscanf(text, "figure %63s %" SCNu64 " %63s", name, &first, unit) >= 2)
        set(name, strcmp(unit, "thousandths") == 0 ? (double)first / 1000 : (double)first);
    else if (sscanf(text, "edge %" SCNu64 " %" SCNu64, &first, &second) == 2 &&
             edge_count < MAX_EDGES) {
        lasts[edge_count] = first;
        firsts[edge_count++] = second;
    } else if (sscanf(text, "first late %" SCNu64, &first) == 1)
        late[0] = first;
    else if (sscanf(text, "last late %" SCNu64, &first) == 1)
        late[1] = first;
}

static void read_output(const char *path)
{
    uint64_t late[2] = {UINT64_MAX, UINT64_MAX};
    char line[512];
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        perror(path);
        exit(5);
    }
    while (fgets(line, sizeof(line), file) != NULL)
        read_line(line, late);
    fclose(file);
    if (late[0] != UINT64_MAX && late[1] != UINT64_MAX)
        set("window-drift", (double)late[1] - (double)late[0]);
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/* All ends and all beginnings in the order of time: each end is followed by
 * the beginning in the other partition's window. */
static void find_switches(void)
{
    uint64_t worst = 0, total = 0;
    size_t switches = 0;

    if (edge_count < 4)
        return;
    qsort(lasts, edge_count, sizeof(lasts[0]), compare);
    qsort(firsts, edge_count, sizeof(firsts[0]), compare);
    for (size_t end = 0, begin = 0; end + 1 < edge_count; end++) {
        uint64_t gap;

        while (begin < edge_count && firsts[begin] <= lasts[end])
            begin++;
        if (begin == edge_count)
            break;
        gap = firsts[begin] - lasts[end];
        /* One partition has stopped to record: not a switch between two. */
        if (gap > 1000000)
            continue;
        if (gap > worst)
            worst = gap;
        total += gap;
        switches++;
    }
    if (switches == 0)
        return;
    set("partition-switch", (double)worst);
    set("kernel-share", (double)total / (double)switches / 10e6 * 100);
}

static void print_table(void)
{
    printf("%-25s %12s  %-13s %10s %10s %7s  %s\n", "operation", "value", "unit", "target",
           "baseline", "ratio", "what");
    for (size_t i = 0; i < FIGURES; i++) {
        const struct figure *f = &figures[i];
        char target[32] = "-", baseline[32] = "-", ratio[32] = "-";

        if (f->target >= 0)
            snprintf(target, sizeof(target), "%.10g", f->target);
        if (f->baseline >= 0) {
            snprintf(baseline, sizeof(baseline), "%.10g", f->baseline);
            snprintf(ratio, sizeof(ratio), "%.3f", f->value / f->baseline);
        }
        printf("%-25s %12.6g  %-13s %10s %10s %7s  %s%s\n", f->operation, f->value, f->unit, target,
               baseline, ratio, f->what,
               f->target >= 0 && f->value > f->target ? "  (missed)" : "");
    }
}

/* Targets that are met and missed, in the words of a test runner. */
static bool print_verdict(void)
{
    unsigned met = 0, missed = 0;

    for (size_t i = 0; i < FIGURES; i++) {
        if (figures[i].target < 0)
            continue;
        if (figures[i].value <= figures[i].target)
            met++;
        else
            missed++;
    }
    printf("%u passed, %u failed\n", met, missed);
    return missed == 0;
}

static void add_number(cJSON *object, const char *name, double value, bool known)
{
    if (known)
        cJSON_AddNumberToObject(object, name, value);
    else
        cJSON_AddNullToObject(object, name);
}

static bool write_json(const char *path)
{
    cJSON *array = cJSON_CreateArray();
    FILE *file = fopen(path, "w");
    char *text;
    bool good;

    for (size_t i = 0; i < FIGURES; i++) {
        cJSON *object = cJSON_CreateObject();

        cJSON_AddStringToObject(object, "operation", figures[i].operation);
        cJSON_AddNumberToObject(object, "value", figures[i].value);
        cJSON_AddStringToObject(object, "unit", figures[i].unit);
        add_number(object, "target", figures[i].target, figures[i].target >= 0);
        add_number(object, "baseline", figures[i].baseline, figures[i].baseline >= 0);
        cJSON_AddItemToArray(array, object);
    }
    text = cJSON_Print(array);
    good = file != NULL && fprintf(file, "%s\n", text) > 0 && fclose(file) == 0;
    free(text);
    cJSON_Delete(array);
    return good;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: report JSON KERNEL-TEXT-BYTES OUTPUT...\n"
                        "Reads the benchmarks' console outputs, prints the table, writes JSON.\n"
                        "Exit status: 0 all targets are met, 1 not, 2 usage, 5 files.\n");
        return 2;
    }
    set("kernel-text", strtod(argv[2], NULL));
    for (int i = 3; i < argc; i++)
        read_output(argv[i]);
    find_switches();
    for (size_t i = 0; i < FIGURES; i++) {
        if (figures[i].value < 0) {
            fprintf(stderr, "report: '%s' was not measured\n", figures[i].operation);
            return 1;
        }
    }
    print_table();
    if (!write_json(argv[1])) {
        perror(argv[1]);
        return 5;
    }
    return print_verdict() ? 0 : 1;
}
