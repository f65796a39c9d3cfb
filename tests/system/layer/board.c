/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Identity, windows, memory and thread pointer. Runs in two partitions at the
 * same addresses; each tells from its identity what the other must not see.
 */
#include "layer.h"

static char own_storage[2][16] __attribute__((aligned(16)));

/* "NAME DURATION" is the model's argument for the partition. */
static unsigned identity(void)
{
    _Partition_Virtual_Identity self, again;
    struct guest_line line = {.length = 0};
    unsigned failures = 0;

    _Partition_Virtual_Get_identity(&self);
    _Partition_Virtual_Get_identity(&again);
    GUEST_CHECK(failures, "the same again", guest_hash(1, &self, sizeof(self)),
                guest_hash(1, &again, sizeof(again)));
    guest_text(&line, "partition ");
    guest_number(&line, self.identifier);
    guest_text(&line, " ");
    guest_text(&line, self.name);
    guest_text(&line, ", argument \"");
    guest_text(&line, self.argument);
    guest_text(&line, "\", period ");
    guest_number(&line, self.period);
    guest_text(&line, ", duration ");
    guest_number(&line, self.duration);
    guest_text(&line, ", frame ");
    guest_number(&line, self.major_frame);
    guest_end_line(&line);
    GUEST_CHECK(failures, "start condition", self.start_condition, _PARTITION_NORMAL_START);
    return failures;
}

struct window_list {
    _Partition_Virtual_Window windows[6];
    unsigned count, wrong;
};

/* The three times belong together at every instruction. */
static void observe(struct window_list *seen, uint64_t frame)
{
    _Partition_Virtual_Window window;
    uint64_t before = _BSP_Virtual_Clock_read(), after;

    _Partition_Virtual_Get_window(&window);
    after = _BSP_Virtual_Clock_read();
    seen->wrong += window.start > after || window.end <= before;
    seen->wrong += window.next < window.end || window.start >= window.end;
    seen->wrong += window.next > window.start + frame;
    if (seen->count == 0 || seen->windows[seen->count - 1].start != window.start)
        seen->windows[seen->count++] = window;
}

static unsigned windows(void)
{
    struct window_list seen = {.count = 0};
    _Partition_Virtual_Identity self;
    unsigned failures = 0;

    _Partition_Virtual_Get_identity(&self);
    while (seen.count < 6)
        observe(&seen, self.major_frame);
    GUEST_CHECK(failures, "wrong", seen.wrong, 0);
    for (unsigned i = 1; i < seen.count; i++) {
        const _Partition_Virtual_Window *window = &seen.windows[i];

        GUEST_CHECK(failures, "next", seen.windows[i - 1].next, window->start);
        if (i >= 2) {
            GUEST_CHECK(failures, "frame", window->start,
                        seen.windows[i - 2].start + self.major_frame);
            GUEST_CHECK(failures, "duration", window->end - window->start,
                        seen.windows[i - 2].end - seen.windows[i - 2].start);
        }
    }
    return failures;
}

static unsigned workspace(void)
{
    volatile uint32_t *words;
    unsigned failures = 0, wrong = 0;
    size_t size;
    void *base;
    char here;

    _BSP_Virtual_getworkspacearea(&base, &size);
    words = base;
    GUEST_CHECK(failures, "base", (uintptr_t)base % 4096, 0);
    GUEST_CHECK(failures, "size", size % 4096, 0);
    guest_print("workspace: KiB ", size / 1024);
    GUEST_CHECK(failures, "not the stack", &here >= (char *)base && &here < (char *)base + size, 0);
    for (size_t i = 0; i < size / 4; i++)
        wrong += words[i] != 0;
    GUEST_CHECK(failures, "not zero", wrong, 0);
    for (size_t i = 0; i < size / 4; i++)
        words[i] = (uint32_t)i * 2654435761u;
    for (size_t i = 0; i < size / 4; i++)
        wrong += words[i] != (uint32_t)i * 2654435761u;
    GUEST_CHECK(failures, "not kept", wrong, 0);
    return failures;
}

static uint32_t read_thread_word(void)
{
    uint32_t word;

    __asm__ volatile("movl %%gs:4, %0" : "=r"(word));
    return word;
}

static void write_thread_word(uint32_t word)
{
    __asm__ volatile("movl %0, %%gs:4" : : "r"(word) : "memory");
}

