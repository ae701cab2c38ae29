package io.polargosling.fly.diagnostic;

import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the diagnostics of one file and of what is given to it, and the stretches that no renderer may draw. Above {@link #MAX} entries the
 * rest is dropped and one entry says so.
 */
public final class Diagnostics {

    /** More than anyone reads; bounds the work on a hostile file. */
    public static final int MAX = 1000;

    private final List<Diagnostic> entries = new ArrayList<>();
    private final List<SourceRange> hidden = new ArrayList<>();
    private int errors;

    public void add(Diagnostic diagnostic) {
        if (diagnostic.isError()) {
            errors++;
        }
        if (entries.size() < MAX) {
            entries.add(diagnostic);
        } else if (entries.size() == MAX) {
            entries.add(Diagnostic.error(
                    "too-many",
                    "Too many problems",
                    "Only the first " + MAX + " problems of the file are listed; mend these first.",
                    diagnostic.range()));
        }
    }

    /** Whether further entries would be dropped, so that there is no use in making them. */
    public boolean isFull() {
        return entries.size() > MAX;
    }

    public void addAll(List<Diagnostic> diagnostics) {
        diagnostics.forEach(this::add);
    }

    /** From now on, and for what was added before, the range is drawn masked. */
    public void hide(SourceRange range) {
        hidden.add(range);
    }

    public void hideAll(List<SourceRange> ranges) {
        hidden.addAll(ranges);
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /** How many errors were added so far; for telling whether a stretch of work added one. */
    public int errorCount() {
        return errors;
    }

    /** Every hidden stretch, file by file in source order, none touching another. */
    public List<SourceRange> hidden() {
        return hiddenByFile().values().stream().flatMap(List::stream).toList();
    }

    private Map<SourceFile, List<SourceRange>> hiddenByFile() {
        var byFile = new LinkedHashMap<SourceFile, List<SourceRange>>();
        hidden.stream().sorted().forEach(next -> {
            List<SourceRange> merged = byFile.computeIfAbsent(next.file(), file -> new ArrayList<>());
            if (!merged.isEmpty() && next.startOffset() <= merged.getLast().endOffset()) {
                merged.set(merged.size() - 1, merged.getLast().to(next));
            } else {
                merged.add(next);
            }
        });
        return byFile;
    }

    /**
     * All entries, those of one file together and in source order, the files in the order of their first entries; each
     * entry knows what of its source line to hide.
     */
    public List<Diagnostic> toList() {
        Map<SourceFile, List<SourceRange>> masks = hiddenByFile();
        var order = new HashMap<SourceFile, Integer>();
        entries.forEach(entry -> order.putIfAbsent(entry.range().file(), order.size()));
        return entries.stream()
                .sorted(Comparator.comparing((Diagnostic entry) ->
                                order.getOrDefault(entry.range().file(), 0))
                        .thenComparing(Diagnostic::range))
                .map(entry -> entry.redacting(onDrawnLine(
                        entry.range(), masks.getOrDefault(entry.range().file(), List.of()))))
                .toList();
    }

    private static List<SourceRange> onDrawnLine(SourceRange range, List<SourceRange> masks) {
        int line = range.file().line(range.startOffset());
        int from = range.file().lineStart(line);
        int to = range.file().lineEnd(line);
        int low = 0;
        int high = masks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (masks.get(middle).endOffset() <= from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        var found = new ArrayList<SourceRange>();
        for (int i = low; i < masks.size() && masks.get(i).startOffset() < to; i++) {
            found.add(masks.get(i));
        }
        return found;
    }
}
