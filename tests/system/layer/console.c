/* SPDX-License-Identifier: BSD-2-Clause */

/* The console: what is written is seen in expected.txt. */
#include "layer.h"

static void fill(char *text, size_t size, char first)
{
    for (size_t i = 0; i < size; i++)
        text[i] = (char)(first + (char)(i % 26));
}

static unsigned results(void)
{
    unsigned failures = 0;

    GUEST_CHECK(failures, "init", _BSP_Virtual_Console_init(), 0);
    GUEST_CHECK(failures, "init again", _BSP_Virtual_Console_init(), 0);
    for (unsigned i = 0; i < 100; i++)
        GUEST_CHECK(failures, "read", _BSP_Virtual_Console_read(), -1);
    return failures;
}

static unsigned strings(void)
{
    _BSP_Virtual_Console_write("");
    _BSP_Virtual_Console_write("a line in");
    _BSP_Virtual_Console_write(" three ");
    _BSP_Virtual_Console_write("parts\nand two lines\nin one\n");
    _BSP_Virtual_Console_write("\n");
    _BSP_Virtual_Console_write_buffer("nothing", 0);
    _BSP_Virtual_Console_write_buffer(NULL, 0);
    _BSP_Virtual_Console_write_buffer("cut here, not there\n", 8);
    _BSP_Virtual_Console_write("\n");
    return 0;
}

static unsigned characters(void)
{
    static const char nul[] = "a NUL \0 in the middle\n";

    _BSP_Virtual_Console_write_buffer(nul, sizeof(nul) - 1);
    _BSP_Virtual_Console_write("escapes \033[2J \b \a and returns\r, tabs \t, DEL excepted\n");
    return 0;
}

/* Every alignment, every length around what the host may copy at once. */
static unsigned alignments(void)
{
    static char text[64];

    for (size_t offset = 0; offset < 4; offset++) {
        for (size_t length = 29; length < 36; length++) {
            fill(text + offset, length, 'a');
            text[offset + length - 1] = '|';
            _BSP_Virtual_Console_write_buffer(text + offset, length);
        }
        _BSP_Virtual_Console_write("\n");
    }
    return 0;
}

static unsigned long_lines(void)
{
    static char text[1000];

    fill(text, sizeof(text), 'A');
    _BSP_Virtual_Console_write_buffer(text, sizeof(text));
    _BSP_Virtual_Console_write("\n");
    return 0;
}

static void write_in_handler(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context, (void)count;
    _BSP_Virtual_Console_write("[handler]");
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned from_interrupt_context(void)
{
    set_handler(write_in_handler);
    _CPU_Virtual_Irq_request(ALARM);
    _CPU_Virtual_Interrupts_open();
    _BSP_Virtual_Console_write("before ");
    _CPU_Virtual_Irq_raise(ALARM);
    _BSP_Virtual_Console_write(" after\n");
    _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Irq_detach(ALARM);
    return 0;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"init, read when there is no input", results},
        {"strings, in parts, empty", strings},
        {"characters that move the cursor", characters},
        {"alignments and lengths", alignments},
        {"long lines", long_lines},
        {"from interrupt context", from_interrupt_context},
    };
    int result = LAYER_RUN(tests);

    _BSP_Virtual_Console_write("the last line has no end");
    return result;
}
