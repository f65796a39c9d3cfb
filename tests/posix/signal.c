/* SPDX-License-Identifier: BSD-2-Clause */

/* Signals, timers, clocks. */

#include "posix.h"
#include <signal.h>
#include <unistd.h>

static volatile int caught;
static siginfo_t caught_info;

static void catch (int number)
{
    caught = number;
    mark('s');
}

static void catch_info(int number, siginfo_t *info, void *context)
{
    (void)context;
    caught = number;
    caught_info = *info;
    mark((char)('0' + info->si_value.sival_int));
}

static void install(int number, _sig_func_ptr handler)
{
    const struct sigaction action = {.sa_handler = handler};

    ZERO(sigaction(number, &action, NULL));
}

static sigset_t set_of(int number)
{
    sigset_t set;

    ZERO(sigemptyset(&set));
    ZERO(sigaddset(&set, number));
    return set;
}

static void test_sets(void)
{
    sigset_t set;

    group("sigemptyset, _fillset, _addset, _delset, _ismember");
    FAILS(EINVAL, sigemptyset(NULL));
    FAILS(EINVAL, sigfillset(NULL));
    FAILS(EINVAL, sigaddset(NULL, SIGUSR1));
    FAILS(EINVAL, sigaddset(&set, 0));
    FAILS(EINVAL, sigdelset(&set, NSIG));
    FAILS(EINVAL, sigismember(&set, -1));
    ZERO(sigfillset(&set));
    ZERO(sigdelset(&set, SIGUSR1));
    EQUAL(0, sigismember(&set, SIGUSR1));
    EQUAL(1, sigismember(&set, SIGUSR2));
}

static void test_handlers(void)
{
    struct sigaction old;
    sigset_t set;
    sigset_t before;

    group("sigaction, kill, raise, signal");
    FAILS(EINVAL, sigaction(0, NULL, NULL));
    FAILS(EINVAL, sigaction(NSIG, NULL, NULL));
    FAILS(EINVAL, sigaction(SIGKILL, NULL, NULL));
    FAILS(ESRCH, kill(getpid() + 1, SIGUSR1));
    FAILS(EINVAL, kill(getpid(), 0));
    FAILS(EINVAL, kill(getpid(), NSIG));
    install(SIGUSR1, catch);
    ZERO(sigaction(SIGUSR1, NULL, &old));
    EXPECT(old.sa_handler == catch);
    ZERO(kill(getpid(), SIGUSR1));
    EQUAL(SIGUSR1, caught);
    ZERO(raise(SIGUSR1));
    TRACE("ss");
    EXPECT(signal(SIGUSR1, SIG_IGN) == catch);
    ZERO(raise(SIGUSR1));
    EXPECT(signal(SIGUSR1, catch) == SIG_IGN);
    EXPECT(signal(SIGKILL, catch) == SIG_ERR);
    TRACE("");

    group("sigprocmask, pthread_sigmask, sigpending");
    set = set_of(SIGUSR1);
    EQUAL(EINVAL, pthread_sigmask(SIG_BLOCK, NULL, NULL));
    EQUAL(EINVAL, pthread_sigmask(99, &set, NULL));
    FAILS(EINVAL, sigprocmask(99, &set, NULL));
    ZERO(sigprocmask(SIG_BLOCK, &set, &before));
    EQUAL(0, before);
    ZERO(raise(SIGUSR1));
    ZERO(raise(SIGUSR1));
    TRACE("");
    FAILS(EINVAL, sigpending(NULL));
    ZERO(sigpending(&before));
    EQUAL(1, sigismember(&before, SIGUSR1));
    ZERO(sigprocmask(SIG_UNBLOCK, &set, NULL));
    TRACE("s");
    ZERO(sigpending(&before));
    EQUAL(0, before);
}

static void block_both(int number)
{
    mark((char)(number == SIGUSR1 ? '1' : '2'));
    if (number == SIGUSR1)
        ZERO(raise(SIGUSR2));
    mark('e');
}

static void test_masks(void)
{
    struct sigaction action = {.sa_handler = block_both};

    group("sa_mask holds other signals back");
    install(SIGUSR2, block_both);
    ZERO(sigaction(SIGUSR1, &action, NULL));
    ZERO(raise(SIGUSR1));
    TRACE("12ee");
    action.sa_mask = set_of(SIGUSR2);
    ZERO(sigaction(SIGUSR1, &action, NULL));
    ZERO(raise(SIGUSR1));
    TRACE("1e2e");
}

/* Waiting ---------------------------------------------------------------- */

static void *await(void *argument)
{
    sigset_t set = set_of(SIGUSR2);
    int number = 0;

    ZERO(pthread_sigmask(SIG_BLOCK, &set, NULL));
    ZERO(sigwait(&set, &number));
    EQUAL(SIGUSR2, number);
    mark('w');
    return argument;
}

