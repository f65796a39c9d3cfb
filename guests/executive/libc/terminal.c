/* SPDX-License-Identifier: BSD-2-Clause */

/* Termios of the partition's console. The host shows whole lines, so what is
 * echoed and erased is seen when the line ends. Nothing is sent on a wire:
 * speeds and control flags are kept, and mean nothing. */

#include "terminal.h"

#include <errno.h>
#include <termios.h>
#include <unistd.h>
#include "executive/clock.h"
#include "executive/interrupt.h"
#include "executive/mutex.h"
#include "virtualizationlayerbsp.h"

#define LINE_SIZE       256u /* POSIX.1 MAX_CANON and the line's end */
#define NS_PER_DECISEC  100000000u
#define DELETE          0x7f
#define FLAGS_OF_INPUT  (ISTRIP | INLCR | IGNCR | ICRNL)
#define FLAGS_OF_OUTPUT (OPOST | ONLCR)
#define FLAGS_LOCAL     (ECHOKE | ECHOE | ECHOK | ECHO | ECHONL | ECHOCTL | ICANON | IEXTEN)

/* What has no effect is cleared by tcsetattr(), as POSIX.1 wants it. */
static struct termios settings = {
    .c_iflag = ICRNL,
    .c_oflag = FLAGS_OF_OUTPUT,
    .c_cflag = CS8 | CREAD | CLOCAL,
    .c_lflag = ICANON | ECHO | ECHOE | ECHOK | ECHOKE | ECHOCTL | IEXTEN,
    .c_cc = {[VEOF] = 0x04,
             [VEOL] = _POSIX_VDISABLE,
             [VEOL2] = _POSIX_VDISABLE,
             [VERASE] = DELETE,
             [VERASE2] = '\b',
             [VWERASE] = 0x17,
             [VKILL] = 0x15,
             [VREPRINT] = _POSIX_VDISABLE,
             [VINTR] = _POSIX_VDISABLE,
             [VQUIT] = _POSIX_VDISABLE,
             [VSUSP] = _POSIX_VDISABLE,
             [VDSUSP] = _POSIX_VDISABLE,
             [VSTART] = _POSIX_VDISABLE,
             [VSTOP] = _POSIX_VDISABLE,
             [VLNEXT] = _POSIX_VDISABLE,
             [VDISCARD] = _POSIX_VDISABLE,
             [VMIN] = 1,
             [VTIME] = 0,
             [VSTATUS] = _POSIX_VDISABLE},
    .c_ispeed = B115200,
    .c_ospeed = B115200,
};

static struct {
    char text[LINE_SIZE];
    size_t length;
    size_t taken; /* characters that were read already */
} line;

static struct exec_wait_queue waiters;
static struct exec_mutex readers; /* one at a time edits the line */

/* Input ------------------------------------------------------------------ */

static void input_arrived(void *argument, uint32_t count)
{
    (void)argument;
    (void)count;
    (void)exec_wait_end_all(&waiters, EXEC_OK);
}

static void connect_input(void)
{
    static struct exec_interrupt_entry entry = {.handler = input_arrived};
    static bool connected;

    if (connected)
        return;
    connected = true;
    (void)exec_interrupt_install(_CPU_VIRTUAL_IRQ_CONSOLE, &entry);
}

/* The next character, or -1 if none came until then. Interrupts are disabled
 * from the look at the console to the wait, so that none comes in between. */
static int raw_character(uint64_t expiry)
{
    enum exec_status status = EXEC_OK;
    int character;
    int level = exec_enter();

    connect_input();
    while ((character = _BSP_Virtual_Console_read()) < 0 && exec_executing() != NULL &&
           status != EXEC_TIMEOUT && expiry != 0) {
        exec_wait_begin(&waiters, EXEC_WAIT_FIFO);
        exec_wait_timeout(&exec_clock_timers, expiry);
        status = exec_wait_finish();
    }
    exec_leave(level);
    return character;
}

static int next_character(uint64_t expiry)
{
    for (;;) {
        int character = raw_character(expiry);

        if (character < 0)
            return -1;
        if ((settings.c_iflag & ISTRIP) != 0)
            character &= 0x7f;
        if (character == '\r' && (settings.c_iflag & IGNCR) != 0)
            continue;
        if (character == '\r' && (settings.c_iflag & ICRNL) != 0)
            return '\n';
        if (character == '\n' && (settings.c_iflag & INLCR) != 0)
            return '\r';
        return character;
    }
}

/* Echo ------------------------------------------------------------------- */

static bool local(tcflag_t flag)
{
    return (settings.c_lflag & flag) != 0;
}

static bool is_control(char character)
{
    return ((unsigned char)character < ' ' && character != '\t') || character == DELETE;
}

static void echo(char character)
{
    if (!local(ECHO) && !(character == '\n' && local(ECHONL)))
        return;
    if (is_control(character) && character != '\n' && local(ECHOCTL)) {
        char shown[2] = {'^', (char)(character ^ 0x40)};

        _BSP_Virtual_Console_write_buffer(shown, sizeof(shown));
        return;
    }
    _BSP_Virtual_Console_write_buffer(&character, 1);
}

static void echo_erase(char character)
{
    if (!local(ECHO) || !local(ECHOE))
        return;
    _BSP_Virtual_Console_write("\b \b");
    if (is_control(character) && local(ECHOCTL))
        _BSP_Virtual_Console_write("\b \b");
}

/* The line ------------------------------------------------------------------ */

static bool is(int character, int index)
{
    return settings.c_cc[index] != _POSIX_VDISABLE && character == settings.c_cc[index];
}

/* The rest of a character in UTF-8. */
static bool continues(char byte)
{
    return ((unsigned char)byte & 0xc0u) == 0x80;
}