static volatile uint32_t *word_of(unsigned thread)
{
    return (volatile uint32_t *)(void *)(own_storage[thread] + 4);
}

static unsigned thread_pointer(void)
{
    unsigned failures = 0;

    for (uint32_t i = 0; i < 100; i++) {
        unsigned thread = i & 1;

        _CPU_Virtual_Thread_pointer_set(own_storage[thread]);
        *word_of(thread) = i;
        GUEST_CHECK(failures, "read", read_thread_word(), i);
        write_thread_word(i * 3);
        GUEST_CHECK(failures, "written", *word_of(thread), i * 3);
    }
    GUEST_CHECK(failures, "the other's", *word_of(0), 98 * 3);
    return failures;
}

/* More threads than a host may keep pointers for, at equal distances. */
#define MANY_THREADS 100
static uint32_t many_storage[MANY_THREADS][36];
static volatile uint32_t many_current, many_seed = 5, many_interrupts;

static void switch_many(uint32_t thread)
{
    many_current = thread;
    _CPU_Virtual_Thread_pointer_set(many_storage[thread]);
}

/* Other threads run meanwhile, and then again the interrupted one. */
static void preempt(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    uint32_t interrupted = many_current, seed = many_seed;

    (void)context, (void)count;
    for (int i = 0; i < 5; i++)
        switch_many(guest_random(&seed) % MANY_THREADS);
    many_seed = seed;
    switch_many(interrupted);
    many_interrupts++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned many_thread_pointers(void)
{
    unsigned failures = 0, wrong = 0;
    uint32_t random = 7;

    for (uint32_t i = 0; i < MANY_THREADS; i++)
        many_storage[i][1] = i;
    set_handler(preempt);
    _CPU_Virtual_Irq_request(CLOCK);
    _BSP_Virtual_Clock_init(_BSP_Virtual_Clock_floor());
    _CPU_Virtual_Interrupts_open();
    for (uint32_t i = 0; i < 50 * MANY_THREADS; i++) {
        switch_many(i < MANY_THREADS ? i : guest_random(&random) % MANY_THREADS);
        wrong += read_thread_word() != many_current;
    }
    _CPU_Virtual_Interrupts_close();
    _BSP_Virtual_Clock_init(0);
    _CPU_Virtual_Irq_detach(CLOCK);
    GUEST_CHECK(failures, "wrong", wrong, 0);
    GUEST_CHECK(failures, "interrupted", many_interrupts > 20, true);
    return failures;
}

/* The other partition has another base and another word there. */
static unsigned thread_pointer_over_windows(void)
{
    _Partition_Virtual_Window window;
    _Partition_Virtual_Identity self;
    unsigned failures = 0, wrong = 0;
    uint64_t end;

    _Partition_Virtual_Get_identity(&self);
    _Partition_Virtual_Get_window(&window);
    end = window.next + self.major_frame;
    _CPU_Virtual_Thread_pointer_set(own_storage[self.identifier & 1]);
    *word_of(0) = self.identifier * 1000;
    *word_of(1) = self.identifier * 1000 + 1;
    while (_BSP_Virtual_Clock_read() < end)
        wrong += read_thread_word() != self.identifier * 1000 + (self.identifier & 1);
    GUEST_CHECK(failures, "wrong", wrong, 0);
    return failures;
}

static void set_in_handler(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context, (void)count;
    _CPU_Virtual_Thread_pointer_set(own_storage[1]);
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned thread_pointer_from_interrupt_context(void)
{
    unsigned failures = 0;

    *word_of(0) = 100;
    *word_of(1) = 101;
    _CPU_Virtual_Thread_pointer_set(own_storage[0]);
    set_handler(set_in_handler);
    _CPU_Virtual_Irq_request(ALARM);
    _CPU_Virtual_Interrupts_open();
    _CPU_Virtual_Irq_raise(ALARM);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "read", read_thread_word(), 101);
    return failures;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"identity", identity},
        {"workspace: zero and writable", workspace},
        {"thread pointer", thread_pointer},
        {"thread pointer from interrupt context", thread_pointer_from_interrupt_context},
        {"many thread pointers", many_thread_pointers},
        {"thread pointer over windows", thread_pointer_over_windows},
        {"windows", windows},
    };

    return LAYER_RUN(tests);
}