static void *sleep_interrupted(void *argument)
{
    const struct timespec time = {.tv_sec = 1000};
    struct timespec left = {0};

    FAILS(EINTR, nanosleep(&time, &left));
    EXPECT(left.tv_sec >= 999 - 1 && left.tv_sec < 1000);
    mark('n');
    return argument;
}

static void *suspend(void *argument)
{
    sigset_t set = set_of(SIGUSR1);
    sigset_t none = 0;

    ZERO(pthread_sigmask(SIG_BLOCK, &set, NULL));
    FAILS(EINTR, sigsuspend(&none));
    mark('p');
    return argument;
}

static void test_waiting(void)
{
    const struct timespec time = {.tv_nsec = 3000000};
    sigset_t set = set_of(SIGUSR2);
    siginfo_t info;
    pthread_t thread;

    group("sigwait, sigtimedwait, sigwaitinfo");
    install(SIGUSR1, catch);
    install(SIGUSR2, catch);
    FAILS(EINVAL, sigtimedwait(NULL, NULL, NULL));
    FAILS(EAGAIN, sigtimedwait(&set, &info, &time));
    ZERO(sigprocmask(SIG_BLOCK, &set, NULL));
    ZERO(raise(SIGUSR2));
    EQUAL(SIGUSR2, sigwaitinfo(&set, &info));
    EQUAL(SIGUSR2, info.si_signo);
    FAILS(EAGAIN, sigtimedwait(&set, &info, &time));
    thread = spawn_thread(60, await, NULL);
    TRACE("");
    ZERO(kill(getpid(), SIGUSR2)); /* who waits for it gets it */
    TRACE("w");
    ZERO(pthread_join(thread, NULL));
    ZERO(sigprocmask(SIG_UNBLOCK, &set, NULL));

    group("pthread_kill ends waits");
    EQUAL(EINVAL, pthread_kill(pthread_self(), 0));
    EQUAL(ESRCH, pthread_kill(BAD_THREAD, SIGUSR1));
    thread = spawn_thread(60, sleep_interrupted, NULL);
    ZERO(pthread_kill(thread, SIGUSR1));
    TRACE("sn");
    ZERO(pthread_join(thread, NULL));
    thread = spawn_thread(60, suspend, NULL);
    ZERO(pthread_kill(thread, SIGUSR1));
    TRACE("sp");
    ZERO(pthread_join(thread, NULL));
}

static void test_queued(void)
{
    const struct sigaction action = {.sa_flags = SA_SIGINFO, .sa_sigaction = catch_info};
    sigset_t set = set_of(SIGRTMIN);

    group("sigqueue: in order, none lost");
    ZERO(sigaction(SIGRTMIN, &action, NULL));
    ZERO(sigprocmask(SIG_BLOCK, &set, NULL));
    for (int i = 1; i <= 3; i++)
        ZERO(sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i}));
    FAILS(EAGAIN, sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 4}));
    FAILS(ESRCH, sigqueue(77, SIGRTMIN, (union sigval){.sival_int = 4}));
    ZERO(sigprocmask(SIG_UNBLOCK, &set, NULL));
    TRACE("123");
    EQUAL(SI_QUEUE, caught_info.si_code);
    ZERO(sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 5}));
    TRACE("5");
}

/* Timers and clocks ------------------------------------------------------ */