static void erase(void)
{
    bool more = line.length > 0;

    while (more) {
        char byte = line.text[--line.length];

        echo_erase(byte);
        more = continues(byte) && line.length > 0;
    }
}

static bool ends_in_word(void)
{
    return line.length > 0 && line.text[line.length - 1] != ' ' &&
           line.text[line.length - 1] != '\t';
}

static void erase_word(void)
{
    while (line.length > 0 && !ends_in_word())
        erase();
    while (ends_in_word())
        erase();
}

static void kill_line(void)
{
    if (!local(ECHOKE) && local(ECHOK))
        echo('\n');
    while (local(ECHOKE) && line.length > 0)
        erase();
    line.length = 0;
}

static void add(int character)
{
    if (line.length >= LINE_SIZE - 1)
        return;
    line.text[line.length++] = (char)character;
    echo((char)character);
}

/* Edits a line until it is complete; empty at the end of the input. */
static void edit_line(void)
{
    line.length = line.taken = 0;
    for (;;) {
        int character = next_character(EXEC_FOREVER);

        if (character < 0 || is(character, VEOF))
            return;
        if (character == '\n' || is(character, VEOL) || is(character, VEOL2)) {
            line.text[line.length++] = (char)character;
            echo((char)character);
            return;
        }
        if (is(character, VERASE) || is(character, VERASE2))
            erase();
        else if (local(IEXTEN) && is(character, VWERASE))
            erase_word();
        else if (is(character, VKILL))
            kill_line();
        else
            add(character);
    }
}

static size_t take(char *text, size_t size)
{
    size_t count = 0;

    while (count < size && line.taken < line.length)
        text[count++] = line.text[line.taken++];
    return count;
}

static size_t read_line(char *text, size_t size)
{
    if (line.taken == line.length)
        edit_line();
    return take(text, size);
}

/* POSIX.1, 11.1.7: VMIN characters, VTIME between any two (or, if VMIN is 0, until the first). */
static size_t read_characters(char *text, size_t size)
{
    size_t least = settings.c_cc[VMIN], count = take(text, size);
    uint64_t time = settings.c_cc[VTIME] * (uint64_t)NS_PER_DECISEC;

    while (count < size) {
        uint64_t expiry = count >= least ? 0 : EXEC_FOREVER;
        int character;

        if (time != 0 && (count != 0 ? count < least : least == 0))
            expiry = _BSP_Virtual_Clock_read() + time;
        character = next_character(expiry);
        if (character < 0)
            break;
        text[count++] = (char)character;
        echo((char)character);
    }
    return count;
}

size_t terminal_read(char *text, size_t size)
{
    size_t count;
    int level = exec_enter();

    if (exec_executing() != NULL && exec_mutex_try(&readers) == EXEC_UNAVAILABLE)
        (void)exec_mutex_wait(&readers, EXEC_WAIT_PRIORITY, &exec_clock_timers, EXEC_FOREVER);
    exec_leave(level);
    count = size == 0 ? 0 : local(ICANON) ? read_line(text, size) : read_characters(text, size);
    level = exec_enter();
    if (exec_executing() != NULL)
        (void)exec_mutex_unlock(&readers);
    exec_leave(level);
    return count;
}

/* termios.h ---------------------------------------------------------------- */

bool terminal_is(int file)
{
    return file >= STDIN_FILENO && file <= STDERR_FILENO;
}

static int check(int file)
{
    if (terminal_is(file))
        return 0;
    errno = EBADF;
    return -1;
}

static int refuse(void)
{
    errno = EINVAL;
    return -1;
}

int tcgetattr(int file, struct termios *attributes)
{
    if (check(file) != 0)
        return -1;
    *attributes = settings;
    return 0;
}

int tcsetattr(int file, int actions, const struct termios *attributes)
{
    if (check(file) != 0)
        return -1;
    if (actions != TCSANOW && actions != TCSADRAIN && actions != TCSAFLUSH)
        return refuse();
    if (actions == TCSAFLUSH)
        (void)tcflush(file, TCIFLUSH);
    settings = *attributes;
    settings.c_iflag &= FLAGS_OF_INPUT;
    settings.c_oflag = FLAGS_OF_OUTPUT;
    settings.c_lflag &= FLAGS_LOCAL;
    return 0;
}

int tcflush(int file, int queue)
{
    if (check(file) != 0)
        return -1;
    if (queue != TCIFLUSH && queue != TCOFLUSH && queue != TCIOFLUSH)
        return refuse();
    if (queue == TCOFLUSH)
        return 0;
    line.taken = line.length = 0;
    while (raw_character(0) >= 0)
        ;
    return 0;
}

/* Output is through when write() returns. */
int tcdrain(int file)
{
    return check(file);
}

/* There is nothing that could be stopped or broken. */
int tcflow(int file, int action)
{
    if (check(file) != 0)
        return -1;
    return action == TCOON || action == TCION ? 0 : refuse();
}

int tcsendbreak(int file, int duration)
{
    (void)duration;
    return check(file);
}

speed_t cfgetispeed(const struct termios *attributes)
{
    return attributes->c_ispeed;
}

speed_t cfgetospeed(const struct termios *attributes)
{
    return attributes->c_ospeed;
}

int cfsetispeed(struct termios *attributes, speed_t speed)
{
    attributes->c_ispeed = speed;
    return 0;
}

int cfsetospeed(struct termios *attributes, speed_t speed)
{
    attributes->c_ospeed = speed;
    return 0;
}

void cfmakeraw(struct termios *attributes)
{
    attributes->c_iflag &= ~(tcflag_t)FLAGS_OF_INPUT;
    attributes->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN);
    attributes->c_cc[VMIN] = 1;
    attributes->c_cc[VTIME] = 0;
}
