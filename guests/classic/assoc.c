/* SPDX-License-Identifier: BSD-2-Clause */

/* Tables of names and values. */

#include <rtems/assoc.h>
#include <string.h>

#define NO_NAME "(no such value)"

static const rtems_assoc_t *default_of(const rtems_assoc_t *table)
{
    if (table->name != NULL && strcmp(table->name, RTEMS_ASSOC_DEFAULT_NAME) == 0)
        return table;
    return NULL;
}

const rtems_assoc_t *rtems_assoc_ptr_by_name(const rtems_assoc_t *table, const char *name)
{
    for (const rtems_assoc_t *entry = table; entry->name != NULL; entry++)
        if (strcmp(entry->name, name) == 0)
            return entry;
    return default_of(table);
}

const rtems_assoc_t *rtems_assoc_ptr_by_local(const rtems_assoc_t *table, uint32_t local_value)
{
    for (const rtems_assoc_t *entry = table; entry->name != NULL; entry++)
        if (entry->local_value == local_value)
            return entry;
    return default_of(table);
}

const rtems_assoc_t *rtems_assoc_ptr_by_remote(const rtems_assoc_t *table, uint32_t remote_value)
{
    for (const rtems_assoc_t *entry = table; entry->name != NULL; entry++)
        if (entry->remote_value == remote_value)
            return entry;
    return default_of(table);
}

static uint32_t remote_of(const rtems_assoc_t *entry)
{
    return entry == NULL ? 0 : entry->remote_value;
}

static uint32_t local_of(const rtems_assoc_t *entry)
{
    return entry == NULL ? 0 : entry->local_value;
}

static const char *name_of(const rtems_assoc_t *entry)
{
    return entry == NULL ? NO_NAME : entry->name;
}

uint32_t rtems_assoc_remote_by_local(const rtems_assoc_t *table, uint32_t local_value)
{
    return remote_of(rtems_assoc_ptr_by_local(table, local_value));
}

uint32_t rtems_assoc_local_by_remote(const rtems_assoc_t *table, uint32_t remote_value)
{
    return local_of(rtems_assoc_ptr_by_remote(table, remote_value));
}

uint32_t rtems_assoc_remote_by_name(const rtems_assoc_t *table, const char *name)
{
    return remote_of(rtems_assoc_ptr_by_name(table, name));
}

uint32_t rtems_assoc_local_by_name(const rtems_assoc_t *table, const char *name)
{
    return local_of(rtems_assoc_ptr_by_name(table, name));
}

const char *rtems_assoc_name_by_local(const rtems_assoc_t *table, uint32_t local_value)
{
    return name_of(rtems_assoc_ptr_by_local(table, local_value));
}

const char *rtems_assoc_name_by_remote(const rtems_assoc_t *table, uint32_t remote_value)
{
    return name_of(rtems_assoc_ptr_by_remote(table, remote_value));
}

uint32_t rtems_assoc_remote_by_local_bitfield(const rtems_assoc_t *table, uint32_t local_value)
{
    uint32_t value = 0;

    for (uint32_t bit = 1; bit != 0; bit <<= 1)
        if ((local_value & bit) != 0)
            value |= rtems_assoc_remote_by_local(table, bit);
    return value;
}

uint32_t rtems_assoc_local_by_remote_bitfield(const rtems_assoc_t *table, uint32_t remote_value)
{
    uint32_t value = 0;

    for (uint32_t bit = 1; bit != 0; bit <<= 1)
        if ((remote_value & bit) != 0)
            value |= rtems_assoc_local_by_remote(table, bit);
    return value;
}

static char *names_of_bits(const rtems_assoc_t *table, uint32_t value, char *buffer,
                           const char *(*name)(const rtems_assoc_t *table, uint32_t value))
{
    char *end = buffer;

    *end = '\0';
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((value & bit) == 0)
            continue;
        if (end != buffer)
            *end++ = ' ';
        end = stpcpy(end, name(table, bit));
    }
    return buffer;
}

char *rtems_assoc_name_by_local_bitfield(const rtems_assoc_t *table, uint32_t value, char *buffer)
{
    return names_of_bits(table, value, buffer, rtems_assoc_name_by_local);
}

char *rtems_assoc_name_by_remote_bitfield(const rtems_assoc_t *table, uint32_t value, char *buffer)
{
    return names_of_bits(table, value, buffer, rtems_assoc_name_by_remote);
}

/* Returns the length with text, also of what there is no room for. */
static size_t append(char *buffer, size_t size, size_t length, const char *text)
{
    return length + strlcpy(buffer + (length < size ? length : size), text,
                            length < size ? size - length : 0);
}

size_t rtems_assoc_32_to_string(uint32_t value, char *buffer, size_t buffer_size,
                                const rtems_assoc_32_pair *pairs, size_t pair_count,
                                const char *separator, const char *fallback)
{
    size_t length = 0;

    for (size_t i = 0; i < pair_count; i++) {
        if ((value & pairs[i].bits) == 0)
            continue;
        if (length > 0)
            length = append(buffer, buffer_size, length, separator);
        length = append(buffer, buffer_size, length, pairs[i].name);
    }
    return length > 0 ? length : append(buffer, buffer_size, 0, fallback);
}
