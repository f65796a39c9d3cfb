/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/uaccess.h"

#include "kernel/arch.h"

/*@ assigns \nothing;
    ensures \result <==> address + size <= ARCH_USER_LIMIT; */
bool uaccess_range(uint32_t address, size_t size)
{
    return address <= ARCH_USER_LIMIT && size <= ARCH_USER_LIMIT - address;
}

bool uaccess_read(void *to, uint32_t from, size_t size)
{
    return uaccess_range(from, size) && arch_copy_from_user(to, from, size);
}

bool uaccess_write(uint32_t to, const void *from, size_t size)
{
    return uaccess_range(to, size) && arch_copy_to_user(to, from, size);
}
