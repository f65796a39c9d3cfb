/* SPDX-License-Identifier: BSD-2-Clause */

/* Pictures: schedules as timelines, memory as bars, ports as a graph. */

#include "report.h"

#include <inttypes.h>

#include "bulkhead/arch/x86.h"
#include "kernel/elf.h"

#define WIDTH  960.0
#define LEFT   150.0 /* names are left of it */
#define RIGHT  20.0
#define ROW    28.0
#define INSIDE (WIDTH - LEFT - RIGHT)

const char report_svg_style[] =
    "svg{font:13px system-ui,sans-serif;max-width:100%;height:auto}"
    "svg text{fill:var(--ink,#1c2330)}svg .faint{fill:var(--faint,#667085)}"
    "svg .inside{fill:#10151f}svg .lane{fill:var(--lane,#eef1f5)}"
    "svg .grid{stroke:var(--line,#c9d0da);stroke-width:1}"
    "svg .edge{fill:none;stroke-width:2}svg .free{fill:var(--lane,#eef1f5)}"
    "svg .guard{fill:#d64545}svg .box{fill:var(--card,#fff);stroke:var(--line,#c9d0da)}";

static const char dark_style[] =
    "@media(prefers-color-scheme:dark){svg{--ink:#e6eaf2;--faint:#98a2b3;--lane:#222a38;"
    "--line:#3a4456;--card:#171d29;background:#10151f}}";

static void begin(FILE *out, double height, const char *title, bool alone)
{
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" "
            "height=\"%.0f\" role=\"img\" aria-label=\"%s\">\n",
            WIDTH, height, WIDTH, height, title);
    if (alone)
        fprintf(out, "<style>%s%s</style>\n", report_svg_style, dark_style);
}

/* A colour of its own for each partition: hues far from each other. */
static unsigned hue(uint32_t index)
{
    return (210u + index * 137u) % 360u;
}

static void label(FILE *out, double x, double y, const char *anchor, const char *class,
                  const char *text)
{
    fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor,
            class);
    report_text(out, text);
    fputs("</text>\n", out);
}

/* Names are shortened to what there is room for. */
static const char *shortened(const struct module *module, const char *text, unsigned length)
{
    size_t size = 0;

    while (text[size] != '\0')
        size++;
    return size <= length ? text
                          : arena_print(module_arena(module), "%.*s...", (int)length - 3, text);
}

/* --- schedules --- */

static double time_at(const struct module_schedule *schedule, uint64_t time)
{
    return LEFT + INSIDE * (double)time / (double)schedule->major_frame;
}

/* The length between two marks: 1, 2 or 5 times a power of ten, at most 10 marks. */
static uint64_t tick_of(uint64_t frame)
{
    static const uint64_t steps[] = {1, 2, 5};

    for (uint64_t unit = 1;; unit *= 10)
        for (int i = 0; i < 3; i++)
            if (frame / (steps[i] * unit) <= 10)
                return steps[i] * unit;
}

static void draw_axis(FILE *out, const struct module *module,
                      const struct module_schedule *schedule, double top, double bottom)
{
    uint64_t tick = tick_of(schedule->major_frame);

    for (uint64_t time = 0; time <= schedule->major_frame; time += tick) {
        double x = time_at(schedule, time);

        fprintf(out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>\n", x,
                top, x, bottom + 4);
        label(out, x, bottom + 18, "middle", "faint", module_time_text(module, time));
    }
}

static void draw_window(FILE *out, const struct module *module,
                        const struct module_schedule *schedule, const struct module_window *window,
                        double y)
{
    double x = time_at(schedule, window->offset);
    double width = INSIDE * (double)window->duration / (double)schedule->major_frame;
    const char *text = module_time_text(module, window->duration);

    fprintf(out,
            "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" rx=\"3\" "
            "fill=\"hsl(%u 60%% 66%%)\"><title>",
            x, y + 3, width < 1 ? 1 : width, ROW - 6, hue(window->partition->index));
    report_print(out, module, "%s: %s from %s on", window->partition->name, text,
                 module_time_text(module, window->offset));
    fputs("</title></rect>\n", out);
    if (width > 60)
        label(out, x + width / 2, y + ROW / 2 + 4, "middle", "inside", text);
}

