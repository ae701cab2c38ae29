package io.polargosling.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.secret.SecretValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends calls to whatever server an access names, and follows where answers lead, on that server only. */
final class Servers {

    /** More pages than any list we ask for should have. */
    private static final int MOST_PAGES = 500;

    private static final int MOST_MOVES = 3;
    private static final String API = "/api/v4/";

    private final GitLabClient.Options options;
    private final Optional<SSLContext> trust;
    private final Map<GitLabServer, ServerLine> lines = new ConcurrentHashMap<>();

    Servers(GitLabClient.Options options) {
        this.options = options;
        // Read now: a wrong file is an error of whoever starts us.
        this.trust = options.caFile().map(Trust::with);
    }

    /** One request. */
    @FunctionalInterface
    interface Request {
        ResponseEntity<byte[]> send(Apis apis, SecretValue token);
    }

    /** One request of a list that may have numbered pages, from 1. */
    @FunctionalInterface
    interface PageRequest {
        ResponseEntity<byte[]> send(Apis apis, SecretValue token, int page);
    }

    /** Items of some pages, and where the rest begins. */
    record Pages(List<JsonNode> items, Optional<String> next) {}

    /** The answer to one call, of any status but a redirect. */
    Answer send(GitLabAccess access, Call call, Request request) {
        var line = line(access.server());
        var token = access.token();
        var answer = line.send(call, () -> request.send(line.apis(), token));
        for (int moves = 0; answer.isRedirect() && call.isRead() && moves < MOST_MOVES; moves++) {
            var moved = answer.location().map(to -> onSameServer(to, access, call));
            if (moved.isEmpty() || !moved.get().getPath().startsWith(API)) {
                return answer;
            }
            answer = line.send(call, () -> line.apis().links().get(moved.get(), token));
        }
        return answer;
    }

    /** All pages; empty when there is no such list. */
    Optional<List<JsonNode>> all(GitLabAccess access, Call call, PageRequest request) {
        return pages(access, call, request, Optional.empty(), MOST_PAGES).map(found -> {
            if (found.next().isPresent()) {
                throw new InternalException(
                        call.act() + ": more than " + MOST_PAGES + " pages (expected: a list that ends)");
            }
            return found.items();
        });
    }

    /** At most {@code most} pages, from where an earlier answer ended; empty when there is no such list. */
    Optional<Pages> pages(GitLabAccess access, Call call, PageRequest request, Optional<String> from, int most) {
        var items = new ArrayList<JsonNode>();
        var next = from;
        for (int page = 1, asked = 1; ; asked++) {
            int number = page;
            var link = next.map(text -> onSameServer(address(text, call), access, call));
            var found = send(
                            access,
                            call,
                            (apis, token) -> link.isPresent()
                                    ? apis.links().get(link.get(), token)
                                    : request.send(apis, token, number))
                    .ifThere();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            var answer = found.get();
            answer.array().forEach(items::add);
            next = answer.nextLink();
            next.ifPresent(text -> onSameServer(address(text, call), access, call));
            var following = next.isPresent() ? Optional.<Integer>empty() : answer.nextPage();
            boolean ends = next.isEmpty() && following.isEmpty();
            if (ends || asked == most) {
                return Optional.of(new Pages(items, next));
            }
            page = following.orElse(page);
        }
    }

    /** A request body. It is made here, since a converter would write it to its log. */
    static byte[] body(Map<String, ?> fields) {
        return JsonMapper.shared().writeValueAsBytes(fields);
    }

    private static URI address(String text, Call call) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InternalException(
                    call.act() + ": the next page is at \"" + text + "\" (expected: an address)", e);
        }
    }

    // The token must not follow a link to somewhere else.
    private static URI onSameServer(URI to, GitLabAccess access, Call call) {
        var server = access.server().url();
        var resolved = server.resolve(to);
        if (!server.getScheme().equalsIgnoreCase(resolved.getScheme())
                || !server.getAuthority().equalsIgnoreCase(resolved.getAuthority())) {
            throw new InternalException(call.act() + ": GitLab leads to another host (expected: " + access.server()
                    + "); set GitLab's external_url right");
        }
        return resolved;
    }

    private ServerLine line(GitLabServer server) {
        return lines.computeIfAbsent(server, asked -> new ServerLine(asked, options, connections()));
    }

    // One per server, so that a server that hangs holds up none of another's connections.
    private HttpClient connections() {
        var builder = HttpClient.newBuilder()
                .connectTimeout(options.timeouts().connect())
                // The token is for the server that the egg names.
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        trust.ifPresent(builder::sslContext);
        return builder.build();
    }
}
