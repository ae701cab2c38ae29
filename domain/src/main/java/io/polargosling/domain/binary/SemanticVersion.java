package io.polargosling.domain.binary;

import io.polargosling.domain.problem.InvalidException;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version, ordered by its precedence; what builds alone distinguish comes in the order of their texts, so that
 * two are equal in order only when they are equal.
 *
 * @param core major, minor and patch
 * @param preRelease the identifiers after the hyphen; empty for a release
 * @param text as written, of digits, letters, {@code .}, {@code -} and {@code +} only
 */
public record SemanticVersion(List<Integer> core, List<String> preRelease, String text)
        implements Comparable<SemanticVersion> {

    private static final int MAX_LENGTH = 96;
    private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]{0,17}|[0-9]{0,32}[A-Za-z-][0-9A-Za-z-]{0,63})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + IDENTIFIER
            + "(?:\\." + IDENTIFIER + "){0,15}))?" + "(?:\\+[0-9A-Za-z-]{1,64}(?:\\.[0-9A-Za-z-]{1,64}){0,15})?");

    public SemanticVersion {
        core = List.copyOf(core);
        preRelease = List.copyOf(preRelease);
    }

    /** The version {@code text}; empty when it is none, or longer than 96 characters. */
    public static Optional<SemanticVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        var core = List.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
        String behind = matcher.group(4);
        return Optional.of(new SemanticVersion(core, behind == null ? List.of() : List.of(behind.split("\\.")), text));
    }

    /**
     * The version {@code text}.
     *
     * @throws InvalidException when it is none
     */
    public static SemanticVersion of(String text) {
        return parse(text)
                .orElseThrow(() ->
                        new InvalidException("version \"" + text.substring(0, Math.min(MAX_LENGTH, text.length()))
                                + "\" (expected: a semantic version such as 1.12.6 or 2.0.0-rc1)"));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** True for one that comes before the release of its number. */
    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    @Override
    public int compareTo(SemanticVersion other) {
        for (int i = 0; i < core.size(); i++) {
            int order = core.get(i).compareTo(other.core.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (isPreRelease() != other.isPreRelease()) {
            return isPreRelease() ? -1 : 1;
        }
        int common = Math.min(preRelease.size(), other.preRelease.size());
        for (int i = 0; i < common; i++) {
            int order = IDENTIFIERS.compare(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(preRelease.size(), other.preRelease.size());
        return order != 0 ? order : text.compareTo(other.text);
    }

    /** Numbers by their value and before all words. */
    private static final Comparator<String> IDENTIFIERS = (a, b) -> {
        boolean first = isNumber(a);
        boolean second = isNumber(b);
        if (first && second) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return first == second ? a.compareTo(b) : (first ? -1 : 1);
    };

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
