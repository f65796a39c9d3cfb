/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/boot.h"

#include "kernel/config.h"
#include "kernel/console.h"
#include "kernel/device.h"
#include "kernel/elf.h"
#include "kernel/health.h"
#include "kernel/irq.h"
#include "kernel/panic.h"
#include "kernel/partition.h"
#include "kernel/port.h"
#include "kernel/region.h"
#include "kernel/report.h"
#include "kernel/sched.h"

static void say_versions(const char *what, uint32_t version)
{
    if (version != 0 && version != BULKHEAD_ABI_VERSION)
        console_print("[bulkhead] ABI version of the %s: %u, of the kernel: %u\n", what, version,
                      BULKHEAD_ABI_VERSION);
}

static void check_config(const struct boot_info *info)
{
    const char *wrong = config_check(info->config, info->config_available);

    if (wrong == NULL)
        return;
    if (info->config_available >= sizeof(*info->config) &&
        info->config->magic == BULKHEAD_ABI_MAGIC)
        say_versions("configuration", info->config->abi_version);
    refuse("", wrong);
}

static void create_partition(const struct bulkhead_config *config, uint32_t index)
{
    const char *wrong = partition_create(config, index);

    if (wrong == NULL)
        return;
    say_versions("program", elf_abi_version(config_program(config, index),
                                            config_partition(config, index)->program_size));
    refuse(config_partition(config, index)->name, wrong);
}

static void refuse_if(const char *wrong)
{
    if (wrong != NULL)
        refuse("", wrong);
}

void boot_main(const struct boot_info *info)
{
    const struct bulkhead_config *config = info->config;

    check_config(info);
    for (uint32_t i = 0; i < config->partitions.count; i++)
        create_partition(config, i);
    refuse_if(ports_init(config));
    refuse_if(regions_init(config));
    refuse_if(irq_init(config));
    refuse_if(devices_init(config));
    health_init(config);
    module_stays_up = (config->flags & BULKHEAD_MODULE_STAY_UP) != 0;
    sched_init(config);
    console_print("[bulkhead] module %s: %u partitions, ABI version %u\n", config->module_name,
                  config->partitions.count, BULKHEAD_ABI_VERSION);
}
