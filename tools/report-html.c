/* SPDX-License-Identifier: BSD-2-Clause */

/* The page: needs nothing but itself, no network and no script. */

#include "report.h"

#include <inttypes.h>
#include <stdarg.h>

#include "health.h"

static const char page_style[] =
    ":root{color-scheme:light dark;--ink:#1c2330;--faint:#667085;--lane:#eef1f5;--line:#c9d0da;"
    "--card:#fff;--page:#f6f7f9;--good:#1a7f4b;--bad:#c0362c;--care:#9a6700}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6eaf2;--faint:#98a2b3;--lane:#222a38;"
    "--line:#3a4456;--card:#171d29;--page:#10151f;--good:#4cc38a;--bad:#ff7b72;--care:#e3b341}}"
    "body{margin:0 auto;padding:24px;max-width:1020px;background:var(--page);color:var(--ink);"
    "font:15px/1.5 system-ui,sans-serif}"
    "h1{margin:0;font-size:26px}h2{margin:0 0 12px;font-size:18px}"
    "section,header{background:var(--card);border:1px solid var(--line);border-radius:8px;"
    "padding:18px 20px;margin:0 0 18px;overflow-x:auto}"
    "nav a{display:inline-block;margin-right:14px}a{color:inherit}p{margin:4px "
    "0}.faint{color:var(--faint)}"
    "table{border-collapse:collapse;width:100%;font-size:14px}"
    "th{text-align:left;color:var(--faint);font-weight:600}"
    "th,td{padding:5px 14px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}"
    "tr:last-child td{border-bottom:0}td.n,th.n{text-align:right;white-space:nowrap}"
    ".good{color:var(--good)}.error{color:var(--bad)}.warning{color:var(--care)}"
    "code{font:13px ui-monospace,monospace}@media print{body{max-width:none}}";

struct page {
    FILE *out;
    const struct module *module;
};

