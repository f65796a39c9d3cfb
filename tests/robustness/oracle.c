/* SPDX-License-Identifier: BSD-2-Clause */

#include "oracle.h"

#include "attacker.h"
#include "bulkhead/config.h"
#include "campaign.h"

#define PAGE       BULKHEAD_PAGE_SIZE
#define ERROR(e)   (1u << -(int32_t)(e))
#define PARTITIONS 4u
#define SCHEDULES  2u

/* Pages that were tried. */
enum { READABLE = 1, WRITABLE = 2 };
static struct {
    uint32_t page;
    uint32_t rights;
} tried[256];
static uint32_t tried_count;

static struct {
    uint32_t connected;
    uint32_t raised[BULKHEAD_LINE_COUNT]; /* not yet taken; software lines only */
} lines;

void oracle_begin(void)
{
    attacker_begin();
}

static uint32_t try_page(uint32_t page)
{
    uint32_t before = attacker_faults, rights = 0;

    ATTACKER_TRY_WITH(page + 0x40, "movl (%%eax), %%ebx");
    if (attacker_faults == before)
        rights = READABLE;
    before = attacker_faults;
    ATTACKER_TRY_WITH(page + 0x40, "movl (%%eax), %%ebx; movl %%ebx, (%%eax)");
    if (attacker_faults == before)
        rights |= WRITABLE;
    return rights;
}

static uint32_t rights_of(uint32_t page)
{
    for (uint32_t i = 0; i < tried_count; i++)
        if (tried[i].page == page)
            return tried[i].rights;
    tried[tried_count].page = page;
    tried[tried_count].rights = try_page(page);
    return tried[tried_count++].rights;
}

static bool all_have(uint32_t address, uint32_t size, uint32_t right)
{
    uint32_t page = address & ~(uint32_t)(PAGE - 1);

    if (size == 0)
        return true;
    if (size - 1 > UINT32_MAX - address)
        return false;
    for (;; page += PAGE) {
        if ((rights_of(page) & right) == 0)
            return false;
        if (address + (size - 1) - page < PAGE)
            return true;
    }
}

bool oracle_readable(uint32_t address, uint32_t size)
{
    return all_have(address, size, READABLE);
}

bool oracle_writable(uint32_t address, uint32_t size)
{
    return all_have(address, size, WRITABLE);
}

static void refuse(struct oracle_verdict *verdict, bool wrong, int32_t error)
{
    if (wrong)
        verdict->errors |= ERROR(error);
}

static void need_readable(struct oracle_verdict *verdict, uint32_t address, uint32_t size)
{
    refuse(verdict, !oracle_readable(address, size), BULKHEAD_E_ADDRESS);
}

static void need_writable(struct oracle_verdict *verdict, uint32_t address, uint32_t size)
{
    refuse(verdict, !oracle_writable(address, size), BULKHEAD_E_ADDRESS);
    verdict->result = address;
    verdict->result_size = size;
}

static bool connected(uint32_t line)
{
    return line < BULKHEAD_LINE_COUNT && (lines.connected >> line & 1) != 0;
}

static bool line_exists(uint32_t line)
{
    return line <= BULKHEAD_LINE_LAST;
}

static void judge_console(struct oracle_verdict *verdict, uint32_t text, uint32_t length)
{
    need_readable(verdict, text, length);
    if (length == 0)
        verdict->possible |= ERROR(BULKHEAD_E_ADDRESS);
}

static void judge_connect(struct oracle_verdict *verdict, uint32_t line)
{
    refuse(verdict, !line_exists(line), BULKHEAD_E_RANGE);
    refuse(verdict, line < 16 && (start_info->hw_lines >> line & 1) == 0, BULKHEAD_E_PERMISSION);
    refuse(verdict, connected(line), BULKHEAD_E_STATE);
}

static void judge_take(struct oracle_verdict *verdict, uint32_t line, uint32_t limit)
{
    refuse(verdict, !line_exists(line), BULKHEAD_E_RANGE);
    refuse(verdict, !connected(line), BULKHEAD_E_STATE);
    verdict->greatest = limit > INT32_MAX ? INT32_MAX : limit;
    if (verdict->errors != 0 || line < BULKHEAD_LINE_SOFTWARE)
        return;
    if (verdict->greatest > lines.raised[line])
        verdict->greatest = lines.raised[line];
    verdict->least = verdict->greatest;
}

