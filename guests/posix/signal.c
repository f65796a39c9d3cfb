/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Signals: pending for a thread or for the process, served by a thread that
 * does not block them as an action in its own context.
 */

#include <stdlib.h>
#include <unistd.h>
#include "internal.h"

/* What a signal that is queued brings. */
struct queued {
    struct exec_link link;
    siginfo_t info;
};

static struct {
    struct sigaction actions[NSIG]; /* all zero: SIG_DFL */
    sigset_t pending;               /* for the process */
    struct exec_list queue;         /* of the process, in order of arrival */
    struct exec_list free;
} signals = {
    .queue = {{&signals.queue.head, &signals.queue.head}},
    .free = {{&signals.free.head, &signals.free.head}},
};

void _RTEMS_POSIX_Signals_initialize(void);

void _RTEMS_POSIX_Signals_initialize(void)
{
    uint32_t count =
        rtems_resource_maximum_per_allocation(posix_configuration()->maximum_queued_signals);
    struct queued *nodes = classic_boot_memory(count * sizeof(*nodes));

    for (uint32_t i = 0; i < count; i++)
        exec_list_append(&signals.free, &nodes[i].link);
}

/* Taking ----------------------------------------------------------------- */

/* Real-time signals first, then the lowest number. */
static int most_urgent(sigset_t set)
{
    const sigset_t realtime = ~0ul << (SIGRTMIN - 1);

    if ((set & realtime) != 0)
        set &= realtime;
    return set == 0 ? 0 : __builtin_ctzl(set) + 1;
}

static struct queued *find_queued(int signal_number)
{
    for (struct exec_link *link = signals.queue.head.next; link != &signals.queue.head;
         link = link->next) {
        struct queued *queued = EXEC_CONTAINER(link, struct queued, link);

        if (queued->info.si_signo == signal_number)
            return queued;
    }
    return NULL;
}

/* One of the process; it stays pending if more of them are queued. */
static void take_of_process(int signal_number, siginfo_t *info)
{
    struct queued *queued = find_queued(signal_number);

    if (queued != NULL) {
        *info = queued->info;
        exec_list_remove(&queued->link);
        exec_list_append(&signals.free, &queued->link);
    }
    if (find_queued(signal_number) == NULL)
        signals.pending &= ~posix_signal_bit(signal_number);
}

int posix_signal_take(sigset_t set, siginfo_t *info)
{
    struct posix_thread *self = posix_self();
    int signal_number = most_urgent((self->pending | signals.pending) & set);

    if (signal_number == 0)
        return 0;
    *info = (siginfo_t){.si_signo = signal_number, .si_code = SI_USER};
    if ((self->pending & posix_signal_bit(signal_number)) != 0)
        self->pending &= ~posix_signal_bit(signal_number);
    else
        take_of_process(signal_number, info);
    return signal_number;
}

/* Serving ---------------------------------------------------------------- */

static void call_handler(const struct sigaction *action, siginfo_t *info)
{
    if (action->sa_handler == SIG_IGN)
        return;
    if (action->sa_handler == SIG_DFL)
        exit(EXIT_FAILURE);
    if ((action->sa_flags & SA_SIGINFO) != 0)
        action->sa_sigaction(info->si_signo, info, NULL);
    else
        action->sa_handler(info->si_signo);
}

/* As posix_serve_hook: between exec_enter() and exec_leave(). */
static void serve(void)
{
    struct posix_thread *self = posix_self();
    siginfo_t info;

    while (posix_signal_take(~self->blocked, &info) != 0) {
        const struct sigaction action = signals.actions[info.si_signo];
        sigset_t blocked = self->blocked;
        int error = errno;

        self->blocked |= action.sa_mask | posix_signal_bit(info.si_signo);
        exec_leave(_CPU_VIRTUAL_LEVEL_ENABLED);
        call_handler(&action, &info);
        (void)exec_enter();
        self->blocked = blocked;
        errno = error;
    }
}

/* Sending ---------------------------------------------------------------- */

/* Lets a thread that is to serve something do it. */
static void wake(rtems_tcb *task)
{
    struct posix_thread *posix = posix_of(task);

    posix_serve_hook = serve;
    if (posix->can_be_signalled)
        exec_wait_end(&task->thread, EXEC_SIGNALLED);
    posix->can_be_signalled = false;
    posix->joins = NULL;
    if ((posix->awaited & (posix->pending | signals.pending)) != 0)
        return; /* the one that waits takes it */
    posix_request_action(task);
    if (exec_executing() == &task->thread)
        classic_task_act();
}

struct search {
    sigset_t signal;
    rtems_tcb *found;
};

static bool is_alive(rtems_tcb *task)
{
    return (task->thread.states & EXEC_STATE_DORMANT) == 0;
}

static bool find_awaiting(rtems_tcb *task, void *argument)
{
    struct search *search = argument;

    if ((posix_of(task)->awaited & search->signal) == 0)
        return false;
    search->found = task;
    return true;
}

/* The most urgent one. */
static bool find_unblocked(rtems_tcb *task, void *argument)
{
    struct search *search = argument;

    if (is_alive(task) && (posix_of(task)->blocked & search->signal) == 0 &&
        (search->found == NULL || task->thread.priority < search->found->thread.priority))
        search->found = task;
    return false;
}

