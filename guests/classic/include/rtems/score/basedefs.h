/* SPDX-License-Identifier: BSD-2-Clause */

/* Macros over the compiler that RTEMS programs use. */
#ifndef _RTEMS_SCORE_BASEDEFS_H
#define _RTEMS_SCORE_BASEDEFS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <rtems/score/cpuopts.h>

#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

#define RTEMS_ALIAS(target)             __attribute__((alias(#target)))
#define RTEMS_WEAK_ALIAS(target)        __attribute__((weak, alias(#target)))
#define RTEMS_ALIGNED(alignment)        __attribute__((aligned(alignment)))
#define RTEMS_ALIGNOF(type)             __alignof__(type)
#define RTEMS_ALIGN_UP(value, align)    (((value) + (align)-1) & ~((align)-1))
#define RTEMS_ALIGN_DOWN(value, align)  ((value) & ~((align)-1))
#define RTEMS_ARRAY_SIZE(array)         (sizeof(array) / sizeof((array)[0]))
#define RTEMS_COMPILER_MEMORY_BARRIER() __asm__ volatile("" ::: "memory")
#define RTEMS_CONTAINER_OF(pointer, type, member)                                                  \
    ((type *)((uintptr_t)(pointer)-offsetof(type, member)))
#define RTEMS_ALLOC_ALIGN(index) __attribute__((alloc_align(index)))
#define RTEMS_ALLOC_SIZE(index)  __attribute__((alloc_size(index)))
#define RTEMS_ALLOC_SIZE_2(a, b) __attribute__((alloc_size(a, b)))
#define RTEMS_MALLOCLIKE         __attribute__((malloc))
#define RTEMS_FALL_THROUGH()     __attribute__((fallthrough))
#define RTEMS_FUNCTION_NAME      __func__
#define RTEMS_DEPRECATED         __attribute__((deprecated))
#define RTEMS_INLINE_ROUTINE     static inline
#define RTEMS_NOINIT
#define RTEMS_NO_INLINE                    __attribute__((noinline))
#define RTEMS_NO_RETURN                    __attribute__((noreturn))
#define RTEMS_COMPILER_NO_RETURN_ATTRIBUTE RTEMS_NO_RETURN
#define RTEMS_OBFUSCATE_VARIABLE(variable) __asm__("" : "+r"(variable))
#define RTEMS_PACKED                       __attribute__((packed))
#define RTEMS_PRINTFLIKE(string, first)    __attribute__((format(printf, string, first)))
#define RTEMS_PURE                         __attribute__((pure))
#define RTEMS_CONST                        __attribute__((const))
#define RTEMS_SECTION(name)                __attribute__((section(name)))
#define RTEMS_UNREACHABLE()                __builtin_unreachable()
#define RTEMS_UNUSED                       __attribute__((unused))
#define RTEMS_USED                         __attribute__((used))
#define RTEMS_WARN_UNUSED_RESULT           __attribute__((warn_unused_result))
#define RTEMS_WEAK                         __attribute__((weak))
#define RTEMS_RETURN_ADDRESS()             __builtin_return_address(0)
#define RTEMS_PREDICT_TRUE(condition)      __builtin_expect((condition), 1)
#define RTEMS_PREDICT_FALSE(condition)     __builtin_expect((condition), 0)
#define RTEMS_ZERO_LENGTH_ARRAY
#define RTEMS_EXPAND(argument)        argument
#define RTEMS_CONCAT(x, y)            x##y
#define RTEMS_XCONCAT(x, y)           RTEMS_CONCAT(x, y)
#define RTEMS_STRING(...)             #__VA_ARGS__
#define RTEMS_XSTRING(...)            RTEMS_STRING(__VA_ARGS__)
#define RTEMS_DECONST(type, value)    ((type)(uintptr_t)(const void *)(value))
#define RTEMS_DEVOLATILE(type, value) ((type)(uintptr_t)(volatile void *)(value))
#define RTEMS_DEQUALIFY(type, value)  ((type)(uintptr_t)(const volatile void *)(value))
#define RTEMS_HAVE_MEMBER_SAME_TYPE(left, left_member, right, right_member)                        \
    __builtin_types_compatible_p(__typeof__(((left *)0)->left_member),                             \
                                 __typeof__(((right *)0)->right_member))

/* Symbols whose address is their value. */
#define RTEMS_SYMBOL_NAME(name)           RTEMS_EXPAND(name)
#define RTEMS_DECLARE_GLOBAL_SYMBOL(name) extern char name[]
#define RTEMS_DEFINE_GLOBAL_SYMBOL(name, value)                                                    \
    __asm__("\t.globl " RTEMS_XSTRING(RTEMS_SYMBOL_NAME(name)) "\n\t.set " RTEMS_XSTRING(          \
        RTEMS_SYMBOL_NAME(name)) ", " RTEMS_STRING(value) "\n")
#define RTEMS_STATIC_ASSERT(condition, message) _Static_assert(condition, #message)

#endif