/* One cell; class may be "n" for numbers. */
static void cell(const struct page *page, const char *class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void cell(const struct page *page, const char *class, const char *format, ...)
{
    va_list arguments;

    fprintf(page->out, "<td class=\"%s\">", class);
    va_start(arguments, format);
    report_text(page->out, arena_vprint(module_arena(page->module), format, arguments));
    va_end(arguments);
    fputs("</td>", page->out);
}

static const char *time_or_dash(const struct page *page, uint64_t time)
{
    return time == 0 ? "-" : module_time_text(page->module, time);
}

static void begin_section(const struct page *page, const char *id, const char *title)
{
    fprintf(page->out, "<section id=\"%s\"><h2>%s</h2>\n", id, title);
}

/* The head of a table: columns after the first that begin with '#' are numbers. */
static void begin_table(const struct page *page, const char *const *columns)
{
    fputs("<table><thead><tr>", page->out);
    for (; *columns != NULL; columns++)
        fprintf(page->out, "<th%s>%s</th>", **columns == '#' ? " class=\"n\"" : "",
                **columns == '#' ? *columns + 1 : *columns);
    fputs("</tr></thead><tbody>\n", page->out);
}

static void end_table(const struct page *page)
{
    fputs("</tbody></table>\n", page->out);
}

static void none(const struct page *page, const char *text)
{
    fprintf(page->out, "<p class=\"faint\">%s</p>\n", text);
}

/* --- sections --- */

static void write_header(const struct page *page)
{
    static const char *const sections[] = {"schedule", "memory",  "partitions", "threads", "ports",
                                           "regions",  "devices", "health",     "messages"};
    const struct diagnostics *messages = module_messages(page->module);

    fputs("<header><h1>", page->out);
    report_text(page->out, page->module->name);
    fputs("</h1><p class=\"faint\">", page->out);
    const struct list *sources = &page->module->model->compilation->sources;
    for (uint32_t i = 0, count = 0; i < sources->count; i++) {
        const struct source *source = sources->items[i];

        if (!source->shipped)
            report_print(page->out, page->module, "%s%s", count++ == 0 ? "" : ", ", source->name);
    }
    fprintf(page->out, "</p><p class=\"%s\">%u error%s, %u warning%s</p><nav>",
            messages->errors > 0     ? "error"
            : messages->warnings > 0 ? "warning"
                                     : "good",
            messages->errors, messages->errors == 1 ? "" : "s", messages->warnings,
            messages->warnings == 1 ? "" : "s");
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        fprintf(page->out, "<a href=\"#%s\">%s</a>", sections[i], sections[i]);
    fputs("</nav></header>\n", page->out);
}

static void supply_row(const struct page *page, const struct module_schedule *schedule,
                       const struct module_partition *partition, uint64_t *idle)
{
    struct supply supply;
    uint64_t begin;

    if (!module_supply(page->module, schedule, partition, 0, &supply))
        return;
    *idle -= supply.per_frame;
    fputs("<tr>", page->out);
    cell(page, "", "%s", schedule->name);
    cell(page, "", "%s", partition->name);
    cell(page, "n", "%s", module_time_text(page->module, supply.per_frame));
    cell(page, "n", "%s", module_share_text(page->module, supply.per_frame, supply.frame));
    cell(page, "n", "%s", module_time_text(page->module, supply_longest_gap(&supply)));
    if (partition->period != 0)
        cell(page, "n", "%s of %s",
             module_time_text(page->module, supply_least(&supply, partition->period, &begin)),
             module_time_text(page->module, partition->period));
    else
        cell(page, "n", "-");
    fputs("</tr>\n", page->out);
}

static void write_schedules(const struct page *page)
{
    static const char *const columns[] = {
        "schedule", "partition", "#runs", "#share", "#longest pause", "#least in any period", NULL};

    begin_section(page, "schedule", "Schedule");
    report_svg_schedules(page->out, page->module, false);
    begin_table(page, columns);
    for (uint32_t i = 0; i < page->module->schedules.count; i++) {
        const struct module_schedule *schedule = page->module->schedules.items[i];
        uint64_t idle = schedule->major_frame;

        for (uint32_t j = 0; j < page->module->partitions.count; j++)
            supply_row(page, schedule, page->module->partitions.items[j], &idle);
        fputs("<tr>", page->out);
        cell(page, "", "%s", schedule->name);
        cell(page, "faint", "idle");
        cell(page, "n", "%s", module_time_text(page->module, idle));
        cell(page, "n", "%s", module_share_text(page->module, idle, schedule->major_frame));
        fputs("<td></td><td></td></tr>\n", page->out);
    }
    end_table(page);
    fputs("</section>\n", page->out);
}

static void write_memory(const struct page *page)
{
    begin_section(page, "memory", "Memory");
    report_svg_memory(page->out, page->module, false);
    fputs("</section>\n", page->out);
}

static void write_partitions(const struct page *page)
{
    static const char *const columns[] = {"#",      "name",    "program",   "#memory",
                                          "#stack", "#period", "#duration", "#load of its threads",
                                          NULL};

    begin_section(page, "partitions", "Partitions");
    begin_table(page, columns);
    for (uint32_t i = 0; i < page->module->partitions.count; i++) {
        const struct module_partition *partition = page->module->partitions.items[i];
        uint64_t load = module_load(page->module, partition);

        fputs("<tr>", page->out);
        cell(page, "n", "%u", i + 1);
        cell(page, "", "%s", partition->name);
        cell(page, "", "%s", partition->program == NULL ? "-" : partition->program);
        cell(page, "n", "%" PRIu32, partition->memory_size);
        cell(page, "n", "%" PRIu32, partition->stack_size);
        cell(page, "n", "%s", time_or_dash(page, partition->period));
        cell(page, "n", "%s", time_or_dash(page, partition->duration));
        cell(page, "n", "%s", load == 0 ? "-" : module_share_text(page->module, load, 1000000000));
        fputs("</tr>\n", page->out);
    }
    end_table(page);
    fprintf(page->out,
            "<p class=\"faint\">All threads together: %s of the processor.</p></section>\n",
            module_share_text(page->module, module_load(page->module, NULL), 1000000000));
}

static void response_cell(const struct page *page, const struct module_thread *thread)
{
    const struct response *response = &thread->response;

    if (!thread->analysed || response->kind == RESPONSE_UNKNOWN)
        cell(page, "n faint", "not computed");
    else if (response->kind == RESPONSE_OVERLOAD)
        cell(page, "n error", "no end: overload");
    else
        cell(page,
             thread->deadline == 0 || response->time <= thread->deadline ? "n good" : "n error",
             "%s%s, released at %s", response->kind == RESPONSE_BOUND ? "at most " : "",
             module_time_text(page->module, response->time),
             module_time_text(page->module, response->release));
}

static void write_threads(const struct page *page)
{
    static const char *const columns[] = {"partition",  "thread",          "dispatch",
                                          "#priority",  "#period",         "#deadline",
                                          "#execution", "#worst response", NULL};

    begin_section(page, "threads", "Threads");
    if (page->module->threads.count == 0)
        none(page, "The model has no threads.");
    else
        begin_table(page, columns);
    for (uint32_t i = 0; i < page->module->threads.count; i++) {
        const struct module_thread *thread = page->module->threads.items[i];

        fputs("<tr>", page->out);
        cell(page, "", "%s", thread->partition->name);
        cell(page, "", "%s", thread->name);
        cell(page, "", "%s", module_dispatch_name(thread->dispatch));
        if (thread->has_priority)
            cell(page, "n", "%" PRId64, thread->priority);
        else
            cell(page, "n", "-");
        cell(page, "n", "%s", time_or_dash(page, thread->period));
        cell(page, "n", "%s", time_or_dash(page, thread->deadline));
        cell(page, "n", "%s", time_or_dash(page, thread->execution));
        response_cell(page, thread);
        fputs("</tr>\n", page->out);
    }
    if (page->module->threads.count > 0)
        end_table(page);
    fputs("</section>\n", page->out);
}

static void write_ports(const struct page *page)
{
    static const char *const columns[] = {
        "partition", "port", "kind", "direction", "#bytes", "#depth", "#refresh period", NULL};

    begin_section(page, "ports", "Ports");
    if (page->module->ports.count == 0) {
        none(page, "No ports connect partitions.");
        fputs("</section>\n", page->out);
        return;
    }
    report_svg_ports(page->out, page->module, false);
    begin_table(page, columns);
    for (uint32_t i = 0; i < page->module->ports.count; i++) {
        const struct module_port *port = page->module->ports.items[i];

        fputs("<tr>", page->out);
        cell(page, "", "%s", port->partition->name);
        cell(page, "", "%s", port->name);
        cell(page, "", "%s", port->queuing ? "queuing" : "sampling");
        cell(page, "", "%s", port->source ? "source" : "destination");
        if (port->size != 0)
            cell(page, "n", "%" PRIu64, port->size);
        else
            cell(page, "n", "-");
        if (port->queuing)
            cell(page, "n", "%" PRIu64, port->depth);
        else
            cell(page, "n", "-");
        cell(page, "n", "%s", time_or_dash(page, port->refresh));
        fputs("</tr>\n", page->out);
    }
    end_table(page);
    fputs("</section>\n", page->out);
}

static void region_row(const struct page *page, const struct module_region *region,
                       const struct module_mapping *mapping)
{
    fputs("<tr>", page->out);
    cell(page, "", "%s", region->name);
    cell(page, "", "%s", mapping->partition->name);
    cell(page, "n", "0x%08" PRIx32, region->address);
    cell(page, "n", "%" PRIu32, region->size);
    cell(page, "", "%s%s", mapping->writable ? "read and write" : "read only",
         region->physical == BULKHEAD_NO_ADDRESS ? "" : ", of a device");
    fputs("</tr>\n", page->out);
}

static void write_regions(const struct page *page)
{
    static const char *const columns[] = {"region", "partition", "#address",
                                          "#bytes", "access",    NULL};

    begin_section(page, "regions", "Memory regions");
    if (page->module->regions.count == 0)
        none(page, "Partitions have no memory but their own.");
    else
        begin_table(page, columns);
    for (uint32_t i = 0; i < page->module->regions.count; i++) {
        const struct module_region *region = page->module->regions.items[i];

        for (uint32_t j = 0; j < region->mappings.count; j++)
            region_row(page, region, region->mappings.items[j]);
    }
    if (page->module->regions.count > 0)
        end_table(page);
    fputs("</section>\n", page->out);
}

static void device_row(const struct page *page, const struct module_device *device)
{
    fputs("<tr>", page->out);
    cell(page, "", "%s", device->name);
    cell(page, "", "%s", device->partition->name);
    fputs("<td>", page->out);
    for (uint32_t line = 0; device->lines >> line != 0; line++)
        if ((device->lines >> line & 1u) != 0)
            fprintf(page->out, "%" PRIu32 " ", line);
    fputs("</td><td>", page->out);
    for (uint32_t i = 0; i < device->io.count; i++) {
        const struct module_io *io = device->io.items[i];

        fprintf(page->out, "0x%04" PRIx32 "-0x%04" PRIx32 " ", io->first, io->last);
    }
    fputs("</td></tr>\n", page->out);
}

static void write_devices(const struct page *page)
{
    static const char *const columns[] = {"device", "partition", "interrupt lines", "I/O ports",
                                          NULL};

    begin_section(page, "devices", "Devices");
    if (page->module->devices.count == 0)
        none(page, "No partition works a device.");
    else
        begin_table(page, columns);
    for (uint32_t i = 0; i < page->module->devices.count; i++)
        device_row(page, page->module->devices.items[i]);
    if (page->module->devices.count > 0)
        end_table(page);
    fputs("</section>\n", page->out);
}

static void write_health(const struct page *page)
{
    static const char *const columns[] = {"level", "of", "error", "action", NULL};

    begin_section(page, "health", "Health monitoring");
    if (page->module->health.count == 0)
        none(page, "The model has no tables for health monitoring.");
    else
        begin_table(page, columns);
    for (uint32_t i = 0; i < page->module->health.count; i++) {
        const struct module_health *row = page->module->health.items[i];

        fputs("<tr>", page->out);
        cell(page, "", "%s", health_level_name(row->level));
        cell(page, "", "%s", row->holder);
        cell(page, "", "%s", row->error);
        cell(page, row->action == NULL ? "warning" : "", "%s",
             row->action == NULL ? "none" : row->action);
        fputs("</tr>\n", page->out);
    }
    if (page->module->health.count > 0)
        end_table(page);
    fputs("</section>\n", page->out);
}

static void write_messages(const struct page *page)
{
    static const char *const columns[] = {"where", "", "message", NULL};
    const struct diagnostics *messages = module_messages(page->module);

    begin_section(page, "messages", "Errors and warnings");
    if (messages->messages.count == 0)
        none(page, "None.");
    else
        begin_table(page, columns);
    for (uint32_t i = 0; i < messages->messages.count; i++) {
        struct message_view view = diagnostics_message(messages, i);

        fputs("<tr><td><code>", page->out);
        if (view.at.source != NULL)
            report_print(page->out, page->module, "%s:%u:%u", view.at.source->name,
                         view.at.first_line, view.at.first_column);
        fputs("</code></td>", page->out);
        cell(page, view.severity, "%s", view.severity);
        cell(page, "", "%s%s%s%s", view.text, view.note == NULL ? "" : " (",
             view.note == NULL ? "" : view.note, view.note == NULL ? "" : ")");
        fputs("</tr>\n", page->out);
    }
    if (messages->messages.count > 0)
        end_table(page);
    fputs("</section>\n", page->out);
}

void report_html(FILE *out, const struct module *module)
{
    struct page page = {out, module};

    fputs("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
          "<meta name=\"viewport\" content=\"width=device-width\"><title>",
          out);
    report_text(out, module->name);
    fprintf(out, "</title><style>%s%s</style></head><body>\n", page_style, report_svg_style);
    write_header(&page);
    write_schedules(&page);
    write_memory(&page);
    write_partitions(&page);
    write_threads(&page);
    write_ports(&page);
    write_regions(&page);
    write_devices(&page);
    write_health(&page);
    write_messages(&page);
    fputs("</body></html>\n", out);
}
