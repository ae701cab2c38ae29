package io.polargosling.fly.diagnostic;

import java.util.Collection;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class DidYouMean {

    private static final int LONGEST = 64;

    private DidYouMean() {}

    /** The nearest known name when few letters differ; the first of equally near ones. */
    public static Optional<String> nearest(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> best = Optional.empty();
        int bestDistance = Math.max(1, given.length() / 3) + 1;
        for (String candidate : known) {
            if (candidate.length() > LONGEST || Math.abs(candidate.length() - given.length()) >= bestDistance) {
                continue;
            }
            int distance = distance(given, candidate);
            if (distance < bestDistance) {
                best = Optional.of(candidate);
                bestDistance = distance;
            }
        }
        return best;
    }

    /** {@link #nearest} as a sentence. */
    public static Optional<String> advice(String given, Collection<String> known) {
        return nearest(given, known).map(name -> "Did you mean \"" + name + "\"?");
    }

    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
