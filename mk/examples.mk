# SPDX-License-Identifier: BSD-2-Clause
# The examples' programs; a model that has its programs in itself needs no entry.

APEX_PROGRAMS    += $(addprefix examples/, queuing/control.c sampling/sensor.c sampling/display.c \
                      buffers/factory.c synchronization/apex.c error-handler/mission.c \
                      restart/boss.c restart/worker.c schedules/autopilot.c schedules/passive.c)
CLASSIC_PROGRAMS += $(addprefix examples/, queuing/valve.c synchronization/classic.c restart/watch.c \
                      periods/control.c periods/greedy.c posix/station.c \
                      device-serial/terminal.c device-serial/neighbour.c device-rtc/clock.c \
                      device-keyboard/keyboard.c frames/camera.c frames/viewer.c)
BARE_PROGRAMS    += examples/device-rtc/busy.c

$(BUILD)/programs/examples/device-serial/terminal.elf: examples/device-serial/uart.c
