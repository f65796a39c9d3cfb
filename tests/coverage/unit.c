/* SPDX-License-Identifier: BSD-2-Clause */

#include "unit.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_text(const char *file)
{
    FILE *from = fopen(file, "rb");
    char *text = NULL;
    long size;

    if (from != NULL && fseek(from, 0, SEEK_END) == 0 && (size = ftell(from)) > 0) {
        rewind(from);
        text = calloc(1, (size_t)size + 1);
        if (text == NULL || fread(text, (size_t)size, 1, from) != 1)
            fail("can't be read", file);
    }
    if (text == NULL)
        fail(strerror(errno), file);
    fclose(from);
    return text;
}

static double number(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);

    if (!cJSON_IsNumber(item))
        fail("gcovr's tracefile has no number", name);
    return item->valuedouble;
}

static void add_line(struct table *lines, char *path, const cJSON *json)
{
    struct unit_line *line;
    const cJSON *branch;

    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "gcovr/noncode")))
        return;
    line = table_add(lines, sizeof(*line));
    *line = (struct unit_line){.path = path,
                               .line = (uint32_t)number(json, "line_number"),
                               .is_executed = number(json, "count") > 0};
    cJSON_ArrayForEach(branch, cJSON_GetObjectItemCaseSensitive(json, "branches"))
    {
        line->branches++;
        line->taken += number(branch, "count") > 0;
    }
}

struct table unit_read(const char *file)
{
    struct table lines = {NULL, 0, 0};
    char *text = read_text(file);
    cJSON *json = cJSON_Parse(text);
    const cJSON *source, *line;

    cJSON_ArrayForEach(source, cJSON_GetObjectItemCaseSensitive(json, "files"))
    {
        const cJSON *name = cJSON_GetObjectItemCaseSensitive(source, "file");
        char *path = cJSON_IsString(name) ? strdup(name->valuestring) : NULL;

        if (path == NULL)
            fail("gcovr's tracefile has a file without a name", file);
        cJSON_ArrayForEach(line, cJSON_GetObjectItemCaseSensitive(source, "lines"))
            add_line(&lines, path, line);
    }
    if (lines.count == 0)
        fail("no lines of unit tests", file);
    cJSON_Delete(json);
    free(text);
    return lines;
}

const struct unit_line *unit_line_at(const struct table *lines, const char *path, uint32_t line)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct unit_line *unit = &((const struct unit_line *)lines->items)[i];

        if (unit->line == line && strcmp(unit->path, path) == 0)
            return unit;
    }
    return NULL;
}
