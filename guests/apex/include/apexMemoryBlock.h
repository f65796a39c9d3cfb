/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 2: memory blocks, which the model maps to the partition and
 * whose contents outlive its restarts. Return codes: docs/apex.md. */
#ifndef APEX_MEMORY_BLOCK
#define APEX_MEMORY_BLOCK

#include "apexType.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef NAME_TYPE MEMORY_BLOCK_NAME_TYPE;
typedef enum { MB_READ = 0, MB_READ_WRITE = 1 } MEMORY_BLOCK_MODE_TYPE;
typedef APEX_INTEGER MEMORY_BLOCK_SIZE_TYPE; /* bytes */
typedef APEX_BYTE *MEMORY_BLOCK_ADDR_TYPE;

typedef struct {
    MEMORY_BLOCK_ADDR_TYPE MEMORY_BLOCK_ADDR;
    MEMORY_BLOCK_MODE_TYPE MEMORY_BLOCK_MODE;
    MEMORY_BLOCK_SIZE_TYPE MEMORY_BLOCK_SIZE;
} MEMORY_BLOCK_STATUS_TYPE;

void GET_MEMORY_BLOCK_STATUS(MEMORY_BLOCK_NAME_TYPE MEMORY_BLOCK_NAME,
                             MEMORY_BLOCK_STATUS_TYPE *MEMORY_BLOCK_STATUS,
                             RETURN_CODE_TYPE *RETURN_CODE);

#ifdef __cplusplus
}
#endif
#endif
