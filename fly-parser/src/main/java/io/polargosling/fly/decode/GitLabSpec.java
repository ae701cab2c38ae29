package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.util.Optional;

/**
 * A {@code gitlab} block.
 *
 * @param target where the id was written
 * @param tokenSecret URI of the runner token
 * @param range the block's header
 */
public record GitLabSpec(
        Located<String> server,
        Located<Target> target,
        Optional<Located<String>> apiToken,
        Optional<Located<String>> tokenSecret,
        Optional<Located<String>> webhookSecret,
        SourceRange range) {

    /** The one project or group. */
    public sealed interface Target {
        long id();

        record Project(long id) implements Target {}

        record Group(long id) implements Target {}
    }
}
