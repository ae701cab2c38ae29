package io.polargosling.fly.decode;

import java.util.Optional;

/** Decodes {@code gitlab} blocks, of an egg and of a bucket's repos. */
final class GitLabDecoder {

    private static final int LARGEST_ID = 999_999_999;

    private GitLabDecoder() {}

    /** Empty only after an error. */
    static Optional<GitLabSpec> decode(BlockReader reader) {
        Optional<Located<String>> server =
                reader.requiredAliased("server", "server_name").text(Addresses::server);
        reader.exactlyOne("project_id", "group_id");
        Optional<Located<GitLabSpec.Target>> project =
                reader.attribute("project_id").integer(1, LARGEST_ID).map(id -> id.map(GitLabSpec.Target.Project::new));
        Optional<Located<GitLabSpec.Target>> group =
                reader.attribute("group_id").integer(1, LARGEST_ID).map(id -> id.map(GitLabSpec.Target.Group::new));
        Optional<Located<String>> apiToken = reader.secret("api_token");
        Optional<Located<String>> tokenSecret = reader.secret("token_secret");
        Optional<Located<String>> webhookSecret = reader.secret("webhook_secret");
        reader.finish();
        Optional<Located<GitLabSpec.Target>> target = project.or(() -> group);
        if (server.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new GitLabSpec(server.get(), target.get(), apiToken, tokenSecret, webhookSecret, reader.header()));
    }
}
