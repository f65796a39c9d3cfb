/* SPDX-License-Identifier: BSD-2-Clause */

/* The response-time analysis against a simulation, instant by instant, of many
 * random sets of threads in random windows. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "response.h"

#define MAX_WINDOWS 4
#define MAX_THREADS 4

struct set {
    struct supply supply;
    struct supply_window windows[MAX_WINDOWS];
    struct response_start start;
    struct response_thread threads[MAX_THREADS];
    uint32_t count;
};

static uint64_t seed = 88172645463325252u;

/* xorshift: the same sets in every run. */
static uint32_t pick(uint32_t low, uint32_t high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + (uint32_t)(seed % (high - low + 1));
}

static bool open_at(const struct supply *supply, uint64_t at)
{
    at %= supply->frame;
    for (uint32_t i = 0; i < supply->count; i++)
        if (at >= supply->windows[i].offset &&
            at - supply->windows[i].offset < supply->windows[i].duration)
            return true;
    return false;
}

/* --- the simulation: no formula of the analysis is used --- */

struct job {
    uint64_t release;
    uint64_t left;
    uint32_t thread;
};

struct run {
    const struct set *set;
    uint32_t subject;
    uint64_t first[MAX_THREADS]; /* release of each thread */
    struct job jobs[512];
    uint32_t count;
    uint64_t worst;
};

/* At one instant and priority, the subject comes last. */
static bool before(const struct run *run, const struct job *a, const struct job *b)
{
    int64_t left = run->set->threads[a->thread].priority;
    int64_t right = run->set->threads[b->thread].priority;

    if (left != right)
        return left > right;
    if (a->release != b->release)
        return a->release < b->release;
    return b->thread == run->subject && a->thread != run->subject;
}

static void release_jobs(struct run *run, uint64_t now)
{
    for (uint32_t i = 0; i < run->set->count; i++) {
        const struct response_thread *thread = &run->set->threads[i];

        if (now < run->first[i] || (now - run->first[i]) % thread->period != 0)
            continue;
        assert_true(run->count < 512);
        run->jobs[run->count++] = (struct job){now, thread->execution, i};
    }
}

static void run_one_instant(struct run *run, uint64_t now)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < run->count; i++)
        if (before(run, &run->jobs[i], &run->jobs[best]))
            best = i;
    struct job *job = &run->jobs[best];
    if (--job->left > 0)
        return;
    if (job->thread == run->subject && now + 1 - job->release > run->worst)
        run->worst = now + 1 - job->release;
    *job = run->jobs[--run->count];
}

static uint64_t simulate(const struct set *set, uint32_t subject, const uint64_t *first,
                         uint64_t length)
{
    static struct run run;

    run.set = set;
    run.subject = subject;
    run.count = 0;
    run.worst = 0;
    memcpy(run.first, first, sizeof(run.first));
    for (uint64_t now = 0; now < length; now++) {
        release_jobs(&run, now);
        if (run.count > 0 && open_at(&set->supply, now))
            run_one_instant(&run, now);
    }
    return run.worst;
}

/* --- random sets --- */

static void make_windows(struct set *set, uint32_t frame)
{
    uint32_t at = pick(0, frame / 3);

    set->supply = (struct supply){.frame = frame, .windows = set->windows};
    while (set->supply.count < MAX_WINDOWS && at < frame) {
        uint32_t duration = pick(1, frame / 3 + 1);

        if (duration > frame - at)
            duration = frame - at;
        set->windows[set->supply.count++] =
            (struct supply_window){.offset = at, .duration = duration};
        at += duration + pick(0, frame / 4); /* windows can touch */
    }
    supply_prepare(&set->supply);
}

static void make_threads(struct set *set, const uint32_t *periods, uint32_t period_count,
                         uint32_t most, bool sporadic)
{
    set->count = pick(1, most);
    for (uint32_t i = 0; i < set->count; i++) {
        uint32_t period = periods[pick(0, period_count - 1)];

        set->threads[i] = (struct response_thread){
            .period = period,
            .execution = pick(1, period / 3 > 0 ? period / 3 : 1),
            .offset = sporadic || pick(0, 1) == 0 ? 0 : pick(0, period),
            .priority = sporadic ? (int64_t)i : (int64_t)pick(1, 3),
            .sporadic = sporadic,
        };
    }
}

static struct response analysed(const struct set *set, uint32_t subject)
{
    return response_worst(&set->supply, &set->start, set->threads, set->count, subject);
}

