/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Tables of names and values: a local value of the program belongs to a remote
 * one of somebody else. A table ends with an entry without name; if its first
 * entry has RTEMS_ASSOC_DEFAULT_NAME, it is the answer for what is not found.
 * Any context.
 */
#ifndef _RTEMS_ASSOC_H
#define _RTEMS_ASSOC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    const char *name;
    uint32_t local_value;
    uint32_t remote_value;
} rtems_assoc_t;

#define RTEMS_ASSOC_DEFAULT_NAME "(default)"

/* NULL: there is none, and no default. */
const rtems_assoc_t *rtems_assoc_ptr_by_name(const rtems_assoc_t *table, const char *name);
const rtems_assoc_t *rtems_assoc_ptr_by_local(const rtems_assoc_t *table, uint32_t local_value);
const rtems_assoc_t *rtems_assoc_ptr_by_remote(const rtems_assoc_t *table, uint32_t remote_value);

/* 0: as above. */
uint32_t rtems_assoc_remote_by_local(const rtems_assoc_t *table, uint32_t local_value);
uint32_t rtems_assoc_local_by_remote(const rtems_assoc_t *table, uint32_t remote_value);
uint32_t rtems_assoc_remote_by_name(const rtems_assoc_t *table, const char *name);
uint32_t rtems_assoc_local_by_name(const rtems_assoc_t *table, const char *name);

/* A constant text, if there is no such value. */
const char *rtems_assoc_name_by_local(const rtems_assoc_t *table, uint32_t local_value);
const char *rtems_assoc_name_by_remote(const rtems_assoc_t *table, uint32_t remote_value);

/* Bit by bit. */
uint32_t rtems_assoc_remote_by_local_bitfield(const rtems_assoc_t *table, uint32_t local_value);
uint32_t rtems_assoc_local_by_remote_bitfield(const rtems_assoc_t *table, uint32_t remote_value);

/* The bits' names with blanks between them; buffer has room for all. Returns buffer. */
char *rtems_assoc_name_by_local_bitfield(const rtems_assoc_t *table, uint32_t value, char *buffer);
char *rtems_assoc_name_by_remote_bitfield(const rtems_assoc_t *table, uint32_t value, char *buffer);

typedef struct {
    uint32_t bits;
    const char *name;
} rtems_assoc_32_pair;

/* Writes the names of the pairs that have a bit of value, with separators, and
 * fallback if there is none; at most buffer_size bytes with the final NUL.
 * Returns the length that the whole text has. */
size_t rtems_assoc_32_to_string(uint32_t value, char *buffer, size_t buffer_size,
                                const rtems_assoc_32_pair *pairs, size_t pair_count,
                                const char *separator, const char *fallback);

#ifdef __cplusplus
}
#endif
#endif
