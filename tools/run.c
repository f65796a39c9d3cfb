/* SPDX-License-Identifier: BSD-2-Clause */

/* Runs an image in QEMU, in virtual time that counts instructions: 1 ns each,
 * so that runs repeat exactly. */

#include "tool.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bulkhead/config.h"
#include "kernel/config.h"

#define MEBIBYTE      (1024u * 1024u)
#define USUAL_MEMORY  64u /* MB */
#define KERNEL_MEMORY 8u  /* MB, for page tables and the like */
#define GRACE         3   /* seconds between SIGTERM and SIGKILL */

/* What the kernel writes to the debug-exit port, as QEMU's exit status. */
static const struct {
    int exit;
    enum status status;
} endings[] = {
    {0x10 << 1 | 1, STATUS_DONE},
    {0x11 << 1 | 1, STATUS_PARTITION},
    {0x12 << 1 | 1, STATUS_IMAGE},
    {0x13 << 1 | 1, STATUS_PANIC},
};

static enum status ending(int wait_status)
{
    if (WIFSIGNALED(wait_status)) {
        complain("the machine was ended by signal %d", WTERMSIG(wait_status));
        return STATUS_MACHINE;
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (WEXITSTATUS(wait_status) == endings[i].exit)
            return endings[i].status;
    complain("the machine ended without a result of the kernel (status %d)",
             WEXITSTATUS(wait_status));
    return STATUS_MACHINE;
}

/* Without this much the image can't be loaded or its partitions can't be made,
 * in MB. What the kernel's tables need comes on top of it. */
static uint32_t least_memory(struct arena *arena, const struct file *image)
{
    const struct bulkhead_config *config = image_config(arena, image);
    uint64_t bytes = image_end(image);

    for (uint32_t i = 0; config != NULL && i < config->partitions.count; i++)
        bytes += config_partition(config, i)->memory_size;
    for (uint32_t i = 0; config != NULL && i < config->regions.count; i++)
        if (config_region(config, i)->physical == BULKHEAD_NO_ADDRESS)
            bytes += config_region(config, i)->size;
    for (uint32_t i = 0; config != NULL && i < config->channels.count; i++)
        bytes += (uint64_t)config_channel(config, i)->message_size *
                 config_channel(config, i)->message_count;
    return (uint32_t)(bytes / MEBIBYTE + 1);
}

static void make_command(struct arena *arena, const struct options *options, const char *image,
                         uint32_t memory, struct list *command)
{
    const char *const fixed[] = {
        options->qemu,
        "-accel",
        "tcg",
        "-cpu",
        "qemu32,+nx",
        "-icount",
        "shift=0,sleep=off",
        "-display",
        "none",
        "-serial",
        "stdio",
        "-monitor",
        options->monitor == NULL ? "none" : options->monitor,
        "-rtc",
        "base=2000-01-01T00:00:00,clock=vm",
        "-no-reboot",
        "-device",
        "isa-debug-exit,iobase=0xf4,iosize=4",
        "-kernel",
        image,
    };

    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
        list_add(arena, command, fixed[i]);
    if (options->serial2 != NULL) {
        list_add(arena, command, "-serial");
        list_add(arena, command, options->serial2);
    }
    list_add(arena, command, "-m");
    list_add(arena, command, arena_print(arena, "%u", memory));
    list_add(arena, command, "-append");
    list_add(arena, command,
             arena_print(arena, "tsc=1000000000 timer=1000000000 debug-exit=0xf4%s%s",
                         options->append == NULL ? "" : " ",
                         options->append == NULL ? "" : options->append));
    if (options->gdb) {
        list_add(arena, command, "-s");
        list_add(arena, command, "-S");
    }
    list_add(arena, command, NULL);
}

static void show_command(const struct list *command)
{
    for (uint32_t i = 0; i + 1 < command->count; i++) {
        const char *word = command->items[i];

        fprintf(stderr, strchr(word, ' ') == NULL ? "%s%s" : "%s'%s'", i == 0 ? "" : " ", word);
    }
    fputc('\n', stderr);
}

/* The machine must not outlive this process, whatever ends it. */
static pid_t start(const struct list *command, const sigset_t *signals_before)
{
    pid_t parent = getpid();
    pid_t child = fork();

    if (child != 0)
        return child;
    sigprocmask(SIG_SETMASK, signals_before, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent)
        execvp(command->items[0], (char **)command->items);
    complain("can't start '%s': %s", (const char *)command->items[0], strerror(errno));
    _exit(127);
}

/* Waits for a signal of the set; 0 when the seconds are over. */
static int wait_signal(const sigset_t *signals, uint32_t seconds)
{
    struct timespec limit = {.tv_sec = (time_t)seconds};
    int signal;

    do
        signal = seconds == 0 ? sigwaitinfo(signals, NULL) : sigtimedwait(signals, NULL, &limit);
    while (signal < 0 && errno == EINTR);
    return signal < 0 ? 0 : signal;
}

static int end_child(pid_t child, const sigset_t *signals)
{
    int wait_status = 0;

    kill(child, SIGTERM);
    if (wait_signal(signals, GRACE) != SIGCHLD)
        kill(child, SIGKILL);
    waitpid(child, &wait_status, 0);
    return wait_status;
}

static enum status watch(pid_t child, const sigset_t *signals, uint32_t time_limit)
{
    int signal = wait_signal(signals, time_limit);
    int wait_status = 0;

