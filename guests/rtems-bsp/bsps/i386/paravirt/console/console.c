/* SPDX-License-Identifier: BSD-2-Clause */

/* The partition's console: a termios device with input and output by interrupt,
 * and RTEMS' kernel character output. */
#include <bsp.h>
#include <bsp/console-termios.h>
#include <bsp/irq.h>
#include <rtems/bspIo.h>
#include <virtualizationlayerbsp.h>

#define INPUT_BURST 32

struct console {
    rtems_termios_device_context base;
    struct rtems_termios_tty *tty;
    size_t taken; /* characters of the last write, termios not yet told */
};

static struct console console = {
    .base = RTEMS_TERMIOS_DEVICE_CONTEXT_INITIALIZER("console"),
};

static void receive(struct console *self)
{
    char input[INPUT_BURST];
    size_t length;

    do {
        int character;

        for (length = 0; length < sizeof(input); length++) {
            character = _BSP_Virtual_Console_read();
            if (character < 0)
                break;
            input[length] = (char)character;
        }
        if (length > 0)
            (void)rtems_termios_enqueue_raw_characters(self->tty, input, (int)length);
    } while (length == sizeof(input));
}

/* Both that there is input and that output was taken. */
static void console_interrupt(void *argument)
{
    struct console *self = argument;
    size_t taken = self->taken;

    self->taken = 0;
    if (taken > 0)
        (void)rtems_termios_dequeue_characters(self->tty, (int)taken);
    receive(self);
}

static bool first_open(struct rtems_termios_tty *tty, rtems_termios_device_context *context,
                       struct termios *term, struct rtems_libio_open_close_args *args)
{
    struct console *self = (struct console *)context;

    (void)args;
    self->tty = tty;
    self->taken = 0;
    rtems_termios_set_best_baud(term, 115200);
    if (rtems_interrupt_handler_install(BSP_IRQ_CONSOLE, "Console", RTEMS_INTERRUPT_UNIQUE,
                                        console_interrupt, self) != RTEMS_SUCCESSFUL)
        return false;
    /* There may be input from before the line was connected. */
    (void)rtems_interrupt_raise(BSP_IRQ_CONSOLE);
    return true;
}

static void last_close(struct rtems_termios_tty *tty, rtems_termios_device_context *context,
                       struct rtems_libio_open_close_args *args)
{
    (void)tty;
    (void)args;
    (void)rtems_interrupt_handler_remove(BSP_IRQ_CONSOLE, console_interrupt, context);
}

/* The layer takes everything at once; an interrupt tells termios so, which
 * calls this with its lock held. */
static void start_output(rtems_termios_device_context *context, const char *buffer, size_t length)
{
    struct console *self = (struct console *)context;

    if (length == 0)
        return;
    _BSP_Virtual_Console_write_buffer(buffer, length);
    self->taken = length;
    (void)rtems_interrupt_raise(BSP_IRQ_CONSOLE);
}

/* There are no line parameters. */
static bool set_attributes(rtems_termios_device_context *context, const struct termios *term)
{
    (void)context;
    (void)term;
    return true;
}

static const rtems_termios_device_handler handler = {
    .first_open = first_open,
    .last_close = last_close,
    .write = start_output,
    .set_attributes = set_attributes,
    .mode = TERMIOS_IRQ_DRIVEN,
};

const console_device console_device_table[] = {
    {
        .device_file = "/dev/partition",
        .probe = console_device_probe_default,
        .handler = &handler,
        .context = &console.base,
    },
};
const size_t console_device_count = RTEMS_ARRAY_SIZE(console_device_table);

static void output_character(char character)
{
    _BSP_Virtual_Console_write_buffer(&character, 1);
}

BSP_output_char_function_type BSP_output_char = output_character;
BSP_polling_getchar_function_type BSP_poll_char = _BSP_Virtual_Console_read;
