/* SPDX-License-Identifier: BSD-2-Clause */

#include "response.h"

/* Jobs looked at for one thread, and steps of all fixed points for it. */
#define MAX_JOBS  200000u
#define MAX_STEPS 2000000u
/* Times beyond it can't be added up safely. */
#define MAX_TIME (UINT64_C(1) << 60)

struct analysis {
    const struct supply *supply;
    const struct response_thread *threads;
    uint32_t count;
    const struct response_thread *subject;
    bool any_phase; /* all are released together at the start of the busy time */
    uint64_t start; /* of the periodic threads, if the phases are known */
    uint64_t busy;  /* the start of the busy time being looked at */
    uint64_t steps;
    bool given_up;
    struct response worst;
};

static uint64_t add_limited(uint64_t a, uint64_t b)
{
    return a > MAX_TIME - b ? MAX_TIME : a + b;
}

static uint64_t multiply_limited(uint64_t a, uint64_t b)
{
    return a != 0 && b > MAX_TIME / a ? MAX_TIME : a * b;
}

/* The first release of a thread in the busy time. */
static uint64_t first_release(const struct analysis *analysis, const struct response_thread *thread)
{
    uint64_t first = analysis->start + thread->offset;

    if (analysis->any_phase)
        return analysis->busy;
    if (first >= analysis->busy)
        return first;
    uint64_t late = analysis->busy - first;
    return first + (late + thread->period - 1) / thread->period * thread->period;
}

/* Releases of a thread in [busy, end). */
static uint64_t releases(const struct analysis *analysis, const struct response_thread *thread,
                         uint64_t end)
{
    uint64_t first = first_release(analysis, thread);

    return end <= first ? 0 : (end - first - 1) / thread->period + 1;
}

static bool delays(const struct analysis *analysis, const struct response_thread *thread)
{
    return thread->priority >= analysis->subject->priority;
}

/* At its own priority, what is released later does not come before the job.
 * Without known phases the others there may all be older. */
static bool first_in_first_out(const struct analysis *analysis,
                               const struct response_thread *thread)
{
    return thread == analysis->subject ||
           (!analysis->any_phase && thread->priority == analysis->subject->priority);
}

/* Work that comes before the end of a job released at "release", as far as it
 * is released before "end". */
static uint64_t work(const struct analysis *analysis, uint64_t release, uint64_t end)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < analysis->count; i++) {
        const struct response_thread *thread = &analysis->threads[i];

        if (!delays(analysis, thread))
            continue;
        uint64_t until = first_in_first_out(analysis, thread) ? release + 1 : end;
        sum = add_limited(sum,
                          multiply_limited(releases(analysis, thread, until), thread->execution));
    }
    return sum;
}

/* When the job released at "release" ends: the least time at which as much has
 * been given as was asked for until then. */
static uint64_t job_end(struct analysis *analysis, uint64_t release)
{
    uint64_t end = release + 1;

    for (;;) {
        uint64_t wanted = work(analysis, release, end);
        uint64_t next = analysis->busy;

        if (wanted >= MAX_TIME / 4 || end >= MAX_TIME / 4 || ++analysis->steps > MAX_STEPS) {
            analysis->given_up = true;
            return end;
        }
        next += supply_wait(analysis->supply, analysis->busy, wanted);
        if (next <= end)
            return end;
        end = next;
    }
}

static void note(struct analysis *analysis, uint64_t release, uint64_t end)
{
    if (analysis->given_up || end - release <= analysis->worst.time)
        return;
    analysis->worst.time = end - release;
    analysis->worst.release = release;
}

/* All jobs of the subject that are released while it, or what delays it, is
 * busy from one of its releases on. */
static void busy_jobs(struct analysis *analysis)
{
    uint64_t release = first_release(analysis, analysis->subject);

    while (!analysis->given_up) {
        uint64_t end = job_end(analysis, release);

        note(analysis, release, end);
        release += analysis->subject->period;
        if (end <= release)
            return;
    }
}

/* --- any phase --- */

/* A busy time that begins in a gap is not worse than one that begins at the
 * gap's start, and one that begins in a window is not worse than at its end. */
static void search_windows(struct analysis *analysis)
{
    const struct supply *supply = analysis->supply;

    /* The only start there is if the partition has the whole frame. */
    busy_jobs(analysis);
    for (uint32_t i = 0; i < supply->count && !analysis->given_up; i++) {
        uint64_t end = supply->windows[i].offset + supply->windows[i].duration;
        uint64_t next = i + 1 < supply->count ? supply->windows[i + 1].offset
                                              : supply->windows[0].offset + supply->frame;

        if (end == next)
            continue;
        analysis->busy = end % supply->frame;
        busy_jobs(analysis);
    }
}

/* --- known phases --- */

static uint64_t greatest_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static uint64_t least_multiple(uint64_t a, uint64_t b)
{
    return multiply_limited(a / greatest_divisor(a, b), b);
}

