package io.polargosling.api.heartbeat;

import io.polargosling.domain.secret.SecretValue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a machine tells of a failure, fit to be kept: bounded, printable, and without what looks like a secret. The machine
 * has masked the secrets it knows; this is for those it does not know to be secrets.
 */
final class FailureText {

    private static final int LONGEST_LINE = 300;
    private static final int MOST_CHARACTERS = 16_000;

    /** Tokens by the prefixes that GitLab gives them. */
    private static final Pattern TOKEN =
            Pattern.compile("\\b(?:gl[a-z]{2,8}|GR1348941|whsec)[-_][A-Za-z0-9_=-]{8,200}");

    private static final Pattern URI_OF_SECRET =
            Pattern.compile("\\b(yc-lockbox|aws-sm|vault|local|env)://[^\\s\"']{1,512}");

    /** The name ends where the value begins, so that this is linear. */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:token|password|passwd|secret|credential|authorization|api_key|private_key)[A-Za-z0-9_-]{0,32}[\"']?[=:]\\s{0,4}(?:bearer\\s|basic\\s)?[\"']?)[^\\s\"',;]{1,300}");

    private FailureText() {}

    /** The last of {@code lines}, masked, as many as may be kept. */
    static List<String> bounded(List<String> lines) {
        var kept = new ArrayDeque<String>();
        int left = MOST_CHARACTERS;
        for (var line : lines.reversed()) {
            var text = masked(line);
            left -= text.length() + 1;
            if (left < 0) {
                break;
            }
            kept.addFirst(text);
        }
        return List.copyOf(kept);
    }

    private static String masked(String line) {
        // Cut after it is masked, lest a part of a secret remains that looks like none.
        String whole = line.length() > 4 * LONGEST_LINE ? line.substring(0, 4 * LONGEST_LINE) : line;
        String text = whole.replaceAll("\\p{Cntrl}", " ");
        text = TOKEN.matcher(text).replaceAll(SecretValue.MASK);
        text = URI_OF_SECRET.matcher(text).replaceAll("$1://" + SecretValue.MASK);
        text = NAMED.matcher(text).replaceAll("$1" + SecretValue.MASK);
        return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text;
    }
}
