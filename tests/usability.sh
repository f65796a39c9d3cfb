#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What a newcomer types: help texts, exit statuses, and a program of one's own.

cd "$(dirname "$0")/.." || exit 1
work=build/tests/usability
rm -rf "$work"
mkdir -p "$work"
passed=0
failed=0

# expect NAME STATUS COMMAND...: the command ends with that status.
expect() {
    local name=$1 wanted=$2 status=0

    shift 2
    "$@" >"$work/$name.txt" 2>&1 </dev/null || status=$?
    if [ "$status" -eq "$wanted" ]; then
        echo "ok $name"
        passed=$((passed + 1))
    else
        echo "not ok $name: status $status, expected $wanted"
        sed 's/^/    /' "$work/$name.txt"
        failed=$((failed + 1))
    fi
}

for script in tests/run.sh tests/all.sh tests/check.sh tests/isolation/run.sh mk/packages.sh \
    tools/bulkhead-cc build/bulkhead; do
    name=help-$(basename "$script")
    expect "$name" 0 "$script" --help
done
expect make-help 0 make help
expect wrong-option 2 tests/run.sh --no-such-option

# A user's own program, from nothing but the README's commands.
cat >"$work/mine.c" <<'EOF'
#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>

rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    printf("a program of my own\n");
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
EOF
sed 's/"hello\.elf"/"mine.elf"/' examples/rtems-samples/model.aadl >"$work/mine.aadl"
expect own-program 0 tools/bulkhead-cc --classic -o "$work/mine.elf" "$work/mine.c"
expect own-model 0 build/bulkhead check "$work/mine.aadl" -L build/programs/examples/rtems-samples
expect own-run 0 build/bulkhead run "$work/mine.aadl" -L build/programs/examples/rtems-samples
expect own-output 0 grep -q '\[hello\] a program of my own' "$work/own-run.txt"

# A failing partition is a failing run.
printf 'int main(void);\nint main(void)\n{\n    return 3;\n}\n' >"$work/bad.c"
sed 's/"[a-z_]*\.elf"/"bad.elf"/' examples/rtems-samples/model.aadl >"$work/bad.aadl"
expect failing-program 0 tools/bulkhead-cc --bare -o "$work/bad.elf" "$work/bad.c"
expect failing-run 1 build/bulkhead run "$work/bad.aadl"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
