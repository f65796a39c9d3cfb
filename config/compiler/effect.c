/* SPDX-License-Identifier: BSD-2-Clause */

/* Properties that mean something to other tools, but change nothing here: each
 * is said, so that nobody relies on it. */

#include "module.h"

#include <string.h>

struct effect {
    const char *property;
    const char *fine; /* the value that says what is so here anyway; NULL: none */
    const char *why;
};

static const struct effect effects[] = {
    {"POK::BSP", "x86_qemu", "the board is a PC with a multiboot loader; remove it"},
    {"POK::Architecture", "x86", "the kernel is one for x86; write 'x86', or remove it"},
    {"POK::Additional_Features", NULL,
     "what a program uses is linked into it; remove it, or leave it for POK"},
    {"POK::Timeslice", NULL, "a partition schedules its threads itself; remove it"},
    {"POK::Security_Level", NULL, "only the ports of the model connect partitions; remove it"},
    {"POK::Topics", NULL, "only the ports of the model connect partitions; remove it"},
    {"POK::MILS_Verified", NULL, "nothing is verified by it; remove it"},
    {"POK::Protocol", NULL, "messages are not encrypted; encrypt them in the partitions"},
    {"POK::Des_Key", NULL, "messages are not encrypted; encrypt them in the partitions"},
    {"POK::Des_Init", NULL, "messages are not encrypted; encrypt them in the partitions"},
    {"POK::Blowfish_Key", NULL, "messages are not encrypted; encrypt them in the partitions"},
    {"POK::Blowfish_Init", NULL, "messages are not encrypted; encrypt them in the partitions"},
    {"POK::Hw_Addr", NULL,
     "a partition's own driver works the device; give its Bulkhead::Hardware_Lines, IO_Ports and "
     "Memory_Ranges"},
    {"POK::PCI_Vendor_Id", NULL,
     "a partition's own driver works the device; give its Bulkhead::Hardware_Lines, IO_Ports and "
     "Memory_Ranges"},
    {"POK::PCI_Device_Id", NULL,
     "a partition's own driver works the device; give its Bulkhead::Hardware_Lines, IO_Ports and "
     "Memory_Ranges"},
    {"POK::Device_Name", NULL,
     "a partition's own driver works the device; give its Bulkhead::Hardware_Lines, IO_Ports and "
     "Memory_Ranges"},
    {"ARINC653::System_Overhead_Time", NULL,
     "the kernel's time is Bulkhead::Window_Lead; remove it"},
};

static bool is_named(const struct property *property, const char *name)
{
    size_t length = strlen(property->set->name.text);

    return strncmp(name, property->set->name.text, length) == 0 &&
           strncmp(name + length, "::", 2) == 0 &&
           strcmp(name + length + 2, property->name.text) == 0;
}

static const struct effect *effect_of(const struct property *property)
{
    if (property == NULL || property->set == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
        if (is_named(property, effects[i].property))
            return &effects[i];
    return NULL;
}

static bool is_fine(const struct effect *effect, const struct association *association)
{
    const struct modal_value *modal = association->values.items[0];

    return effect->fine != NULL && association->values.count == 1 &&
           modal->value->kind == EXPRESSION_NAME &&
           strcmp(modal->value->reference->base.key, effect->fine) == 0;
}

static void check_association(struct diagnostics *messages, const struct association *association)
{
    const struct effect *effect = effect_of(association->definition);

    if (effect != NULL && !is_fine(effect, association))
        report_warning(messages, association->property->at, "'%s' has no effect here: %s",
                       effect->property, effect->why);
}

static void check_list(struct diagnostics *messages, const struct list *associations)
{
    for (uint32_t i = 0; i < associations->count; i++)
        check_association(messages, associations->items[i]);
}

static void check_classifier(struct compilation *compilation, struct classifier *classifier)
{
    check_list(&compilation->diagnostics, &classifier->properties);
    for (uint32_t i = 0; i < classifier->elements.count; i++)
        check_list(&compilation->diagnostics,
                   &((struct element *)classifier->elements.items[i])->properties);
}

void effects_check(struct module *module)
{
    for_each_classifier(module->model->compilation, check_classifier);
}