static void judge_next(struct oracle_verdict *verdict)
{
    verdict->possible = ERROR(BULKHEAD_E_EMPTY);
    verdict->greatest = BULKHEAD_LINE_LAST;
}

static void judge_raise(struct oracle_verdict *verdict, uint32_t line)
{
    refuse(verdict, line < BULKHEAD_LINE_FIRST_VIRTUAL || !line_exists(line), BULKHEAD_E_RANGE);
    refuse(verdict, !connected(line), BULKHEAD_E_STATE);
}

static void judge_timer(struct oracle_verdict *verdict, uint32_t address)
{
    const struct bulkhead_timer *timer = (const struct bulkhead_timer *)address;

    need_readable(verdict, address, sizeof(*timer));
    if (verdict->errors == 0)
        refuse(verdict, timer->period != 0 && timer->period < start_info->timer_floor,
               BULKHEAD_E_RANGE);
}

static bool data_selector(uint32_t pushed)
{
    uint32_t selector = pushed & 0xffff, unprivileged = selector | 3;

    return selector <= 3 || unprivileged == BULKHEAD_TLS_SELECTOR ||
           unprivileged == BULKHEAD_CODE_SELECTOR || unprivileged == BULKHEAD_DATA_SELECTOR ||
           ((selector & 4) != 0 && selector <= BULKHEAD_TLS_SELECTOR_OF(BULKHEAD_TLS_SEGMENTS - 1));
}

static void judge_resume(struct oracle_verdict *verdict, uint32_t address)
{
    const struct bulkhead_context *context = (const struct bulkhead_context *)address;
    bool good;

    need_readable(verdict, address, sizeof(*context));
    if (verdict->errors != 0)
        return;
    good = (context->cs & 0xffff) == BULKHEAD_CODE_SELECTOR &&
           ((context->ss & 0xffff) == BULKHEAD_DATA_SELECTOR ||
            (context->ss & 0xffff) == BULKHEAD_TLS_SELECTOR) &&
           data_selector(context->ds) && data_selector(context->es) && data_selector(context->fs) &&
           data_selector(context->gs);
    refuse(verdict, !good, BULKHEAD_E_ARGUMENT);
    verdict->least = verdict->greatest = 0;
}

static void judge_mode(struct oracle_verdict *verdict, uint32_t mode)
{
    refuse(verdict, mode > BULKHEAD_MODE_NORMAL, BULKHEAD_E_RANGE);
    refuse(verdict,
           mode == BULKHEAD_MODE_NORMAL && start_info->operating_mode == BULKHEAD_MODE_NORMAL,
           BULKHEAD_E_STATE);
    refuse(verdict,
           mode == BULKHEAD_MODE_WARM_START &&
               start_info->operating_mode == BULKHEAD_MODE_COLD_START,
           BULKHEAD_E_STATE);
    verdict->ends = verdict->errors == 0 && mode != BULKHEAD_MODE_NORMAL;
}

/* NULL and E_RANGE: there is none. */
static const struct bulkhead_port_info *port_of(struct oracle_verdict *verdict, uint32_t port,
                                                enum bulkhead_port_direction direction)
{
    const struct bulkhead_port_info *info;

    refuse(verdict, port >= start_info->ports.count, BULKHEAD_E_RANGE);
    if (verdict->errors != 0)
        return NULL;
    info = (const struct bulkhead_port_info *)start_info->ports.address + port;
    refuse(verdict, info->direction != (uint32_t)direction, BULKHEAD_E_PERMISSION);
    return info;
}

static void judge_send(struct oracle_verdict *verdict, const uint32_t *arguments)
{
    uint32_t length = arguments[2] & ~BULKHEAD_PORT_KEPT;
    const struct bulkhead_port_info *info = port_of(verdict, arguments[0], BULKHEAD_PORT_SOURCE);

    if (verdict->errors != 0)
        return;
    refuse(verdict, length == 0 || length > info->message_size, BULKHEAD_E_ARGUMENT);
    need_readable(verdict, arguments[1], length);
    if (info->kind == BULKHEAD_PORT_QUEUING)
        verdict->possible = ERROR(BULKHEAD_E_FULL);
}

