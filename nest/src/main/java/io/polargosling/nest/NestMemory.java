package io.polargosling.nest;

import io.polargosling.fly.eval.Inputs;
import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the files of eggs and buckets gave when a Nest was last read, so that the next read decodes only those that
 * changed. A read with a memory gives what a read without one gives: rules between files are checked anew each time, and
 * nothing is remembered across a change of what all files see.
 *
 * <p>It forgets when the process is short of memory. May be used by several threads; the read that ends last is kept.
 */
public final class NestMemory {

    /** All that a file's outcome depends on besides its own bytes. */
    record Basis(String variables, NestRules rules, Inputs inputs) {}

    /** What a file of this content gave. */
    record Remembered(String path, String contentId, EggFiles.Read read) {}

    private record Kept(Basis basis, Map<String, Remembered> byPath) {
        static final Kept NOTHING = new Kept(new Basis("", NestRules.defaults(), Inputs.none()), Map.of());
    }

    private volatile SoftReference<Kept> kept = new SoftReference<>(Kept.NOTHING);

    /** A memory of nothing yet. */
    public static NestMemory empty() {
        return new NestMemory();
    }

    private NestMemory() {}

    /** What is known on this basis, by path. */
    Map<String, Remembered> recall(Basis basis) {
        return Optional.ofNullable(kept.get())
                .filter(known -> known.basis().equals(basis))
                .map(Kept::byPath)
                .orElse(Map.of());
    }

    void keep(Basis basis, List<Remembered> reads) {
        var byPath = HashMap.<String, Remembered>newHashMap(reads.size());
        reads.forEach(read -> byPath.put(read.path(), read));
        kept = new SoftReference<>(new Kept(basis, byPath));
    }
}
