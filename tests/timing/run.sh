#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The longest paths of the kernel, measured instruction by instruction.

usage() {
    cat <<'EOF'
usage: tests/timing/run.sh [--update]

Runs the image of tests/timing in QEMU with a log of each instruction, and
compares the longest stay in the kernel of each kind with tests/timing/limits.
The table goes to build/timing/table.md; --update puts it into docs/timing.md.
The exit status is 1 if a limit is exceeded, or a path was not gone.
EOF
}

update=0
case ${1-} in
--help) usage; exit 0 ;;
--update) update=1 ;;
'') ;;
*) usage >&2; exit 2 ;;
esac

cd "$(dirname "$0")/../.." || exit 2
work=build/timing
mkdir -p $work || exit 2

nm -n build/kernel/kernel.elf >$work/kernel.symbols || exit 2
nm -n build/programs/tests/timing/paths.elf >$work/program.symbols || exit 2
tests/timing/model.sh >$work/model.aadl || exit 2
build/bulkhead build $work/model.aadl -L build/programs/tests/timing -o $work/image.elf \
    2>$work/build.txt || { cat $work/build.txt >&2; exit 2; }
yes | head -n 200 >$work/input.txt

# QEMU, with a log that nobody has room for: it is read as it is written.
cat >$work/qemu <<'EOF'
#!/bin/sh
exec qemu-system-i386 "$@" -singlestep -d exec,nochain -D build/timing/log
EOF
chmod +x $work/qemu
rm -f $work/log
mkfifo $work/log || exit 2
build/bulkhead run --qemu $work/qemu --time-limit 900 $work/image.elf \
    <$work/input.txt >$work/output.txt 2>$work/errors.txt &
run=$!
$work/trace $work/kernel.symbols $work/program.symbols tests/timing/limits \
    <$work/log >$work/table.md
judged=$?
wait $run
ended=$?
if [ $ended -ne 0 ]; then
    echo "not ok timing: the run's exit status is $ended"
    grep -a 'FAILED\|failed' $work/output.txt
    cat $work/errors.txt
    exit 1
fi
[ $judged -eq 0 ] || { echo 'not ok timing'; exit 1; }
rows=$(grep -c '^| ' $work/table.md)
if [ $update -eq 1 ]; then
    awk -v table=$work/table.md '
        /^<!-- table -->/ { print; print ""; while ((getline line < table) > 0) print line; print ""; skip = 1 }
        /^<!-- end -->/ { skip = 0 }
        !skip || /^<!-- end -->/ { if (!/^<!-- table -->/) print }' docs/timing.md >$work/timing.md &&
        cp $work/timing.md docs/timing.md
fi
echo "ok timing: $((rows - 1)) paths within their limits"
echo '1 passed, 0 failed'
