/* SPDX-License-Identifier: BSD-2-Clause */

/* The console as a terminal: lines that are edited while they are typed, the
 * end of the input, single characters, and the errors of termios. */

#include <errno.h>
#include <rtems.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static unsigned failures;

static void check(bool good, const char *what)
{
    if (good)
        return;
    printf("FAILED: %s\n", what);
    failures++;
}

static void set(tcflag_t without, unsigned least, unsigned time)
{
    struct termios attributes;

    check(tcgetattr(STDIN_FILENO, &attributes) == 0, "tcgetattr");
    attributes.c_lflag &= ~without;
    attributes.c_cc[VMIN] = (cc_t)least;
    attributes.c_cc[VTIME] = (cc_t)time;
    check(tcsetattr(STDIN_FILENO, TCSANOW, &attributes) == 0, "tcsetattr");
}

static void expect_line(const char *expected)
{
    char text[400];

    do
        if (fgets(text, sizeof(text), stdin) == NULL)
            text[0] = '\0';
    while (text[0] == '\n');
    check(strcmp(text, expected) == 0, expected);
    printf("read: %s", text);
}

/* The device may lose what came in before the kernel set it up: the input
 * begins with empty lines, of which some may not arrive. */
static void first_line(void)
{
    set(ECHO, 1, 0);
    expect_line("begin\n");
}

static void edited_lines(void)
{
    expect_line("hello\n");
    expect_line("erased by the other key\n");
    expect_line("clean\n");
    expect_line("one three\n");
    expect_line("cafe\n");
    expect_line("a carriage return ends it, too\n");
}

static void long_line(void)
{
    char text[400];

    check(fgets(text, sizeof(text), stdin) != NULL && strlen(text) == 256 && text[255] == '\n',
          "a line of 255 characters");
}

static void end_of_input(void)
{
    char text[40];

    check(read(STDIN_FILENO, text, sizeof(text)) == 5 && memcmp(text, "ended", 5) == 0,
          "the line before the end");
    check(read(STDIN_FILENO, text, sizeof(text)) == 0, "the end");
    check(read(STDIN_FILENO, text, 3) == 3 && memcmp(text, "in ", 3) == 0, "a part of a line");
    check(read(STDIN_FILENO, text, 0) == 0, "nothing");
    check(read(STDIN_FILENO, text, sizeof(text)) == 6 && memcmp(text, "parts\n", 6) == 0,
          "its other part");
}

static void characters(void)
{
    struct termios before, raw;
    char text[40];

    tcgetattr(STDIN_FILENO, &before);
    raw = before;
    cfmakeraw(&raw);
    check(tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0, "raw");
    set(0, 6, 0);
    check(read(STDIN_FILENO, text, 6) == 6 && memcmp(text, "\x04\x7f\x15\r\n!", 6) == 0,
          "six characters as they come");
    set(0, 1, 0);
    check(read(STDIN_FILENO, text, 1) == 1 && text[0] == 'x', "one character");
    check(tcsetattr(STDIN_FILENO, TCSANOW, &before) == 0, "as before");
    set(ECHO, 1, 0);
    expect_line("a secret\n");
    check(tcsetattr(STDIN_FILENO, TCSANOW, &before) == 0, "as before");
}

static void time_limit(void)
{
    rtems_interval begin = rtems_clock_get_ticks_since_boot();
    char text;

    set(ICANON, 0, 0);
    check(read(STDIN_FILENO, &text, 1) == 0, "no character at once");
    set(ICANON, 0, 3);
    check(read(STDIN_FILENO, &text, 1) == 0, "no character");
    begin = rtems_clock_get_ticks_since_boot() - begin;
    check(begin >= 30 && begin <= 32, "after 0.3 s");
}

static void errors(void)
{
    struct termios attributes;

    tcgetattr(STDOUT_FILENO, &attributes);
    attributes.c_lflag |= ISIG | TOSTOP;
    check(tcsetattr(STDOUT_FILENO, TCSAFLUSH, &attributes) == 0, "what has no effect");
    tcgetattr(STDERR_FILENO, &attributes);
    check((attributes.c_lflag & (ISIG | TOSTOP)) == 0, "is not there afterwards");
    errno = 0;
    check(tcgetattr(3, &attributes) == -1 && errno == EBADF, "no such file");
    errno = 0;
    check(tcsetattr(0, 7, &attributes) == -1 && errno == EINVAL, "no such action");
    errno = 0;
    check(tcflush(0, 0) == -1 && errno == EINVAL, "no such queue");
    check(tcflush(0, TCIOFLUSH) == 0 && tcdrain(1) == 0 && tcflow(1, TCOON) == 0, "control");
    check(cfsetospeed(&attributes, B9600) == 0 && cfgetospeed(&attributes) == B9600, "speed");
    check(isatty(0) == 1 && isatty(3) == 0, "isatty");
}

static rtems_task Init(rtems_task_argument argument)
{
    struct termios attributes;

    (void)argument;
    check(tcgetattr(STDIN_FILENO, &attributes) == 0, "the first settings");
    first_line();
    check(tcsetattr(STDIN_FILENO, TCSADRAIN, &attributes) == 0, "as they were");
    edited_lines();
    long_line();
    end_of_input();
    characters();
    time_limit();
    errors();
    printf("%u failures\n", failures);
    exit(failures == 0 ? 0 : 1);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