static double draw_schedule(FILE *out, const struct module *module,
                            const struct module_schedule *schedule, bool initial, double top)
{
    double first = top + 26;
    double bottom = first + ROW * module->partitions.count;

    label(out, 0, top + 16, "start", "",
          arena_print(module_arena(module), "%s%s: %s", schedule->name, initial ? " (initial)" : "",
                      module_time_text(module, schedule->major_frame)));
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        fprintf(out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"lane\"/>\n",
                LEFT, first + ROW * i + 3, INSIDE, ROW - 6);
        label(out, LEFT - 10, first + ROW * i + ROW / 2 + 4, "end", "",
              shortened(module, partition->name, 20));
    }
    draw_axis(out, module, schedule, first, bottom);
    for (uint32_t i = 0; i < schedule->windows.count; i++) {
        const struct module_window *window = schedule->windows.items[i];

        if (window->partition != NULL)
            draw_window(out, module, schedule, window, first + ROW * window->partition->index);
    }
    return bottom + 34;
}

void report_svg_schedules(FILE *out, const struct module *module, bool alone)
{
    double height = 0;

    for (uint32_t i = 0; i < module->schedules.count; i++)
        height += 26 + ROW * module->partitions.count + 34;
    begin(out, height, "schedule", alone);
    height = 0;
    for (uint32_t i = 0; i < module->schedules.count; i++)
        height = draw_schedule(out, module, module->schedules.items[i],
                               i == module->initial_schedule, height);
    fputs("</svg>\n", out);
}

/* --- memory --- */

struct bar {
    FILE *out;
    const struct module *module;
    const struct module_partition *partition;
    double y;
};

static void draw_part(const struct bar *bar, uint64_t address, uint64_t size, const char *name,
                      const char *style)
{
    double scale = INSIDE / (double)bar->partition->memory_size;
    double x = LEFT + scale * (double)(address - bar->partition->memory_base);
    double width = scale * (double)size;

    fprintf(bar->out, "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" %s><title>", x,
            bar->y + 3, width < 1.5 ? 1.5 : width, ROW - 6, style);
    fprintf(bar->out, "%s: %" PRIu64 " bytes at 0x%" PRIX64 "</title></rect>\n", name, size,
            address);
    if (width > 70)
        label(bar->out, x + width / 2, bar->y + ROW / 2 + 4, "middle",
              style[0] == 'c' ? "faint" : "inside", name);
}

static void draw_program(const struct bar *bar)
{
    const struct module_partition *partition = bar->partition;
    struct elf_image image;

    if (partition->file == NULL ||
        elf_check(partition->file, partition->file_size, partition->memory_base,
                  partition->memory_size, &image) != NULL)
        return;
    for (uint32_t i = 0; i < image.segment_count; i++) {
        const struct elf_segment *segment = &image.segments[i];
        unsigned light = segment->executable ? 60 : segment->writable ? 76 : 68;

        draw_part(bar, segment->address, segment->size,
                  segment->executable ? "code"
                  : segment->writable ? "data"
                                      : "constants",
                  arena_print(module_arena(bar->module), "fill=\"hsl(%u 60%% %u%%)\"",
                              hue(partition->index), light));
    }
}

static void draw_memory(const struct bar *bar)
{
    const struct module_partition *partition = bar->partition;
    uint64_t stack = (uint64_t)partition->memory_base + partition->memory_size;

    label(bar->out, LEFT - 10, bar->y + ROW / 2 + 4, "end", "",
          shortened(bar->module, partition->name, 20));
    if (partition->memory_size == 0)
        return;
    draw_part(bar, partition->memory_base, partition->memory_size, "free", "class=\"free\"");
    draw_program(bar);
    if (partition->stack_size != 0) {
        stack -= partition->stack_size;
        draw_part(bar, stack, partition->stack_size, "stack",
                  arena_print(module_arena(bar->module), "fill=\"hsl(%u 35%% 72%%)\"",
                              hue(partition->index)));
        draw_part(bar, stack - BULKHEAD_PAGE_SIZE, BULKHEAD_PAGE_SIZE, "guard page",
                  "class=\"guard\"");
    }
    label(bar->out, LEFT, bar->y + ROW + 10, "start", "faint",
          arena_print(module_arena(bar->module), "0x%08" PRIX32, partition->memory_base));
    label(bar->out, LEFT + INSIDE, bar->y + ROW + 10, "end", "faint",
          arena_print(module_arena(bar->module), "%" PRIu32 " bytes", partition->memory_size));
}

