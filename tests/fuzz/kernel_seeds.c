/* SPDX-License-Identifier: BSD-2-Clause */

/* Good inputs for the fuzzing of the kernel's checks, from the unit tests'
 * fixtures. Usage: kernel_seeds FOLDER; writes FOLDER/config and FOLDER/elf. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

static void write_file(const char *folder, const char *name, const void *data, size_t size,
                       int last)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, size, file) != size ||
        (last >= 0 && fputc(last, file) == EOF) || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

/* One partition, and nothing but what must be. */
static void small_config(const char *folder)
{
    static const struct window_plan plan[] = {{0, 0, 20000}};
    struct block block = block_make(1, plan, 1);

    write_file(folder, "config/small", block.config, block.config->config_size, 0);
    block_free(&block);
}

/* Some of everything. */
static void full_config(const char *folder)
{
    static const struct window_plan plan[] = {
        {0, 0, 20000}, {0, BULKHEAD_NO_PARTITION, 30000}, {1, 1, 40000}};
    struct block block = block_make_with(2, plan, 3, &(struct block_sizes){2, 4, 2, 3, 2});
    uint32_t above = block.partitions[1].memory_base + BLOCK_MEMORY;

    block.channels[1] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 99, 3, 0};
    for (uint32_t i = 0; i < 4; i++) {
        block.ports[i].partition = i / 2;
        block.ports[i].channel = i % 2;
        block.ports[i].direction = i / 2;
    }
    for (uint32_t i = 0; i < 3; i++)
        block.mappings[i] =
            (struct bulkhead_config_mapping){i / 2, i % 2, above + 2 * i * PAGE, i % 2};
    block.regions[1].physical = 0xa0000;
    block.io_ranges[0] = (struct bulkhead_config_io){0, 0x2f8, 8, 0};
    block.io_ranges[1] = (struct bulkhead_config_io){1, 0x70, 2, 0};
    block.partitions[0].hw_lines = 0x10;
    block_seal(&block);
    write_file(folder, "config/full", block.config, block.config->config_size, 0);
    write_file(folder, "config/full-as-it-is", block.config, block.config->config_size, 1);
    block_free(&block);
}

int main(int count, char **arguments)
{
    struct program program;

    if (count != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 2;
    }
    small_config(arguments[1]);
    full_config(arguments[1]);
    program_make(&program, BULKHEAD_MEMORY_FIRST);
    write_file(arguments[1], "elf/program", &program, sizeof(program), -1);
    return 0;
}