static void test_timers(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct itimerspec value = {.it_value = {.tv_nsec = 5000000}};
    struct itimerspec old;
    timer_t timer;
    timer_t other;

    group("timer_create, _delete: status codes");
    FAILS(EINVAL, timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer));
    FAILS(EINVAL, timer_create(CLOCK_REALTIME, &event, NULL));
    event.sigev_signo = 0;
    FAILS(EINVAL, timer_create(CLOCK_REALTIME, &event, &timer));
    event.sigev_signo = SIGUSR1;
    event.sigev_notify = 99;
    FAILS(EINVAL, timer_create(CLOCK_REALTIME, &event, &timer));
    event.sigev_notify = SIGEV_SIGNAL;
    ZERO(timer_create(CLOCK_MONOTONIC, &event, &timer));
    FAILS(EAGAIN, timer_create(CLOCK_REALTIME, &event, &other));
    FAILS(EINVAL, timer_delete((timer_t)BAD_ID));

    group("timer_settime, _gettime, _getoverrun");
    FAILS(EINVAL, timer_settime(timer, 0, NULL, NULL));
    FAILS(EINVAL, timer_settime(timer, 99, &value, NULL));
    FAILS(EINVAL, timer_settime((timer_t)BAD_ID, 0, &value, NULL));
    FAILS(EINVAL, timer_gettime(timer, NULL));
    FAILS(EINVAL, timer_gettime((timer_t)BAD_ID, &old));
    FAILS(EINVAL, timer_getoverrun((timer_t)BAD_ID));
    value.it_value.tv_nsec = -1;
    FAILS(EINVAL, timer_settime(timer, 0, &value, NULL));
    value.it_value.tv_nsec = 5000000;
    ZERO(timer_settime(timer, 0, &value, &old));
    EXPECT(old.it_value.tv_sec == 0 && old.it_value.tv_nsec == 0);
    ZERO(timer_gettime(timer, &old));
    EXPECT(old.it_value.tv_nsec > 4000000 && old.it_value.tv_nsec <= 5000000);
    FAILS(EINTR, pause());
    TRACE("s");
    ZERO(timer_gettime(timer, &old));
    EXPECT(old.it_value.tv_nsec == 0);
    value.it_interval.tv_nsec = 2000000;
    ZERO(timer_settime(timer, 0, &value, NULL));
    for (int i = 0; i < 3; i++)
        FAILS(EINTR, pause());
    TRACE("sss");
    EQUAL(0, timer_getoverrun(timer));
    value.it_value.tv_nsec = 0;
    ZERO(timer_settime(timer, 0, &value, &old));
    EQUAL(2000000, old.it_interval.tv_nsec);
    sleep_ms(5);
    TRACE("");
    value.it_value = after_ms(CLOCK_MONOTONIC, 3);
    value.it_interval.tv_nsec = 0;
    ZERO(timer_settime(timer, TIMER_ABSTIME, &value, NULL));
    FAILS(EINTR, pause());
    TRACE("s");
    ZERO(timer_delete(timer));
    FAILS(EINVAL, timer_delete(timer));

    group("alarm");
    install(SIGALRM, catch);
    EQUAL(0, alarm(1));
    EQUAL(1, alarm(1));
    FAILS(EINTR, pause());
    EQUAL(SIGALRM, caught);
    EQUAL(0, alarm(1));
    EQUAL(1, alarm(0));
    TRACE("s");
}

static void test_clocks(void)
{
    struct timespec time = {.tv_sec = 1};
    struct timespec before;
    struct timespec now;
    clockid_t clock;

    group("clock_settime, clock_nanosleep, nanosleep");
    FAILS(EINVAL, clock_settime(CLOCK_REALTIME, &time)); /* before 1988 */
    FAILS(EINVAL, clock_settime(CLOCK_REALTIME, NULL));
    FAILS(EINVAL, clock_settime(CLOCK_MONOTONIC, &time));
    FAILS(ENOSYS, clock_settime(CLOCK_PROCESS_CPUTIME_ID, &time));
    time.tv_sec = 1000000000;
    ZERO(clock_settime(CLOCK_REALTIME, &time));
    ZERO(clock_gettime(CLOCK_REALTIME, &now));
    EXPECT(now.tv_sec == 1000000000 && now.tv_nsec < 2000000);
    time.tv_nsec = 1000000000;
    FAILS(EINVAL, nanosleep(&time, NULL));
    EQUAL(ENOTSUP, clock_nanosleep(CLOCK_PROCESS_CPUTIME_ID, 0, &time, NULL));
    EQUAL(EINVAL, clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL));
    ZERO(clock_gettime(CLOCK_MONOTONIC, &before));
    time = after_ms(CLOCK_MONOTONIC, 5);
    ZERO(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL));
    ZERO(clock_gettime(CLOCK_MONOTONIC, &now));
    EXPECT((now.tv_sec - before.tv_sec) * 1000000000 + now.tv_nsec - before.tv_nsec >= 5000000);
    time = after_ms(CLOCK_REALTIME, -5);
    ZERO(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &time, NULL));
    EQUAL(ESRCH, clock_getcpuclockid(77, &clock));
    ZERO(clock_getcpuclockid(0, &clock));

    group("sleep, sysconf, getpagesize");
    EQUAL(0, sleep(0));
    EQUAL(1000, sysconf(_SC_CLK_TCK));
    EQUAL(4096, getpagesize());
    FAILS(EINVAL, (int)sysconf(9999));
    FAILS(ENOSYS, fork());
}

static void *POSIX_Init(void *argument)
{
    (void)argument;
    ZERO(pthread_setschedprio(pthread_self(), 50));
    test_sets();
    test_handlers();
    test_masks();
    test_waiting();
    test_queued();
    test_timers();
    test_clocks();
    finish_posix(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK        1000
#define CONFIGURE_MAXIMUM_POSIX_THREADS        3
#define CONFIGURE_MAXIMUM_POSIX_TIMERS         1
#define CONFIGURE_MAXIMUM_POSIX_QUEUED_SIGNALS 3
#define CONFIGURE_POSIX_INIT_THREAD_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