/* The length of the message is not known before: what depends on it is possible. */
static void judge_receive(struct oracle_verdict *verdict, const uint32_t *arguments)
{
    uint32_t size = arguments[2];
    const struct bulkhead_port_info *info =
        port_of(verdict, arguments[0], BULKHEAD_PORT_DESTINATION);

    if (verdict->errors != 0)
        return;
    verdict->possible = ERROR(BULKHEAD_E_EMPTY);
    refuse(verdict, size == 0, BULKHEAD_E_ARGUMENT);
    refuse(verdict, !oracle_writable(arguments[1], 1), BULKHEAD_E_ADDRESS);
    if (size < info->message_size)
        verdict->possible |= ERROR(BULKHEAD_E_ARGUMENT);
    else
        size = info->message_size;
    if (!oracle_writable(arguments[1], size))
        verdict->possible |= ERROR(BULKHEAD_E_ADDRESS);
    verdict->result = arguments[1];
    verdict->result_size = size;
    verdict->least = 1;
    verdict->greatest =
        size | BULKHEAD_PORT_VALID | BULKHEAD_PORT_UPDATED | BULKHEAD_PORT_OVERFLOWED;
}

static void judge_status(struct oracle_verdict *verdict, uint32_t port, uint32_t address)
{
    refuse(verdict, port >= start_info->ports.count, BULKHEAD_E_RANGE);
    need_writable(verdict, address, sizeof(struct bulkhead_port_status));
}

static void judge_clear(struct oracle_verdict *verdict, uint32_t port)
{
    const struct bulkhead_port_info *info = port_of(verdict, port, BULKHEAD_PORT_DESTINATION);

    if (info != NULL)
        refuse(verdict, info->kind == BULKHEAD_PORT_SAMPLING, BULKHEAD_E_ARGUMENT);
}

/* model.aadl.in: the partitions' health table. */
static bool restarts(const struct bulkhead_error_report *report)
{
    switch (report->error) {
    case BULKHEAD_ERROR_APPLICATION_ERROR:
        return false;
    case BULKHEAD_ERROR_POWER_FAIL:
    case BULKHEAD_ERROR_FATAL:
        return true;
    default:
        return report->level == BULKHEAD_HEALTH_PARTITION;
    }
}

static void judge_health(struct oracle_verdict *verdict, uint32_t address)
{
    const struct bulkhead_error_report *report = (const struct bulkhead_error_report *)address;

    need_readable(verdict, address, sizeof(*report));
    if (verdict->errors != 0)
        return;
    refuse(verdict,
           report->error >= BULKHEAD_ERROR_COUNT || report->level >= BULKHEAD_HEALTH_MODULE,
           BULKHEAD_E_RANGE);
    verdict->ends = verdict->errors == 0 && restarts(report);
    verdict->least = verdict->greatest = report->error == BULKHEAD_ERROR_APPLICATION_ERROR
                                             ? BULKHEAD_ACTION_LOG
                                             : BULKHEAD_ACTION_HANDLER;
}

static void judge_log(struct oracle_verdict *verdict, const uint32_t *arguments)
{
    bool exists = arguments[1] <= PARTITIONS; /* 0: the module's */

    refuse(verdict, !exists, BULKHEAD_E_RANGE);
    refuse(verdict,
           exists && arguments[1] != start_info->partition &&
               (start_info->flags & BULKHEAD_PARTITION_LOG) == 0,
           BULKHEAD_E_PERMISSION);
    verdict->possible = ERROR(BULKHEAD_E_EMPTY);
    need_writable(verdict, arguments[0], sizeof(struct bulkhead_log_entry));
}

static void judge_schedule(struct oracle_verdict *verdict, uint32_t schedule)
{
    refuse(verdict, schedule >= SCHEDULES, BULKHEAD_E_RANGE);
    refuse(verdict, (start_info->flags & BULKHEAD_PARTITION_SCHEDULE) == 0, BULKHEAD_E_PERMISSION);
}

static void judge_guard(struct oracle_verdict *verdict, uint32_t address)
{
    refuse(verdict,
           address % PAGE != 0 || address < start_info->free_base ||
               address >= start_info->free_base + start_info->free_size,
           BULKHEAD_E_ADDRESS);
}

/* model.aadl.in: the first partition may signal the second, nobody else anybody. */
static void judge_signal(struct oracle_verdict *verdict, uint32_t identifier)
{
    bool exists = identifier != 0 && identifier <= PARTITIONS;

    refuse(verdict, !exists, BULKHEAD_E_RANGE);
    refuse(verdict, exists && (start_info->partition != 1 || identifier != 2),
           BULKHEAD_E_PERMISSION);
}

struct oracle_verdict oracle_judge(const struct oracle_case *test)
{
    const uint32_t *a = test->arguments;
    struct oracle_verdict verdict = {0};

