/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Conservation of interrupts: for each line, what was raised is what was
 * delivered plus what was reported as coalesced with it, taken, or is pending. The
 * partitions raise their own lines; timer, windows, signals and messages come too.
 * The level, acknowledgements and takes change at random.
 * Argument of the model: interrupts that the partitions raise themselves, in all.
 */
#include "campaign.h"

#define TIMER_PERIOD 7001u
#define LINES        24u
#define FIRST        BULKHEAD_LINE_FIRST_VIRTUAL

static volatile uint32_t counted[LINES]; /* occurrences that deliveries reported */
static volatile uint32_t delivered[LINES];
static volatile uint32_t unacknowledged;
static uint32_t taken[LINES], raised[LINES];
static uint32_t random_state;

/* In the board, for the second partition. */
enum { SIGNALS, MESSAGES };

static void count(int vector, uint32_t occurrences, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    counted[vector] += occurrences;
    delivered[vector]++;
    if (delivered[vector] % 3 == 0)
        __atomic_fetch_or(&unacknowledged, 1u << vector, __ATOMIC_RELAXED);
    else
        _CPU_Virtual_Irq_acknowledge(vector);
}

/* Windows of this partition since module time 0: model.aadl.in. */
static uint32_t window_number(void)
{
    uint32_t frame = (uint32_t)(vcpu->window_start / start_info->major_frame);

    if (start_info->partition != 2)
        return frame;
    return 2 * frame + (vcpu->window_start % start_info->major_frame != 0);
}

static void acknowledge(void)
{
    for (int line = (int)FIRST; line < (int)LINES; line++)
        if ((unacknowledged >> line & 1) != 0) {
            __atomic_fetch_and(&unacknowledged, ~(1u << line), __ATOMIC_RELAXED);
            _CPU_Virtual_Irq_acknowledge(line);
        }
}

static void raise(uint32_t line)
{
    _CPU_Virtual_Irq_raise((int)line);
    raised[line]++;
}

static void send(volatile struct share *share)
{
    uint32_t message[16] = {0};

    if (campaign_call(BULKHEAD_HC_SIGNAL, 2, 0, 0) == BULKHEAD_OK)
        share->counts[SIGNALS]++;
    if (campaign_call(BULKHEAD_HC_PORT_SEND, 0, (uint32_t)message, 64) == BULKHEAD_OK)
        share->counts[MESSAGES]++;
}

static void act(volatile struct share *share)
{
    uint32_t random = guest_random(&random_state), line = BULKHEAD_LINE_SOFTWARE + random % 3;

    raise(line);
    switch (random >> 8 & 31) {
    case 0:
    case 1:
        _CPU_Virtual_Interrupts_close();
        break;
    case 2:
        taken[line] += _CPU_Virtual_Irq_take((int)line, random >> 16 & 3);
        break;
    case 3:
        if (start_info->partition == 1)
            send(share);
        break;
    default:
        _CPU_Virtual_Interrupts_open();
        break;
    }
    if ((random & 0xe000) == 0)
        acknowledge();
}

/* Delivers what there is, and then nothing can be pending. */
static void drain(void)
{
    _CPU_Virtual_Interrupts_open();
    do {
        acknowledge();
        campaign_call(BULKHEAD_HC_VERSION, 0, 0, 0);
    } while (unacknowledged != 0 || (vcpu->pending & ~(1u << BULKHEAD_LINE_WINDOW)) != 0);
}

/* Stops the timer in the middle of a period, and not at a window's end, where
 * it would be stopped later; returns its expiries since start. */
static uint32_t stop_timer(uint64_t start)
{
    uint64_t now, phase, end;

    do {
        end = vcpu->window_end;
        now = _BSP_Virtual_Clock_read();
        phase = (now - start) % TIMER_PERIOD;
    } while (phase < TIMER_PERIOD / 2 - 500 || phase > TIMER_PERIOD / 2 + 500 || now + 3000 > end);
    _BSP_Virtual_Clock_init(0);
    return (uint32_t)((now - start) / TIMER_PERIOD);
}

static uint32_t check(const char *name, uint32_t line)
{
    if (counted[line] + taken[line] == raised[line])
        return 0;
    guest_failure(name, counted[line] + taken[line], raised[line]);
    return 1;
}

static uint32_t check_all(void)
{
    return check("timer", BULKHEAD_LINE_TIMER) + check("port", BULKHEAD_LINE_PORT) +
           check("window", BULKHEAD_LINE_WINDOW) + check("signal", BULKHEAD_LINE_SIGNAL) +
           check("software 1", 21) + check("software 2", 22) + check("software 3", 23);
}

static void begin(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = count,
                                                .interrupt_stack = stack + sizeof(stack)};

    random_state = 77 + start_info->partition;
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    for (int line = (int)FIRST; line < (int)LINES; line++)
        if (line != _CPU_VIRTUAL_IRQ_CONSOLE)
            _CPU_Virtual_Irq_request(line);
}

/* Nothing comes from the other partition any more when its phase is 1. */
static void await_sender(void)
{
    if (start_info->partition != 2)
        return;
    while (board->shares[0].phase == 0)
        campaign_call(BULKHEAD_HC_IDLE, 0, 0, 0);
    raised[BULKHEAD_LINE_SIGNAL] = board->shares[0].counts[SIGNALS];
    raised[BULKHEAD_LINE_PORT] = board->shares[0].counts[MESSAGES];
}

int main(void)
{
    uint32_t wanted = campaign_argument(0) / CAMPAIGN_ATTACKERS, first_window, failures;
    uint32_t all = 0, deliveries = 0;
    volatile struct share *share = campaign_share();
    struct guest_line line = {.length = 0};
    uint64_t start;

    begin();
    campaign_await_window();
    first_window = window_number();
    _CPU_Virtual_Irq_take(BULKHEAD_LINE_WINDOW, UINT32_MAX);
    start = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(TIMER_PERIOD);
    for (uint32_t i = 0; i < wanted; i++)
        act(share);
    raised[BULKHEAD_LINE_TIMER] = stop_timer(start);
    share->phase = 1;
    await_sender();
    campaign_await_window();
    drain();
    raised[BULKHEAD_LINE_WINDOW] = window_number() - first_window;
    failures = check_all();
    for (uint32_t i = FIRST; i < LINES; i++) {
        all += raised[i];
        deliveries += delivered[i];
    }
    campaign_figure(&line, "raised", all);
    campaign_figure(&line, "delivered", deliveries);
    campaign_figure(&line, "coalesced", all - deliveries - taken[21] - taken[22] - taken[23]);
    campaign_figure(&line, "taken", taken[21] + taken[22] + taken[23]);
    campaign_end(&line, failures);
}
