# SPDX-License-Identifier: BSD-2-Clause
# Has each message that the compiler can give a fixture with its text?
# usage: awk -f messages.awk SOURCE... EXPECTED...
#
# A source is a .c, .l or .y file. What stands in a message's place holders does
# not count here: the fixtures have it exactly.

FILENAME ~ /\.(c|l|y)$/ { source[FILENAME] = source[FILENAME] $0 "\n"; next }
FILENAME ~ /\.sh$/ { said[++lines] = $0; next }
/: (error|warning|note): / || /^(error|warning): / { said[++lines] = $0 }

# The format of a call: string literals one after the other, with macros such as
# PRIu64 between them, up to the first comma or bracket behind them.
function take_format(file, text,    pieces, in_string, i, c, any) {
    pieces = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (in_string && c == "\\") {
            i++
            c = substr(text, i, 1)
            pieces = pieces (c == "n" ? "\n" : c)
        } else if (c == "\"") {
            in_string = !in_string
            any = 1
        } else if (in_string) {
            pieces = pieces c
        } else if (any && (c == "," || c == ")" || c == "?")) {
            break
        } else if (c == ";") {
            break
        }
    }
    if (any && c != "?" && pieces ~ / /) {
        formats[++count] = pieces
        where[count] = file
    }
}

# Does a line have the parts of a format between its place holders, in order?
function matches(line, format,    n, parts, i, at) {
    gsub(/%%/, "\001", format)
    gsub(/%[-+ #0-9.*]*(hh|h|ll|l|z)?[a-zA-Z]/, "\002", format)
    gsub(/%/, "\002", format)
    gsub(/\001/, "%", format)
    n = split(format, parts, "\002")
    for (i = 1; i <= n; i++) {
        at = index(line, parts[i])
        if (at == 0)
            return 0
        line = substr(line, at + length(parts[i]))
    }
    return 1
}

END {
    for (file in source) {
        text = source[file]
        while (match(text, /(REPORT|WARN|report_error|report_warning|report_note)\(/)) {
            name = substr(text, RSTART, RLENGTH)
            before = substr(text, 1, RSTART - 1)
            text = substr(text, RSTART + RLENGTH)
            if (before ~ /(define|void) *$/)
                continue
            take_format(file, substr(text, 1, 1200))
        }
    }
    for (i = 1; i <= count; i++) {
        for (j = 1; j <= lines && !matches(said[j], formats[i]); j++)
            ;
        if (j > lines) {
            missing++
            printf "%s: no fixture has the message: %s\n", where[i], formats[i]
        }
    }
    printf "%d messages, %d without a fixture\n", count, missing
    exit missing > 0
}