    switch (test->call) {
    case BULKHEAD_HC_VERSION:
        verdict.least = verdict.greatest = BULKHEAD_ABI_VERSION;
        break;
    case BULKHEAD_HC_CONSOLE_WRITE:
        judge_console(&verdict, a[0], a[1]);
        break;
    case BULKHEAD_HC_CONSOLE_READ:
        refuse(&verdict, true, BULKHEAD_E_EMPTY);
        break;
    case BULKHEAD_HC_UPCALLS_SET:
        need_readable(&verdict, a[0], sizeof(struct bulkhead_upcalls));
        break;
    case BULKHEAD_HC_VIRQ_CONNECT:
        judge_connect(&verdict, a[0]);
        break;
    case BULKHEAD_HC_VIRQ_DISCONNECT:
        refuse(&verdict, !line_exists(a[0]), BULKHEAD_E_RANGE);
        refuse(&verdict, !connected(a[0]), BULKHEAD_E_STATE);
        break;
    case BULKHEAD_HC_VIRQ_ACKNOWLEDGE:
        refuse(&verdict, a[0] >= BULKHEAD_LINE_FIRST_VIRTUAL, BULKHEAD_E_RANGE);
        refuse(&verdict, !connected(a[0]), BULKHEAD_E_STATE);
        break;
    case BULKHEAD_HC_VIRQ_TAKE:
        judge_take(&verdict, a[0], a[1]);
        break;
    case BULKHEAD_HC_VIRQ_NEXT:
        judge_next(&verdict);
        break;
    case BULKHEAD_HC_VIRQ_RAISE:
        judge_raise(&verdict, a[0]);
        break;
    case BULKHEAD_HC_TIMER_SET:
        judge_timer(&verdict, a[0]);
        break;
    case BULKHEAD_HC_IDLE:
        break;
    case BULKHEAD_HC_THREAD_POINTER_SET:
        refuse(&verdict, a[1] >= BULKHEAD_TLS_SEGMENTS, BULKHEAD_E_RANGE);
        break;
    case BULKHEAD_HC_RESUME:
        judge_resume(&verdict, a[0]);
        break;
    case BULKHEAD_HC_STOP:
        verdict.ends = true;
        break;
    case BULKHEAD_HC_MODE_SET:
        judge_mode(&verdict, a[0]);
        break;
    case BULKHEAD_HC_PORT_SEND:
        judge_send(&verdict, a);
        break;
    case BULKHEAD_HC_PORT_RECEIVE:
        judge_receive(&verdict, a);
        break;
    case BULKHEAD_HC_PORT_STATUS:
        judge_status(&verdict, a[0], a[1]);
        break;
    case BULKHEAD_HC_PORT_CLEAR:
        judge_clear(&verdict, a[0]);
        break;
    case BULKHEAD_HC_HEALTH_RAISE:
        judge_health(&verdict, a[0]);
        break;
    case BULKHEAD_HC_LOG_READ:
        judge_log(&verdict, a);
        break;
    case BULKHEAD_HC_SCHEDULE_SET:
        judge_schedule(&verdict, a[0]);
        break;
    case BULKHEAD_HC_SCHEDULE_STATUS:
        need_writable(&verdict, a[0], sizeof(struct bulkhead_schedule_status));
        break;
    case BULKHEAD_HC_GUARD_SET:
        judge_guard(&verdict, a[0]);
        break;
    case BULKHEAD_HC_SIGNAL:
        judge_signal(&verdict, a[0]);
        break;
    default:
        refuse(&verdict, true, BULKHEAD_E_CALL);
    }
    return verdict;
}

void oracle_note(const struct oracle_case *test, int32_t result)
{
    uint32_t line = test->arguments[0];

    if (result < 0)
        return;
    switch (test->call) {
    case BULKHEAD_HC_VIRQ_CONNECT:
        lines.connected |= 1u << line;
        lines.raised[line] = 0;
        break;
    case BULKHEAD_HC_VIRQ_DISCONNECT:
        lines.connected &= ~(1u << line);
        break;
    case BULKHEAD_HC_VIRQ_RAISE:
        lines.raised[line]++;
        break;
    case BULKHEAD_HC_VIRQ_TAKE:
        lines.raised[line] -= (uint32_t)result;
        break;
    case BULKHEAD_HC_VIRQ_NEXT:
        lines.raised[result] = 0;
        break;
    default:
        break;
    }
}
