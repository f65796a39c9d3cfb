/* SPDX-License-Identifier: BSD-2-Clause */

/* A type that is not declared by the model, which knows its name and size. */
#ifndef WEATHER_H
#define WEATHER_H

#include <stdint.h>

typedef struct {
    int16_t celsius;
    uint16_t hectopascal;
    uint32_t wind;
} weather_t;

#endif
