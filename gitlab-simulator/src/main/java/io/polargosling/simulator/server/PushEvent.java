package io.polargosling.simulator.server;

/**
 * A push to a branch or a tag.
 *
 * @param ref the full ref, such as {@code refs/heads/main} or {@code refs/tags/v1}
 * @param before the commit the ref pointed at; 40 zeros when it is new
 * @param after the commit it points at now; 40 zeros when it was deleted
 */
public record PushEvent(String ref, String before, String after) {

    /** The commit id that stands for none. */
    public static final String NONE = "0".repeat(40);

    public PushEvent {
        if (!ref.startsWith("refs/")) {
            throw new IllegalArgumentException(
                    "push to \"" + ref + "\" (expected: a full ref such as refs/heads/main)");
        }
    }
}
