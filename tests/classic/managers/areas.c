/* SPDX-License-Identifier: BSD-2-Clause */

/* The partition, region and dual-ported memory managers. */

#include "../check.h"

#define AREA 4096

static char around[AREA + 32] __attribute__((aligned(16)));
static char *const area = around + 16; /* with something before and behind */
static char second_area[AREA] __attribute__((aligned(16)));
static rtems_id region;
static rtems_status_code results[3];
static void *segments[3];

static void test_partition(void)
{
    static uint32_t around_buffers[16];
    uint32_t *buffers = around_buffers + 4;
    const uintptr_t length = 8 * sizeof(buffers[0]);
    void *first = NULL;
    void *second = NULL;
    rtems_id id = 0;
    rtems_id found;

    group("partition_create");
    STATUS(RTEMS_INVALID_NAME, rtems_partition_create(0, NULL, 0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_partition_create(NAME("PART"), NULL, 0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_partition_create(NAME("PART"), NULL, 0, 0, 0, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_partition_create(NAME("PART"), buffers, 0, 16, 0, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_partition_create(NAME("PART"), buffers, 32, 0, 0, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_partition_create(NAME("PART"), buffers, 8, 16, 0, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_partition_create(NAME("PART"), buffers, 32, 10, 0, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_partition_create(NAME("PART"), buffers, 32, 4, 0, &id));
    STATUS(RTEMS_INVALID_ADDRESS,
           rtems_partition_create(NAME("PART"), (char *)buffers + 2, 28, 12, 0, &id));
    EQUAL(0, id);
    OK(rtems_partition_create(NAME("PART"), buffers, length - 1, 12, 0, &id));
    EQUAL(OBJECTS_RTEMS_PARTITIONS, rtems_object_id_get_class(id));
    STATUS(RTEMS_TOO_MANY, rtems_partition_create(NAME("PAR2"), buffers, 32, 16, 0, &found));

    group("partition_ident");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_partition_ident(NAME("PART"), 0, NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_partition_ident(NAME("PAR2"), 0, &found));
    STATUS(RTEMS_INVALID_NAME, rtems_partition_ident(NAME("PART"), 2, &found));
    OK(rtems_partition_ident(NAME("PART"), RTEMS_SEARCH_LOCAL_NODE, &found));
    EQUAL(id, found);

    group("partition_get_buffer, _return_buffer, _delete");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_partition_get_buffer(id, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_partition_get_buffer(BAD_ID, &first));
    OK(rtems_partition_get_buffer(id, &first));
    OK(rtems_partition_get_buffer(id, &second));
    EXPECT(first == buffers && second == buffers + 3);
    found = 1;
    STATUS(RTEMS_UNSATISFIED, rtems_partition_get_buffer(id, (void **)&found));
    EQUAL(1, found);
    STATUS(RTEMS_INVALID_ID, rtems_partition_return_buffer(BAD_ID, first));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_partition_return_buffer(id, buffers + 1));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_partition_return_buffer(id, buffers + 9));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_partition_return_buffer(id, &id));
    STATUS(RTEMS_INVALID_ID, rtems_partition_delete(BAD_ID));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_partition_delete(id));
    OK(rtems_partition_return_buffer(id, second));
    OK(rtems_partition_get_buffer(id, &first));
    EXPECT(first == second);
    OK(rtems_partition_return_buffer(id, first));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_partition_delete(id));
    OK(rtems_partition_return_buffer(id, buffers));
    OK(rtems_partition_delete(id));
    STATUS(RTEMS_INVALID_ID, rtems_partition_delete(id));
}

static void test_port(void)
{
    void *result = NULL;
    rtems_id id;
    rtems_id found;

    group("port_create, _ident, _delete");
    STATUS(RTEMS_INVALID_NAME, rtems_port_create(0, area, second_area, AREA, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_port_create(NAME("PORT"), area, second_area, AREA, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_port_create(NAME("PORT"), area + 1, area, AREA, &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_port_create(NAME("PORT"), area, area + 2, AREA, &id));
    OK(rtems_port_create(NAME("PORT"), area, second_area, AREA, &id));
    STATUS(RTEMS_TOO_MANY, rtems_port_create(NAME("POR2"), area, second_area, AREA, &found));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_port_ident(NAME("PORT"), NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_port_ident(NAME("POR2"), &found));
    OK(rtems_port_ident(NAME("PORT"), &found));
    EQUAL(id, found);

    group("port_external_to_internal, _internal_to_external");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_port_external_to_internal(id, area, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_port_external_to_internal(BAD_ID, area, &result));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_port_internal_to_external(id, area, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_port_internal_to_external(BAD_ID, area, &result));
    OK(rtems_port_internal_to_external(id, area + AREA - 1, &result));
    EXPECT(result == second_area + AREA - 1);
    OK(rtems_port_external_to_internal(id, second_area + 7, &result));
    EXPECT(result == area + 7);
    OK(rtems_port_internal_to_external(id, area - 1, &result));
    EXPECT(result == area - 1);
    OK(rtems_port_external_to_internal(id, second_area + AREA, &result));
    EXPECT(result == second_area + AREA);
    STATUS(RTEMS_INVALID_ID, rtems_port_delete(BAD_ID));
    OK(rtems_port_delete(id));
    STATUS(RTEMS_INVALID_ID, rtems_port_delete(id));
}

static void test_region_create(void)
{
    rtems_id found;

    group("region_create, _ident");
    STATUS(RTEMS_INVALID_NAME, rtems_region_create(0, area, AREA, 16, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_create(NAME("REGN"), area, AREA, 16, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_create(NAME("REGN"), NULL, AREA, 16, 0, &region));
    STATUS(RTEMS_INVALID_SIZE, rtems_region_create(NAME("REGN"), area, 16, 16, 0, &region));
    STATUS(RTEMS_INVALID_SIZE, rtems_region_create(NAME("REGN"), area, AREA, AREA, 0, &region));
    OK(rtems_region_create(NAME("REGN"), area, AREA, 64, RTEMS_PRIORITY, &region));
    EQUAL(OBJECTS_RTEMS_REGIONS, rtems_object_id_get_class(region));
    STATUS(RTEMS_TOO_MANY, rtems_region_create(NAME("REG2"), second_area, AREA, 16, 0, &found));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_ident(NAME("REGN"), NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_region_ident(NAME("REG2"), &found));
    OK(rtems_region_ident(NAME("REGN"), &found));
    EQUAL(region, found);
}

static void test_segments(void)
{
    void *segment = area;
    void *other;
    uintptr_t size = 0;

    group("region_get_segment, _return_segment: status codes");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_get_segment(region, 0, RTEMS_NO_WAIT, 0, NULL));
    STATUS(RTEMS_INVALID_SIZE, rtems_region_get_segment(BAD_ID, 0, RTEMS_NO_WAIT, 0, &segment));
    EXPECT(segment == NULL);
    STATUS(RTEMS_INVALID_ID, rtems_region_get_segment(BAD_ID, 1, RTEMS_NO_WAIT, 0, &segment));
    STATUS(RTEMS_INVALID_SIZE, rtems_region_get_segment(region, AREA, RTEMS_WAIT, 0, &segment));
    OK(rtems_region_get_segment(region, 3000, RTEMS_NO_WAIT, 0, &segment));
    EXPECT((char *)segment > area && (char *)segment + 3000 <= area + AREA);
    STATUS(RTEMS_UNSATISFIED, rtems_region_get_segment(region, 2000, RTEMS_NO_WAIT, 0, &other));
    STATUS(RTEMS_TIMEOUT, rtems_region_get_segment(region, 2000, RTEMS_WAIT, 3, &other));
    EXPECT(other == NULL);
    STATUS(RTEMS_INVALID_ID, rtems_region_return_segment(BAD_ID, segment));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_return_segment(region, (char *)segment + 16));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_return_segment(region, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_return_segment(region, second_area));

    group("region_get_segment_size, _resize_segment");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_get_segment_size(region, NULL, &size));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_get_segment_size(region, segment, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_region_get_segment_size(BAD_ID, segment, &size));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_get_segment_size(region, area, &size));
    OK(rtems_region_get_segment_size(region, segment, &size));
    EXPECT(size >= 3008 && size < 3008 + 64);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_resize_segment(region, segment, 100, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_region_resize_segment(BAD_ID, segment, 100, &size));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_resize_segment(region, area, 100, &size));
    OK(rtems_region_resize_segment(region, segment, 1000, &size));
    EXPECT(size >= 3008 && size < 3008 + 64);
    OK(rtems_region_get_segment(region, 2000, RTEMS_NO_WAIT, 0, &other));
    STATUS(RTEMS_UNSATISFIED, rtems_region_resize_segment(region, segment, 3000, &size));
    EXPECT(size >= 1000 && size < 1100);

    group("region_delete");
    STATUS(RTEMS_INVALID_ID, rtems_region_delete(BAD_ID));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_region_delete(region));
    OK(rtems_region_return_segment(region, other));
    OK(rtems_region_return_segment(region, segment));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_return_segment(region, segment));
}