/* When everything has repeated: two hyperperiods after the last first release. */
static uint64_t repeated_after(const struct analysis *analysis)
{
    uint64_t hyperperiod = analysis->supply->frame;
    uint64_t last = 0;

    for (uint32_t i = 0; i < analysis->count; i++) {
        const struct response_thread *thread = &analysis->threads[i];

        if (!delays(analysis, thread))
            continue;
        hyperperiod = least_multiple(hyperperiod, thread->period);
        last = thread->offset > last ? thread->offset : last;
    }
    return add_limited(last, multiply_limited(2, hyperperiod));
}

/* The earliest release at "from" or later of a thread that counts. */
static uint64_t next_release(struct analysis *analysis, uint64_t from)
{
    uint64_t earliest = UINT64_MAX;

    analysis->busy = from;
    for (uint32_t i = 0; i < analysis->count; i++) {
        const struct response_thread *thread = &analysis->threads[i];
        uint64_t first = first_release(analysis, thread);

        if (delays(analysis, thread) && first < earliest)
            earliest = first;
    }
    return earliest;
}

/* The end of all work at or above the subject's priority, from busy on. */
static uint64_t busy_end(struct analysis *analysis)
{
    uint64_t end = analysis->busy + 1;

    for (;;) {
        uint64_t wanted = 0;

        for (uint32_t i = 0; i < analysis->count; i++)
            if (delays(analysis, &analysis->threads[i]))
                wanted = add_limited(
                    wanted, multiply_limited(releases(analysis, &analysis->threads[i], end),
                                             analysis->threads[i].execution));
        if (wanted >= MAX_TIME / 4 || end >= MAX_TIME / 4 || ++analysis->steps > MAX_STEPS) {
            analysis->given_up = true;
            return end;
        }
        uint64_t next = analysis->busy + supply_wait(analysis->supply, analysis->busy, wanted);
        if (next <= end)
            return end;
        end = next;
    }
}

/* Busy time after busy time, until all has repeated. */
static void search_releases(struct analysis *analysis, uint64_t length)
{
    uint64_t from = next_release(analysis, analysis->start);

    while (from < analysis->start + length && !analysis->given_up) {
        analysis->busy = from;
        uint64_t end = busy_end(analysis);

        for (uint64_t release = first_release(analysis, analysis->subject);
             release < end && release < analysis->start + length && !analysis->given_up;
             release += analysis->subject->period)
            note(analysis, release, job_end(analysis, release));
        from = next_release(analysis, end);
    }
}

static bool phases_known(const struct analysis *analysis)
{
    for (uint32_t i = 0; i < analysis->count; i++)
        if (delays(analysis, &analysis->threads[i]) && analysis->threads[i].sporadic)
            return false;
    return true;
}

static void search_starts(struct analysis *analysis, const struct response_start *start)
{
    uint64_t frame = analysis->supply->frame;
    uint64_t step = start->step == 0 ? frame : start->step;
    uint64_t length = repeated_after(analysis);

    if (length >= MAX_TIME / 8 || length / analysis->subject->period > MAX_JOBS) {
        analysis->given_up = true;
        return;
    }
    for (uint64_t k = 0; k < frame / step && !analysis->given_up; k++) {
        analysis->start = (start->origin + k * step) % frame;
        search_releases(analysis, length);
    }
}

/* --- all --- */

static bool overloaded(const struct analysis *analysis)
{
    long double wanted = 0;
    long double given =
        (long double)analysis->supply->per_frame / (long double)analysis->supply->frame;

    for (uint32_t i = 0; i < analysis->count; i++)
        if (delays(analysis, &analysis->threads[i]))
            wanted += (long double)analysis->threads[i].execution /
                      (long double)analysis->threads[i].period;
    /* Less than the rounding of the sum does not count. */
    return wanted > given * (1 + 1e-15L);
}

/* Is a thread alone at its priority, and are all those above sporadic? */
static bool bound_is_exact(const struct analysis *analysis)
{
    for (uint32_t i = 0; i < analysis->count; i++) {
        const struct response_thread *thread = &analysis->threads[i];

        if (delays(analysis, thread) &&
            (!thread->sporadic ||
             (thread != analysis->subject && thread->priority == analysis->subject->priority)))
            return false;
    }
    return true;
}

struct response response_worst(const struct supply *supply, const struct response_start *start,
                               const struct response_thread *threads, uint32_t count,
                               uint32_t subject)
{
    struct analysis analysis = {
        .supply = supply, .threads = threads, .count = count, .subject = &threads[subject]};
    bool known = phases_known(&analysis);

    if (overloaded(&analysis))
        return (struct response){.kind = RESPONSE_OVERLOAD};
    if (known)
        search_starts(&analysis, start);
    if (known && !analysis.given_up) {
        analysis.worst.kind = RESPONSE_EXACT;
        return analysis.worst;
    }
    /* Known phases that take too long to go through are a case of any phase. */
    analysis.any_phase = true;
    analysis.given_up = false;
    analysis.steps = 0;
    analysis.worst = (struct response){0};
    search_windows(&analysis);
    analysis.worst.kind = analysis.given_up           ? RESPONSE_UNKNOWN
                          : bound_is_exact(&analysis) ? RESPONSE_EXACT
                                                      : RESPONSE_BOUND;
    return analysis.worst;
}
