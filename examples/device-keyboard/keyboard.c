/* SPDX-License-Identifier: BSD-2-Clause */

/* Works the PS/2 keyboard: prints each line that is typed, until Escape. */

#include <ctype.h>
#include <rtems.h>
#include <rtems/irq-extension.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <virtualizationlayerio.h>

#define LINE      1
#define KEY_EVENT RTEMS_EVENT_0
#define LINE_SIZE 80u

/* Intel 8042 keyboard controller, as in the IBM PC/AT technical reference. */
#define PORT_DATA          0x60
#define PORT_COMMAND       0x64
#define STATUS_OUTPUT      0x01u /* a byte for us */
#define STATUS_INPUT       0x02u /* ours is not taken yet */
#define READ_SETTINGS      0x20
#define WRITE_SETTINGS     0x60
#define ENABLE_KEYBOARD    0xae
#define SETTING_INTERRUPT  0x01u
#define SETTING_DISABLED   0x10u
#define SETTING_TRANSLATED 0x40u /* to scan code set 1 */

/* Scan code set 1. */
#define RELEASED    0x80u
#define ESCAPE      0x01u
#define LEFT_SHIFT  0x2au
#define RIGHT_SHIFT 0x36u
#define PREFIX      0xe0u
#define CODES       64u /* power of two: that wait */

static const char characters[] = "\0\0331234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./";
static const char space_code = 0x39;

static struct {
    uint8_t codes[CODES];
    volatile uint32_t put, taken;
    rtems_id task;
} keyboard;

static uint8_t status(void)
{
    return _BSP_Virtual_Port_read_8(PORT_COMMAND);
}

/* Reading the byte lets the controller's line go down. */
static void interrupt(void *argument)
{
    (void)argument;
    while ((status() & STATUS_OUTPUT) != 0) {
        uint8_t code = _BSP_Virtual_Port_read_8(PORT_DATA);

        if (keyboard.put - keyboard.taken < CODES)
            keyboard.codes[keyboard.put++ % CODES] = code;
    }
    (void)rtems_event_send(keyboard.task, KEY_EVENT);
}

static void command(uint8_t value)
{
    while ((status() & STATUS_INPUT) != 0)
        ;
    _BSP_Virtual_Port_write_8(PORT_COMMAND, value);
}

static uint8_t read_settings(void)
{
    while ((status() & STATUS_OUTPUT) != 0)
        (void)_BSP_Virtual_Port_read_8(PORT_DATA);
    command(READ_SETTINGS);
    while ((status() & STATUS_OUTPUT) == 0)
        ;
    return _BSP_Virtual_Port_read_8(PORT_DATA);
}

static rtems_status_code begin(void)
{
    uint8_t settings = read_settings();

    keyboard.task = rtems_task_self();
    command(WRITE_SETTINGS);
    while ((status() & STATUS_INPUT) != 0)
        ;
    settings |= SETTING_INTERRUPT | SETTING_TRANSLATED;
    _BSP_Virtual_Port_write_8(PORT_DATA, settings & (uint8_t)~SETTING_DISABLED);
    command(ENABLE_KEYBOARD);
    return rtems_interrupt_handler_install(LINE, "keyboard", RTEMS_INTERRUPT_UNIQUE, interrupt,
                                           NULL);
}

static uint8_t next_code(void)
{
    rtems_event_set received;

    while (keyboard.put == keyboard.taken)
        (void)rtems_event_receive(KEY_EVENT, RTEMS_EVENT_ANY | RTEMS_WAIT, RTEMS_NO_TIMEOUT,
                                  &received);
    return keyboard.codes[keyboard.taken++ % CODES];
}

static char shifted(char character)
{
    static const char plain[] = "1234567890-=[];'`\\,./", with_shift[] = "!@#$%^&*()_+{}:\"~|<>?";

    for (size_t i = 0; plain[i] != '\0'; i++)
        if (plain[i] == character)
            return with_shift[i];
    return (char)toupper((unsigned char)character);
}

/* The next character that a key makes, Escape included. */
static char next_character(void)
{
    static bool shift;

    for (;;) {
        uint8_t code = next_code(), key = code & (uint8_t)~RELEASED;
        bool pressed = (code & RELEASED) == 0;

        if (code == PREFIX)
            (void)next_code(); /* keys that make no character here */
        else if (key == LEFT_SHIFT || key == RIGHT_SHIFT)
            shift = pressed;
        else if (pressed && key == space_code)
            return ' ';
        else if (pressed && key < sizeof(characters) && characters[key] != '\0')
            return shift ? shifted(characters[key]) : characters[key];
    }
}

static void show_lines(void)
{
    char line[LINE_SIZE];
    size_t length = 0;
    char character;

    while ((character = next_character()) != characters[ESCAPE]) {
        if (character == '\n') {
            printf("typed: %.*s\n", (int)length, line);
            length = 0;
        } else if (character == '\b') {
            length -= length > 0;
        } else if (length < LINE_SIZE) {
            line[length++] = character;
        }
    }
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_status_code result = begin();

    (void)argument;
    if (result != RTEMS_SUCCESSFUL) {
        printf("no keyboard: %s\n", rtems_status_text(result));
        exit(1);
    }
    printf("ready; Escape ends\n");
    show_lines();
    exit(0);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
