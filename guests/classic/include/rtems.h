/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The RTEMS Classic API of the embedded executive. Names, types, macros and
 * behaviour are those of the RTEMS Classic API Guide; docs/classic.md lists
 * the directives. A directive's comment gives its status codes in the order of
 * their checks (RTEMS_SUCCESSFUL, if nothing is wrong, is not mentioned).
 */
#ifndef _RTEMS_H
#define _RTEMS_H

#include <rtems/config.h>
#include <rtems/extension.h>
#include <rtems/fatal.h>
#include <rtems/init.h>
#include <rtems/io.h>
#include <rtems/rtems/asr.h>
#include <rtems/rtems/attr.h>
#include <rtems/rtems/barrier.h>
#include <rtems/rtems/cache.h>
#include <rtems/rtems/clock.h>
#include <rtems/rtems/dpmem.h>
#include <rtems/rtems/event.h>
#include <rtems/rtems/intr.h>
#include <rtems/rtems/intrserver.h>
#include <rtems/rtems/message.h>
#include <rtems/rtems/modes.h>
#include <rtems/rtems/object.h>
#include <rtems/rtems/options.h>
#include <rtems/rtems/part.h>
#include <rtems/rtems/ratemon.h>
#include <rtems/rtems/region.h>
#include <rtems/rtems/scheduler.h>
#include <rtems/rtems/sem.h>
#include <rtems/rtems/signal.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/support.h>
#include <rtems/rtems/tasks.h>
#include <rtems/rtems/timer.h>
#include <rtems/rtems/types.h>

#endif