    if (signal == SIGCHLD) {
        waitpid(child, &wait_status, 0);
        return ending(wait_status);
    }
    end_child(child, signals);
    if (signal != 0)
        return (enum status)(128 + signal);
    complain("the time limit of %u s is over; the machine was stopped", time_limit);
    return STATUS_TIME;
}

static enum status run_machine(const struct list *command, uint32_t time_limit)
{
    sigset_t signals, before;

    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, &before);
    fflush(stdout);
    pid_t child = start(command, &before);
    if (child < 0) {
        complain("can't start a process: %s", strerror(errno));
        return STATUS_MACHINE;
    }
    enum status status = watch(child, &signals, time_limit);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

static enum status run_image(struct arena *arena, const struct options *options, const char *path,
                             const struct file *image)
{
    struct list command = {0};
    uint32_t least = least_memory(arena, image);
    uint32_t memory = options->memory;

    if (memory == 0)
        memory = least + KERNEL_MEMORY < USUAL_MEMORY ? USUAL_MEMORY : least + KERNEL_MEMORY;
    /* QEMU's loader would wait for ever. */
    if (memory < least) {
        complain("%u MB of memory are too few: the image and its partitions need at least %u MB; "
                 "give more, or leave --memory out",
                 memory, least);
        return STATUS_USAGE;
    }
    make_command(arena, options, path, memory, &command);
    if (options->verbose)
        show_command(&command);
    if (options->gdb)
        fprintf(stderr, "bulkhead: waiting for GDB; there: file %s, target remote :1234\n", path);
    return run_machine(&command, options->time_limit);
}

static enum status run_models(struct arena *arena, const struct options *options)
{
    const char *folder = getenv("TMPDIR");
    struct file image;
    enum status status = build_image(arena, options, &image);
    char *path;

    if (status != STATUS_DONE)
        return status;
    path = arena_print(arena, "%s/bulkhead-XXXXXX",
                       folder == NULL || folder[0] == '\0' ? "/tmp" : folder);
    int descriptor = mkstemp(path);
    if (descriptor < 0) {
        complain("can't write '%s': %s", path, strerror(errno));
        return STATUS_FILE;
    }
    close(descriptor);
    image.name = path;
    status = file_write(path, &image) ? run_image(arena, options, path, &image) : STATUS_FILE;
    unlink(path);
    return status;
}

enum status command_run(struct arena *arena, const struct options *options)
{
    struct file file;
    const char *first = options->inputs.items[0];

    if (!file_read(arena, first, &file))
        return STATUS_FILE;
    if (!image_is_elf(&file))
        return run_models(arena, options);
    if (options->inputs.count > 1) {
        complain("'%s' is an image; one can be run at a time", first);
        return STATUS_USAGE;
    }
    return run_image(arena, options, first, &file);
}
