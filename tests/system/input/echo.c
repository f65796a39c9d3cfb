/* SPDX-License-Identifier: BSD-2-Clause */

/* Waits for console input by its interrupt and prints it, line by line, until
 * a line says "end": in the partition that the model gives the input to, and in
 * a second one, to which the operator switches. The third one gets none of it. */
#include "guest.h"

static volatile uint32_t interrupts;

static void on_input(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)count, (void)context;
    interrupts++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

static int wait_for_character(void)
{
    int character;

    while ((character = _BSP_Virtual_Console_read()) < 0)
        _CPU_Virtual_Wait_for_interrupt();
    return character;
}

static void read_line(struct guest_line *line)
{
    char text[2] = "";

    while ((text[0] = (char)wait_for_character()) != '\n')
        guest_text(line, text);
}

static void echo(void)
{
    bool ended = false;

    while (!ended) {
        struct guest_line in = {.length = 0}, out = {.length = 0};

        read_line(&in);
        /* The device may lose what came in before the kernel set it up: the
         * input begins with an empty line. */
        if (in.length == 0)
            continue;
        in.text[in.length] = '\0';
        guest_text(&out, "read ");
        guest_text(&out, in.text);
        guest_end_line(&out);
        ended = guest_equal(in.text, "end");
    }
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = on_input,
                                                .interrupt_stack = stack + sizeof(stack)};
    _Partition_Virtual_Identity identity;

    _Partition_Virtual_Get_identity(&identity);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CONSOLE);
    _CPU_Virtual_Interrupts_open();
    if (guest_equal(identity.name, "other"))
        return _BSP_Virtual_Console_read() < 0 ? 0 : 1;
    echo();
    return interrupts > 0 ? 0 : 1;
}