/* What the shades mean; the hue is the partition's. */
static void draw_legend(FILE *out, double y)
{
    static const struct {
        const char *name, *style;
    } parts[] = {
        {"code", "fill=\"hsl(210 10% 55%)\""}, {"constants", "fill=\"hsl(210 10% 65%)\""},
        {"data", "fill=\"hsl(210 10% 76%)\""}, {"free", "class=\"free\""},
        {"guard page", "class=\"guard\""},     {"stack", "fill=\"hsl(210 10% 70%)\""},
    };

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        double x = LEFT + 110 * (double)i;

        fprintf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"14\" height=\"14\" %s/>\n", x, y,
                parts[i].style);
        label(out, x + 20, y + 12, "start", "faint", parts[i].name);
    }
}

void report_svg_memory(FILE *out, const struct module *module, bool alone)
{
    double step = ROW + 20;

    begin(out, step * module->partitions.count + 28, "memory", alone);
    draw_legend(out, step * module->partitions.count + 6);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        struct bar bar = {out, module, module->partitions.items[i], step * i};

        draw_memory(&bar);
    }
    fputs("</svg>\n", out);
}

/* --- ports --- */

/* Sources stand left, destinations right, in the order of the partitions. */
static double port_y(const struct module *module, const struct module_port *wanted, double *end)
{
    double y = 24, found = 0;

    for (uint32_t i = 0; i < module->partitions.count; i++) {
        bool any = false;

        for (uint32_t j = 0; j < module->ports.count; j++) {
            const struct module_port *port = module->ports.items[j];

            if (port->source != wanted->source || port->partition != module->partitions.items[i])
                continue;
            any = true;
            if (port == wanted)
                found = y;
            y += ROW;
        }
        y += any ? 8 : 0;
    }
    *end = y;
    return found;
}

static void draw_port(FILE *out, const struct module *module, const struct module_port *port)
{
    double end, y = port_y(module, port, &end);
    double x = port->source ? 10 : WIDTH - 310;
    const char *name =
        arena_print(module_arena(module), "%s.%s", port->partition->name, port->name);

    fprintf(out,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"300\" height=\"%.1f\" rx=\"4\" class=\"box\"/>"
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"6\" height=\"%.1f\" "
            "fill=\"hsl(%u 60%% 60%%)\"><title>",
            x, y + 2, ROW - 4, port->source ? x + 294 : x, y + 2, ROW - 4,
            hue(port->partition->index));
    report_print(out, module, "%s: %s, %" PRIu64 " bytes", name,
                 port->queuing ? "queuing" : "sampling", port->size);
    fputs("</title></rect>\n", out);
    label(out, x + 14, y + ROW / 2 + 4, "start", "", shortened(module, name, 38));
}

static void draw_channel(FILE *out, const struct module *module, const struct module_port *from,
                         const struct module_port *to)
{
    double end;
    double y1 = port_y(module, from, &end) + ROW / 2, y2 = port_y(module, to, &end) + ROW / 2;

    fprintf(out,
            "<path d=\"M310 %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" class=\"edge\" "
            "stroke=\"hsl(%u 55%% 55%%)\"%s/>\n",
            y1, WIDTH / 2, y1, WIDTH / 2, y2, WIDTH - 310, y2, hue(from->partition->index),
            from->queuing ? "" : " stroke-dasharray=\"6 4\"");
}

void report_svg_ports(FILE *out, const struct module *module, bool alone)
{
    struct module_port left = {.source = true}, right = {.source = false};
    double height, other;

    port_y(module, &left, &height);
    port_y(module, &right, &other);
    begin(out, height > other ? height : other, "ports", alone);
    label(out, 10, 14, "start", "faint", "sources (solid: queuing, dashed: sampling)");
    label(out, WIDTH - 310, 14, "start", "faint", "destinations");
    for (uint32_t i = 0; i < module->ports.count; i++) {
        const struct module_port *port = module->ports.items[i];

        draw_port(out, module, port);
        for (uint32_t j = 0; port->source && j < port->peers.count; j++)
            draw_channel(out, module, port, port->peers.items[j]);
    }
    fputs("</svg>\n", out);
}
