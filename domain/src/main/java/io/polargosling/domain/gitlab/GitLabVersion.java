package io.polargosling.domain.gitlab;

import io.polargosling.domain.problem.InvalidException;
import java.util.Comparator;
import java.util.regex.Pattern;

/** The version of a GitLab server, as far as it decides anything. */
public record GitLabVersion(int major, int minor) implements Comparable<GitLabVersion> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})(?:[.\\-+].*)?");
    private static final GitLabVersion SIGNING = new GitLabVersion(19, 0);

    /**
     * Reads a text such as {@code 19.4.0-ee}.
     *
     * @throws InvalidException when it does not begin with two numbers
     */
    public static GitLabVersion parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidException("GitLab version \"" + text + "\" (expected: such as 19.4.0 or 19.4.0-ee)");
        }
        return new GitLabVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** True when its webhooks can be signed. */
    public boolean signsWebhooks() {
        return compareTo(SIGNING) >= 0;
    }

    @Override
    public int compareTo(GitLabVersion other) {
        return Comparator.comparingInt(GitLabVersion::major)
                .thenComparingInt(GitLabVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
