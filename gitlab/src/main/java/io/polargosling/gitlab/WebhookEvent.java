package io.polargosling.gitlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The few facts of a webhook that anything here depends on; everything else in its body is passed over.
 *
 * @param projectId of the project it is about; empty for events of a group
 * @param groupId of the group, for events of a group only
 * @param parentGroupId of the group that {@code groupId} lies in, where an event of a group tells it
 * @param path that of the project, or of the group, with all groups it lies in, such as {@code acme/tools/web}
 * @param webUrl the project's address, whose host tells the server
 * @param fact what happened
 */
public record WebhookEvent(
        OptionalLong projectId,
        OptionalLong groupId,
        OptionalLong parentGroupId,
        Optional<String> path,
        Optional<String> webUrl,
        Fact fact) {

    /** What happened. */
    public sealed interface Fact {

        /** The kind as GitLab words it, such as {@code push} or {@code build}. */
        String kind();

        /**
         * Commits on a branch.
         *
         * @param ref such as {@code refs/heads/main}
         * @param after the new commit; only zeros when the branch was deleted
         */
        record Push(String ref, String after) implements Fact {

            @Override
            public String kind() {
                return "push";
            }

            /** True when the branch was deleted. */
            public boolean isDeletion() {
                return isZero(after);
            }
        }

        /**
         * A tag.
         *
         * @param ref such as {@code refs/tags/v1}
         * @param after the tag; only zeros when it was deleted
         */
        record TagPush(String ref, String after) implements Fact {

            @Override
            public String kind() {
                return "tag_push";
            }

            /** True when the tag was deleted. */
            public boolean isDeletion() {
                return isZero(after);
            }
        }

        /**
         * A change of a merge request.
         *
         * @param action such as {@code open} or {@code update}
         * @param oldRevision the commit before, present only when the code changed
         */
        record MergeRequest(String action, Optional<String> oldRevision) implements Fact {

            @Override
            public String kind() {
                return "merge_request";
            }

            /** True when it may have brought a pipeline: opened, reopened, or updated with new code. */
            public boolean mayBringJobs() {
                return switch (action) {
                    case "open", "reopen" -> true;
                    case "update" -> oldRevision.isPresent();
                    default -> false;
                };
            }
        }

        /** A pipeline and the status it is in now. */
        record Pipeline(long id, String status) implements Fact {

            @Override
            public String kind() {
                return "pipeline";
            }
        }

        /** A job and the status it is in now. */
        record Job(long id, String status) implements Fact {

            @Override
            public String kind() {
                return "build";
            }
        }

        /** A project, a subgroup or a member came to a group or left it. */
        record GroupChange(String kind) implements Fact {}

        /** Any other kind, or one of the above that lacks what it must hold. */
        record Other(String kind) implements Fact {}
    }

    /** What a body turns out to be. */
    public sealed interface Parsed {

        /**
         * An event.
         *
         * @param whole false when the body is broken behind the ids: no JSON to its end
         */
        record Event(WebhookEvent event, boolean whole) implements Parsed {}

        /** No JSON object, up to where the ids should stand. */
        record NotJson() implements Parsed {}

        /** A JSON object without a kind, or without the id of a project or group. */
        record NoIds() implements Parsed {}
    }

    /** Reads {@code body} as received, without building it up in memory; never throws. */
    public static Parsed parse(byte[] body) {
        return parse(RawBody.of(body));
    }

    /**
     * As {@link #parse(byte[])}, of a body that need not lie in memory.
     *
     * @throws UncheckedIOException when the body cannot be read
     */
    public static Parsed parse(RawBody body) {
        try {
            return WebhookBody.read(body).event();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a delivery: " + e.getMessage(), e);
        }
    }

    private static boolean isZero(String commit) {
        return commit.matches("0+");
    }
}
