package io.polargosling.api.why;

import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which CI job is asked about.
 *
 * @param project empty where the address does not tell its id
 */
record JobAddress(CiJobId id, OptionalLong project) {

    private static final Pattern PATH = Pattern.compile("/.+/-/jobs/([1-9][0-9]{0,17})(/.*)?");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    /** The job a browser shows at {@code url}; 422 when that is no job. */
    static JobAddress ofUrl(String url) {
        try {
            var address = new URI(url);
            var path = PATH.matcher(address.getPath() == null ? "" : address.getPath());
            if (path.matches()) {
                var server = GitLabServer.ofUrl(address);
                return new JobAddress(new CiJobId(server, Long.parseLong(path.group(1))), OptionalLong.empty());
            }
        } catch (URISyntaxException | InvalidException e) {
            // Answered below, as an address of something else is.
        }
        throw ProblemException.invalid("?url", "url", "url: expected https://HOST/PROJECT/-/jobs/NUMBER");
    }

    /** The job by its numbers; 422 when one is missing or none. */
    static JobAddress of(@Nullable String server, @Nullable String project, @Nullable String job) {
        if (server == null || !GitLabServer.isValid(server)) {
            throw ProblemException.invalid("?server", "server", "server: expected a host name, or send url");
        }
        var id = new CiJobId(GitLabServer.of(server), number("job_id", job));
        return new JobAddress(id, OptionalLong.of(number("project_id", project)));
    }

    private static long number(String name, @Nullable String text) {
        if (text == null || !NUMBER.matcher(text).matches()) {
            throw ProblemException.invalid("?" + name, "number", name + ": expected GitLab's number");
        }
        return Long.parseLong(text);
    }
}