static bool executing_takes(sigset_t signal_bit)
{
    return exec_executing() != NULL && classic_executing()->the_class != NULL &&
           (posix_self()->blocked & signal_bit) == 0;
}

/* The executing thread, or one that waits for it, or the most urgent one that
 * does not block it. */
static rtems_tcb *choose(sigset_t signal_bit)
{
    struct search search = {.signal = signal_bit};

    if (executing_takes(signal_bit))
        return classic_executing();
    posix_for_each(find_awaiting, &search);
    if (search.found == NULL)
        posix_for_each(find_unblocked, &search);
    return search.found;
}

static bool is_ignored(int signal_number)
{
    const struct sigaction *action = &signals.actions[signal_number];

    return action->sa_handler == SIG_IGN ||
           (action->sa_handler == SIG_DFL && signal_number == SIGCHLD);
}

static bool queue(int signal_number, int code, union sigval value)
{
    struct exec_link *link = exec_list_take_first(&signals.free);

    if (link == NULL)
        return false;
    EXEC_CONTAINER(link, struct queued, link)->info =
        (siginfo_t){.si_signo = signal_number, .si_code = code, .si_value = value};
    exec_list_append(&signals.queue, link);
    return true;
}

int posix_signal_process(int signal_number, int code, union sigval value)
{
    rtems_tcb *task;

    if (is_ignored(signal_number))
        return 0;
    if ((signals.actions[signal_number].sa_flags & SA_SIGINFO) != 0 &&
        !queue(signal_number, code, value) && code != SI_TIMER && code != SI_USER)
        return EAGAIN;
    signals.pending |= posix_signal_bit(signal_number);
    task = choose(posix_signal_bit(signal_number));
    if (task != NULL)
        wake(task);
    return 0;
}

static int send(pid_t process, int signal_number, int code, union sigval value)
{
    int error;
    int level;

    if (process != getpid())
        return posix_fail(ESRCH);
    if (!posix_signal_is_valid(signal_number))
        return posix_fail(EINVAL);
    if (signal_number == SIGFPE || signal_number == SIGILL || signal_number == SIGSEGV)
        return pthread_kill(pthread_self(), signal_number);
    level = exec_enter();
    error = posix_signal_process(signal_number, code, value);
    exec_leave(level);
    return error == 0 ? 0 : posix_fail(error);
}

int kill(pid_t process, int signal_number)
{
    return send(process, signal_number, SI_USER, (union sigval){0});
}

int sigqueue(pid_t process, int signal_number, const union sigval value)
{
    return send(process, signal_number, SI_QUEUE, value);
}

int pthread_kill(pthread_t thread, int signal_number)
{
    rtems_tcb *task;
    int level;

    if (!posix_signal_is_valid(signal_number))
        return EINVAL;
    level = exec_enter();
    task = classic_task_get(thread);
    if (task != NULL && !is_ignored(signal_number)) {
        sigset_t bit = posix_signal_bit(signal_number);

        posix_of(task)->pending |= bit;
        if (((~posix_of(task)->blocked | posix_of(task)->awaited) & bit) != 0)
            wake(task);
    }
    exec_leave(level);
    return task == NULL ? ESRCH : 0;
}

/* Actions and masks ------------------------------------------------------ */

int sigaction(int signal_number, const struct sigaction *restrict action,
              struct sigaction *restrict old_action)
{
    int level;

    if (!posix_signal_is_valid(signal_number) || signal_number == SIGKILL)
        return posix_fail(EINVAL);
    level = exec_enter();
    if (old_action != NULL)
        *old_action = signals.actions[signal_number];
    if (action != NULL)
        signals.actions[signal_number] = *action;
    if (action != NULL && is_ignored(signal_number))
        signals.pending &= ~posix_signal_bit(signal_number);
    exec_leave(level);
    return 0;
}

_sig_func_ptr signal(int signal_number, _sig_func_ptr handler)
{
    const struct sigaction action = {.sa_handler = handler};
    struct sigaction old;

    return sigaction(signal_number, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old_set)
{
    struct posix_thread *self = posix_self();
    int error = 0;
    int level;

    if (set == NULL && old_set == NULL)
        return EINVAL;
    level = exec_enter();
    if (old_set != NULL)
        *old_set = self->blocked;
    if (set != NULL) {
        if (how == SIG_BLOCK)
            self->blocked |= *set;
        else if (how == SIG_UNBLOCK)
            self->blocked &= ~*set;
        else if (how == SIG_SETMASK)
            self->blocked = *set;
        else
            error = EINVAL;
        if (((self->pending | signals.pending) & ~self->blocked) != 0)
            wake(classic_executing());
    }
    exec_leave(level);
    return error;
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old_set)
{
    int error = pthread_sigmask(how, set, old_set);

    return error == 0 ? 0 : posix_fail(error);
}

int sigpending(sigset_t *set)
{
    if (set == NULL)
        return posix_fail(EINVAL);
    *set = posix_self()->pending | signals.pending;
    return 0;
}
