/* SPDX-License-Identifier: BSD-2-Clause */

/* The C library in a partition: formatting, memory, state per task, locks. */

#include "check.h"
#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <rtems/bspIo.h>
#include <setjmp.h>
#include <sys/lock.h>
#include <unistd.h>

static void test_printf(void)
{
    volatile size_t room = 5; /* not known to the compiler, which would object */
    char text[80];

    group("printf");
    snprintf(text, sizeof(text), "%.3f %e %g", 3.14159, 12345.678, 0.1);
    EXPECT(strcmp(text, "3.142 1.234568e+04 0.1") == 0);
    snprintf(text, sizeof(text), "%lld %llu %zu %jd", -9000000000LL, 18000000000000000000ULL,
             sizeof(text), (intmax_t)-5);
    EXPECT(strcmp(text, "-9000000000 18000000000000000000 80 -5") == 0);
    EQUAL(12, snprintf(text, room, "%s", "twelve chars"));
    EXPECT(strcmp(text, "twel") == 0);
}

static void test_numbers(void)
{
    char *end;

    group("strtod, strtol, math");
    EXPECT(strtod("2.5e3xyz", &end) == 2500.0 && *end == 'x');
    EXPECT(strtol("-0x7f", NULL, 0) == -127);
    EXPECT(strtol("99999999999", NULL, 10) == LONG_MAX && errno == ERANGE);
    EXPECT(fabs(sin(1.0) - 0.8414709848) < 1e-9);
    EXPECT(fabs(sqrt(2.0) - 1.4142135624) < 1e-9);
    EXPECT(isnan(sqrt(-1.0)));
}

#define BLOCKS 64

static void check_pattern(const unsigned char *block, size_t size, unsigned char pattern)
{
    for (size_t i = 0; i < size; i++) {
        if (block[i] != pattern) {
            fail(__LINE__, "byte %zu of a block is %u, not %u", i, block[i], pattern);
            return;
        }
    }
}

static size_t free_memory(void)
{
    size_t low = 0;
    size_t high = 1u << 22;

    while (high - low > 16) {
        size_t middle = (low + high) / 2;
        void *block = malloc(middle);

        if (block != NULL)
            low = middle;
        else
            high = middle;
        free(block);
    }
    return low;
}

static void test_malloc(void)
{
    unsigned char *blocks[BLOCKS] = {NULL};
    size_t sizes[BLOCKS] = {0};
    size_t before = free_memory();
    unsigned random = 12345;

    group("malloc, realloc, free");
    for (unsigned i = 0; i < 20000; i++) {
        unsigned slot;

        random = random * 1103515245u + 12345u;
        slot = (random >> 16) % BLOCKS;
        if (blocks[slot] != NULL)
            check_pattern(blocks[slot], sizes[slot], (unsigned char)slot);
        random = random * 1103515245u + 12345u;
        if ((random >> 16 & 3) == 0) {
            free(blocks[slot]);
            blocks[slot] = NULL;
            sizes[slot] = 0;
        } else {
            size_t size = (random >> 18) % 700 + 1;
            unsigned char *block = realloc(blocks[slot], size);

            if (block == NULL)
                continue;
            EXPECT((uintptr_t)block % 8 == 0);
            check_pattern(block, size < sizes[slot] ? size : sizes[slot], (unsigned char)slot);
            memset(block, (int)slot, size);
            blocks[slot] = block;
            sizes[slot] = size;
        }
    }
    for (unsigned i = 0; i < BLOCKS; i++)
        free(blocks[i]);
    EQUAL(before, free_memory());

    group("calloc, memalign, out of memory");
    {
        volatile size_t huge = SIZE_MAX; /* likewise */
        unsigned char *zero = calloc(10, 10);
        void *aligned = NULL;

        check_pattern(zero, 100, 0);
        EXPECT(malloc_usable_size(zero) >= 100);
        free(zero);
        errno = 0;
        EXPECT(calloc(huge / 2, 4) == NULL && errno == ENOMEM);
        errno = 0;
        EXPECT(malloc(huge) == NULL && errno == ENOMEM);
        EXPECT(posix_memalign(&aligned, 256, 100) == 0 && (uintptr_t)aligned % 256 == 0);
        free(aligned);
        EXPECT(posix_memalign(&aligned, 24, 100) == EINVAL);
        aligned = aligned_alloc(64, 1);
        EXPECT(aligned != NULL && (uintptr_t)aligned % 64 == 0);
        free(aligned);
        EQUAL(before, free_memory());
    }
}

static rtems_task set_errno(rtems_task_argument argument)
{
    char other[] = "x|y";

    errno = (int)argument;
    (void)strtok(other, "|");
    rtems_task_exit();
}