static uint64_t starts_per_frame(const struct set *set)
{
    uint64_t frame = set->supply.frame;
    uint64_t step = set->start.step == 0 ? frame : set->start.step;

    return frame / step;
}

/* --- periodic threads: all releases are known --- */

static const uint32_t harmonic[] = {5, 6, 10, 12, 15, 20, 30};

static void make_periodic(struct set *set)
{
    static const uint32_t frames[] = {6, 10, 12, 15, 20};
    uint32_t frame = frames[pick(0, 4)];

    make_windows(set, frame);
    make_threads(set, harmonic, 7, MAX_THREADS, false);
    set->start.origin = pick(0, frame - 1);
    set->start.step = frame % 2 == 0 && pick(0, 1) == 0 ? frame / 2 : 0;
}

/* Over all starts, long enough for everything to have repeated. */
static uint64_t simulate_periodic(const struct set *set, uint32_t subject)
{
    uint64_t worst = 0;

    for (uint64_t k = 0; k < starts_per_frame(set); k++) {
        uint64_t start = (set->start.origin + k * set->start.step) % set->supply.frame;
        uint64_t first[MAX_THREADS] = {0};

        for (uint32_t i = 0; i < set->count; i++)
            first[i] = start + set->threads[i].offset;
        uint64_t one = simulate(set, subject, first, 400);
        worst = one > worst ? one : worst;
    }
    return worst;
}

static void test_periodic(void **state)
{
    uint32_t exact = 0, overloaded = 0, late = 0, moved = 0;

    (void)state;
    for (uint32_t round = 0; round < 6000; round++) {
        struct set set = {0};

        make_periodic(&set);
        uint32_t subject = pick(0, set.count - 1);
        struct response response = analysed(&set, subject);

        if (response.kind == RESPONSE_OVERLOAD) {
            overloaded++;
            continue;
        }
        assert_int_equal(response.kind, RESPONSE_EXACT);
        assert_int_equal(response.time, simulate_periodic(&set, subject));
        exact++;
        late += response.time > set.threads[subject].period;
        /* An analysis that is wrong by one instant of work is seen. */
        uint64_t simulated = response.time;
        set.threads[subject].execution++;
        response = analysed(&set, subject);
        moved += response.kind == RESPONSE_OVERLOAD || response.time > simulated;
    }
    print_message("%u exact, %u of them beyond their period, %u overloaded\n", exact, late,
                  overloaded);
    assert_true(exact > 2000 && overloaded > 500 && late > 100);
    assert_int_equal(moved, exact);
}

/* An overload shows as a backlog that grows for ever. */
static void test_overload(void **state)
{
    uint32_t seen = 0;

    (void)state;
    for (uint32_t round = 0; round < 2000; round++) {
        struct set set = {0};
        uint64_t first[MAX_THREADS] = {0};
        uint32_t lowest = 0;

        make_periodic(&set);
        if (round % 2 == 0) {
            set.count = 1;
            set.threads[0].execution = pick(1, (uint32_t)set.threads[0].period);
        }
        for (uint32_t i = 0; i < set.count; i++)
            if (set.threads[i].priority < set.threads[lowest].priority)
                lowest = i;
        uint64_t wanted = 0, hyperperiod = 60; /* of all periods and frames above */
        for (uint32_t i = 0; i < set.count; i++)
            wanted += hyperperiod / set.threads[i].period * set.threads[i].execution;
        bool over = wanted > supply_between(&set.supply, 0, hyperperiod);
        assert_int_equal(analysed(&set, lowest).kind == RESPONSE_OVERLOAD, over);
        if (!over || set.count > 1)
            continue;
        seen++;
        assert_true(simulate(&set, lowest, first, 1200) > simulate(&set, lowest, first, 600));
    }
    assert_true(seen > 200);
}

/* --- sporadic threads: every combination of first releases --- */

static uint64_t simulate_all_phases(const struct set *set, uint32_t subject, uint64_t length)
{
    uint64_t first[MAX_THREADS] = {0};
    uint64_t worst = 0;
    uint32_t i = 0;

    while (i < set->count) {
        uint64_t one = simulate(set, subject, first, length);

        worst = one > worst ? one : worst;
        for (i = 0; i < set->count; i++) {
            if (++first[i] < set->supply.frame + set->threads[i].period)
                break;
            first[i] = 0;
        }
    }
    return worst;
}