static void test_information(void)
{
    Heap_Information_block info;
    void *segment;
    uintptr_t all;

    group("region_get_information, _get_free_information");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_get_information(region, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_region_get_information(BAD_ID, &info));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_get_free_information(region, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_region_get_free_information(BAD_ID, &info));
    OK(rtems_region_get_information(region, &info));
    all = info.Free.total;
    EXPECT(info.Free.number == 1 && info.Free.largest == all && all > AREA - 64);
    EXPECT(info.Used.number == 0 && info.Stats.allocs == info.Stats.frees);
    OK(rtems_region_get_segment(region, 640, RTEMS_NO_WAIT, 0, &segment));
    OK(rtems_region_get_information(region, &info));
    EXPECT(info.Used.number == 1 && info.Used.total >= 640 && info.Used.largest >= 640);
    EXPECT(info.Free.total < all - 600 && info.Stats.used_blocks == 1);
    EXPECT(info.Stats.lifetime_allocated == info.Stats.lifetime_freed + info.Used.total);
    OK(rtems_region_get_free_information(region, &info));
    EXPECT(info.Used.number == 0 && info.Free.number == 1);
    OK(rtems_region_return_segment(region, segment));
}

static rtems_task get(rtems_task_argument index)
{
    results[index] = rtems_region_get_segment(region, index == 0 ? 3500 : 1000, RTEMS_WAIT,
                                              RTEMS_NO_TIMEOUT, &segments[index]);
    mark((char)('A' + (char)index));
    rtems_task_exit();
}