static void test_state(void)
{
    char words[] = "a b c";

    group("errno and strtok belong to the task");
    errno = 5;
    EXPECT(strcmp(strtok(words, " "), "a") == 0);
    (void)spawn("ERRN", 5, set_errno, 77);
    EQUAL(5, errno);
    EXPECT(strcmp(strtok(NULL, " "), "b") == 0);
}

static __thread unsigned local = 7;
static __thread double local_zero;
static _Alignas(64) __thread char local_aligned[3];

static rtems_task use_local(rtems_task_argument argument)
{
    for (unsigned i = 1; i <= 5; i++) {
        EQUAL(7 + (argument + 1) * (i - 1), local);
        local += (unsigned)argument + 1;
        EXPECT(local_zero == (double)(i - 1));
        local_zero += 1;
        EQUAL(0, (uintptr_t)local_aligned % 64);
        pause_ticks(1);
    }
    mark('L');
    rtems_task_exit();
}

static void test_thread_local(void)
{
    group("thread-local variables");
    (void)spawn("LOC1", 5, use_local, 1);
    (void)spawn("LOC2", 5, use_local, 2);
    local = 99;
    pause_ticks(7);
    TRACE("LL");
    EQUAL(99, local);
}

static unsigned shared;
static struct _Mutex_recursive_Control lock;
static struct _Mutex_Control plain;
static struct _Condition_Control condition;
static struct _Semaphore_Control semaphore;

static rtems_task wait_condition(rtems_task_argument argument)
{
    (void)argument;
    _Mutex_recursive_Acquire(&lock);
    _Mutex_recursive_Acquire(&lock);
    while (shared == 0)
        _Condition_Wait_recursive(&condition, &lock);
    mark('C');
    _Mutex_recursive_Release(&lock);
    _Mutex_recursive_Release(&lock);
    _Semaphore_Post(&semaphore);
    rtems_task_exit();
}

static void test_locks(void)
{
    group("locks of sys/lock.h");
    EQUAL(0, _Mutex_Try_acquire(&plain));
    EQUAL(EDEADLK, _Mutex_Try_acquire(&plain));
    _Mutex_Release(&plain);
    (void)spawn("COND", 5, wait_condition, 0);
    _Mutex_recursive_Acquire(&lock);
    shared = 1;
    _Condition_Signal(&condition);
    mark('S');
    _Mutex_recursive_Release(&lock);
    TRACE("SC");
    _Semaphore_Wait(&semaphore);
    EQUAL(EAGAIN, _Semaphore_Try_wait(&semaphore));
    EQUAL(ETIMEDOUT, _Semaphore_Wait_timed_ticks(&semaphore, 2));
    EQUAL(0, _Mutex_Acquire_timed_ticks(&plain, 1));
    EQUAL(ETIMEDOUT, _Condition_Wait_timed_ticks(&condition, &plain, 2));
    _Mutex_Release(&plain);
}

static rtems_task print_lines(rtems_task_argument number)
{
    for (int i = 0; i < 3; i++) {
        printf("task %u prints", (unsigned)number);
        printf(" line %d\n", i);
        pause_ticks(1);
    }
    rtems_task_exit();
}

static void test_streams(void)
{
    group("stdio from two tasks");
    (void)spawn("PR1 ", 20, print_lines, 1);
    (void)spawn("PR2 ", 20, print_lines, 2);
    pause_ticks(6);
    EXPECT(fopen("/nonexistent", "r") == NULL && errno == ENOENT);
    EXPECT(isatty(1) == 1);
    EXPECT(fprintf(stderr, "to stderr\n") == 10);
}

static void test_jump(void)
{
    jmp_buf environment;
    volatile int count = 0;

    group("setjmp");
    if (setjmp(environment) < 3) {
        count++;
        longjmp(environment, count);
    }
    EQUAL(3, count);
}

static void test_printk(void)
{
    group("printk");
    EQUAL(36, printk("[%5d|%-5d|%05d|%+d|%x|%#X]\n", 42, 42, -42, 42, 0xbeef, 0xbeef));
    EQUAL(17, printk("[%s|%.2s|%5s|%c]\n", "abc", "abc", "abc", 'x'));
    EQUAL(26, printk("[%lld|%p|%%]\n", -1234567890123LL, (void *)0x1234));
}

static void at_exit(void)
{
    printf("atexit() is called\n");
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_printf();
    test_numbers();
    test_malloc();
    test_state();
    test_locks();
    test_streams();
    test_thread_local();
    test_jump();
    test_printk();
    (void)atexit(at_exit);
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         3
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_INIT_TASK_STACK_SIZE  16384
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
