#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The report in a real browser: it renders, each section has something in it,
# and nothing is fetched.
# usage: browser.sh PATH-OF-BULKHEAD [SCREENSHOT]; exit status 77: no browser.
set -u

if [ $# -lt 1 ] || [ ! -x "$1" ]; then
    echo "usage: $0 PATH-OF-BULKHEAD [SCREENSHOT]" >&2
    exit 2
fi
bulkhead=$1
browser=${CHROMIUM:-chromium}
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v "$browser" > /dev/null; then
    echo "$0: there is no browser '$browser'; install the package chromium" >&2
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
failed=0

fail() {
    echo "not ok $1"
    failed=1
}

# look OPTIONS... : the page in a browser that can reach nothing.
look() {
    HOME=$work timeout -k 5 60 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars \
        --user-data-dir="$work/profile" --host-resolver-rules='MAP * ~NOTFOUND' \
        --enable-logging=stderr --window-size=1060,2100 "$@" 2> "$work/log"
}

"${HOST_CC:-cc}" -std=c11 -I"$here/../../abi/include" -o "$work/make-elf" "$here/make-elf.c" &&
    "$work/make-elf" "$work/program.elf" good &&
    "$bulkhead" report -L "$work" -o "$work/report.html" "$here/base.aadl" "$here/report/model.aadl" \
        2> "$work/messages" || { cat "$work/messages"; fail "report is written"; exit 1; }

# A script that looks at what was laid out, in a copy of the page: boxes without
# extent, text outside of its picture.
cat > "$work/probe.html" << 'PROBE'
<script>
addEventListener("load", () => {
  const found = [];
  for (const id of ["schedule", "memory", "partitions", "threads", "ports", "health", "messages"]) {
    const section = document.getElementById(id);
    const box = section && section.getBoundingClientRect();
    if (!box || box.height < 60 || section.querySelectorAll("td, rect").length < 2)
      found.push("section " + id + " is empty");
    if (section && section.scrollWidth > section.clientWidth + 1)
      found.push("section " + id + " is too wide");
  }
  for (const svg of document.querySelectorAll("svg"))
    for (const item of svg.querySelectorAll("text, rect")) {
      const box = item.getBoundingClientRect(), all = svg.getBoundingClientRect();
      if (box.width == 0 || box.left < all.left - 1 || box.right > all.right + 1 ||
          box.top < all.top - 1 || box.bottom > all.bottom + 1)
        found.push("outside of its picture: " + item.outerHTML);
    }
  const fetched = performance.getEntriesByType("resource").length;
  if (fetched > 0) found.push("the page fetches " + fetched + " files");
  document.title = found.length == 0 ? "PROBE GOOD" : "PROBE BAD " + found.join("; ");
});
</script>
PROBE
cat "$work/report.html" "$work/probe.html" > "$work/probed.html"
look --dump-dom "file://$work/probed.html" > "$work/dom" || fail "the browser ends well"
grep -q '<title>PROBE GOOD</title>' "$work/dom" ||
    fail "layout: $(sed -n 's/.*<title>\(PROBE[^<]*\).*/\1/p' "$work/dom")"
if grep -E 'CONSOLE|Uncaught' "$work/log"; then
    fail "the browser's console is silent"
fi
if grep -E '<script|<link|<img|url\(|src=' "$work/report.html"; then
    fail "the page is self-contained"
fi
# The check itself must be able to fail.
sed 's/<section id="ports">/<section id="prots">/' "$work/probed.html" > "$work/broken.html"
look --dump-dom "file://$work/broken.html" > "$work/dom"
grep -q 'PROBE BAD section ports is empty' "$work/dom" || fail "a missing section is seen"

if [ $# -ge 2 ]; then
    look --screenshot="$2" "file://$work/report.html" > /dev/null || fail "screenshot"
fi
[ "$failed" -eq 0 ] && echo "ok report in a browser"
exit "$failed"