static void test_waiting(void)
{
    void *segment;

    group("tasks wait for segments by priority");
    OK(rtems_region_get_segment(region, 3500, RTEMS_NO_WAIT, 0, &segment));
    for (rtems_task_argument i = 0; i < 3; i++)
        (void)spawn("WAIT", 8 - i, get, i);
    TRACE("");
    OK(rtems_region_return_segment(region, segment));
    TRACE("CB"); /* A's is too large as long as they have theirs */
    EXPECT(segments[1] != NULL && segments[2] != NULL && segments[1] != segments[2]);
    OK(rtems_region_return_segment(region, segments[1]));
    TRACE("");
    OK(rtems_region_return_segment(region, segments[2]));
    TRACE("A");
    for (int i = 0; i < 3; i++)
        OK(results[i]);
    OK(rtems_region_return_segment(region, segments[0]));
}

static void test_extend(void)
{
    void *segment;

    group("region_extend");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_extend(BAD_ID, NULL, AREA));
    STATUS(RTEMS_INVALID_ID, rtems_region_extend(BAD_ID, second_area, AREA));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_extend(region, area + 100, 1000));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_region_extend(region, second_area, 8));
    OK(rtems_region_get_segment(region, 3500, RTEMS_NO_WAIT, 0, &segments[0]));
    STATUS(RTEMS_UNSATISFIED, rtems_region_get_segment(region, 3500, RTEMS_NO_WAIT, 0, &segment));
    OK(rtems_region_extend(region, second_area, AREA));
    OK(rtems_region_get_segment(region, 3500, RTEMS_NO_WAIT, 0, &segment));
    EXPECT((char *)segment > second_area && (char *)segment + 3500 <= second_area + AREA);
    OK(rtems_region_return_segment(region, segments[0]));
    OK(rtems_region_return_segment(region, segment));
    OK(rtems_region_delete(region));
    STATUS(RTEMS_INVALID_ID, rtems_region_delete(region));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_partition();
    test_port();
    test_region_create();
    test_segments();
    test_information();
    test_waiting();
    test_extend();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         4
#define CONFIGURE_MAXIMUM_PARTITIONS    1
#define CONFIGURE_MAXIMUM_REGIONS       1
#define CONFIGURE_MAXIMUM_PORTS         1
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
