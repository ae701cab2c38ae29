package io.polargosling.cli.format;

import java.util.ArrayList;
import java.util.List;

/**
 * A unified diff of a text and the same text formatted. Formatting keeps lines in order and removes none but blank ones,
 * so one walk over both finds every change.
 */
final class LineDiff {

    private static final int CONTEXT = 3;

    private record Edit(char sign, String line) {}

    private final List<String> before;
    private final List<String> after;
    private final List<Edit> edits = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /** Empty when both texts are equal, else ended by a line break; {@code name} heads it. */
    static String of(String name, String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        var diff = new LineDiff(lines(before), lines(after));
        diff.compare();
        return "--- " + name + "\n+++ " + name + "\n" + diff.hunks();
    }

    /** With their line breaks, which the last may lack. */
    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int behind = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, behind));
            from = behind;
        }
        return lines;
    }

    private void compare() {
        int added = 0;
        for (String line : before) {
            String next = added < after.size() ? after.get(added) : "";
            if (line.equals(next)) {
                edits.add(new Edit(' ', line));
                added++;
            } else if (next.isEmpty() || (line.isBlank() && !next.isBlank())) {
                edits.add(new Edit('-', line));
            } else {
                edits.add(new Edit('-', line));
                edits.add(new Edit('+', next));
                added++;
            }
        }
        after.subList(added, after.size()).forEach(line -> edits.add(new Edit('+', line)));
    }

    private String hunks() {
        var out = new StringBuilder();
        int oldLine = 1;
        int newLine = 1;
        int at = 0;
        while (at < edits.size()) {
            int change = nextChange(at);
            int from = Math.max(at, change - CONTEXT);
            oldLine += from - at;
            newLine += from - at;
            if (change == edits.size()) {
                break;
            }
            int to = hunkEnd(change);
            List<Edit> hunk = edits.subList(from, to);
            int removed = (int) hunk.stream().filter(edit -> edit.sign() != '+').count();
            int added = (int) hunk.stream().filter(edit -> edit.sign() != '-').count();
            out.append("@@ -%s +%s @@\n".formatted(place(oldLine, removed), place(newLine, added)));
            print(hunk, out);
            oldLine += removed;
            newLine += added;
            at = to;
        }
        return out.toString();
    }

    /** Where a hunk of no lines stands is the line before it. */
    private static String place(int line, int count) {
        return (count == 0 ? line - 1 : line) + (count == 1 ? "" : "," + count);
    }

    private int nextChange(int from) {
        int at = from;
        while (at < edits.size() && edits.get(at).sign() == ' ') {
            at++;
        }
        return at;
    }

    /** Behind the context of the last change that has no more than twice the context before it. */
    private int hunkEnd(int firstChange) {
        int end = firstChange;
        int next = firstChange;
        while (next < edits.size() && next - end <= 2 * CONTEXT) {
            end = next + 1;
            next = nextChange(end);
        }
        return Math.min(edits.size(), end + CONTEXT);
    }

    /** Removed lines before added ones wherever changes touch. */
    private static void print(List<Edit> hunk, StringBuilder out) {
        var added = new ArrayList<Edit>();
        for (Edit edit : hunk) {
            switch (edit.sign()) {
                case '+' -> added.add(edit);
                case '-' -> line(edit, out);
                default -> {
                    added.forEach(line -> line(line, out));
                    added.clear();
                    line(edit, out);
                }
            }
        }
        added.forEach(line -> line(line, out));
    }

    private static void line(Edit edit, StringBuilder out) {
        out.append(edit.sign()).append(edit.line());
        if (!edit.line().endsWith("\n")) {
            out.append("\n\\ No newline at end of file\n");
        }
    }
}