static void test_sporadic(void **state)
{
    static const uint32_t periods[] = {3, 4, 5, 6, 7};
    uint32_t exact = 0, several = 0;

    (void)state;
    for (uint32_t round = 0; exact < 250; round++) {
        struct set set = {0};

        assert_true(round < 10000);
        make_windows(&set, pick(3, 7));
        make_threads(&set, periods, 5, 3, true);
        struct response response = analysed(&set, 0);
        if (response.kind == RESPONSE_OVERLOAD)
            continue;
        assert_int_equal(response.kind, RESPONSE_EXACT);
        assert_int_equal(response.time, simulate_all_phases(&set, 0, 150));
        exact++;
        several += response.time > set.threads[0].period;
    }
    print_message("%u exact, %u of them beyond their period\n", exact, several);
    assert_true(several > 10);
}

/* Sporadic ones above a periodic one, and several at one priority: never
 * longer than the bound. */
static void test_bound(void **state)
{
    static const uint32_t periods[] = {4, 5, 6, 8, 10};
    uint32_t checked = 0, met = 0;

    (void)state;
    for (uint32_t round = 0; round < 3000; round++) {
        struct set set = {0};
        uint64_t first[MAX_THREADS];

        make_windows(&set, pick(4, 12));
        make_threads(&set, periods, 5, MAX_THREADS, true);
        for (uint32_t i = 0; i < set.count; i++) {
            set.threads[i].sporadic = i == set.count - 1 || pick(0, 1) == 0;
            set.threads[i].priority = pick(1, 3);
        }
        struct response response = analysed(&set, 0);
        if (response.kind == RESPONSE_OVERLOAD || response.kind == RESPONSE_EXACT)
            continue;
        assert_int_equal(response.kind, RESPONSE_BOUND);
        for (uint32_t i = 0; i < 60; i++) {
            for (uint32_t j = 0; j < MAX_THREADS; j++)
                first[j] = pick(0, 24);
            uint64_t time = simulate(&set, 0, first, 400);
            assert_true(time <= response.time);
            met += time == response.time;
        }
        checked++;
    }
    print_message("%u bounds, met %u times\n", checked, met);
    assert_true(checked > 300 && met > 100);
}

/* --- the supply alone --- */

static void test_supply(void **state)
{
    (void)state;
    for (uint32_t round = 0; round < 300; round++) {
        struct set set = {0};
        uint64_t frame = pick(3, 20), least, begin, gap = 0;

        make_windows(&set, (uint32_t)frame);
        for (uint64_t from = 0; from < 2 * frame; from++)
            for (uint64_t to = from, given = 0; to < from + 3 * frame; to++) {
                assert_int_equal(supply_between(&set.supply, from, to), given);
                gap = given == 0 && to - from > gap ? to - from : gap;
                if (!open_at(&set.supply, to))
                    continue;
                given++;
                assert_int_equal(supply_wait(&set.supply, from, given), to + 1 - from);
            }
        assert_int_equal(supply_longest_gap(&set.supply), gap);
        for (uint64_t length = 1; length < 2 * frame; length++) {
            least = length;
            for (uint64_t from = 0; from < frame; from++) {
                uint64_t one = supply_between(&set.supply, from, from + length);

                least = one < least ? one : least;
            }
            assert_int_equal(supply_least(&set.supply, length, &begin), least);
            assert_int_equal(supply_between(&set.supply, begin, begin + length), least);
        }
    }
}

/* What is too long to go through becomes a bound, or unknown, at once. */
static void test_limits(void **state)
{
    struct set set = {.supply = {.frame = 1000003, .windows = set.windows, .count = 1},
                      .windows = {{.offset = 0, .duration = 900000}},
                      .count = 2};

    (void)state;
    supply_prepare(&set.supply);
    set.threads[0] = (struct response_thread){999983, 400000, 0, 1, false};
    set.threads[1] = (struct response_thread){999979, 1000, 0, 2, false};
    struct response response = analysed(&set, 0);
    assert_int_equal(response.kind, RESPONSE_BOUND);
    assert_int_equal(response.time, 100003 + 400000 + 1000);
    assert_int_equal(response.release, 900000);
    set.threads[0].execution = UINT64_MAX / 2;
    set.threads[0].period = UINT64_MAX;
    assert_int_equal(analysed(&set, 0).kind, RESPONSE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_supply),   cmocka_unit_test(test_periodic),
        cmocka_unit_test(test_overload), cmocka_unit_test(test_sporadic),
        cmocka_unit_test(test_bound),    cmocka_unit_test(test_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
