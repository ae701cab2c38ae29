package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {

    private static final NewGitLabRunner RUNNER = new NewGitLabRunner(
            new TargetScope.Project(815), "web-1", new JobFilter(Set.of("linux"), false, false), Optional.empty());
    private static final String VERSION = "{\"version\":\"19.4.0-ee\"}";

    private final VirtualTime time = new VirtualTime();
    private final StubServer server = new StubServer();
    private final GitLab gitlab = GitLabClient.open(time.options());

    @AfterEach
    void stop() {
        server.close();
    }

    private Duration waited() {
        return time.waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void read_busyThenWell_isRepeated(int status) {
        server.reply(status, "busy");
        server.reply(status, "busy");
        server.reply(200, VERSION);

        assertThat(gitlab.projects().version(server.access()).signsWebhooks()).isTrue();

        assertThat(server.waiting()).isEqualTo(3);
    }

    @Test
    void read_alwaysBusy_isTriedFiveTimesWithGrowingPauses() {
        for (int i = 0; i < 6; i++) {
            server.reply(500, "busy");
        }

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> gitlab.projects().version(server.access()))
                .withMessageContaining("GitLab answered 500");

        assertThat(server.waiting()).isEqualTo(5);
        assertThat(time.waits).hasSize(4);
        assertThat(time.waits.getFirst()).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
        assertThat(time.waits.getLast()).isBetween(Duration.ofMillis(400), Duration.ofMillis(1200));
    }

    @Test
    void read_shortRetryAfter_isObeyed() {
        server.reply(429, Map.of("Retry-After", "2"), "busy");
        server.reply(200, VERSION);

        gitlab.projects().version(server.access());

        assertThat(waited()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void read_longRetryAfter_isGivenBackAtOnceAndKeptTo() {
        server.reply(429, Map.of("Retry-After", "60"), "busy");

        var first = catchThrowableOfType(
                UnavailableException.class, () -> gitlab.projects().version(server.access()));
        var second = catchThrowableOfType(
                UnavailableException.class, () -> gitlab.runners().deleteRunner(server.access(), 7));

        assertThat(first.retryAfter()).contains(Duration.ofSeconds(60));
        assertThat(second.retryAfter()).contains(Duration.ofSeconds(60));
        assertThat(server.waiting()).isEqualTo(1);
        assertThat(time.waits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void creation_thatMayHaveBeenDone_isNotRepeated(int status) {
        server.reply(status, "busy");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> gitlab.runners().createRunner(server.access(), RUNNER));

        assertThat(server.waiting()).isEqualTo(1);
    }

    @Test
    void creation_refusedForTooManyCalls_isRepeated() {
        server.reply(429, "busy");
        server.reply(201, "{\"id\":1,\"token\":\"glrt-x\"}");

        assertThat(gitlab.runners().createRunner(server.access(), RUNNER).id()).isEqualTo(1);
    }

    @Test
    void creation_neverConnected_isRepeated() throws IOException {
        var access = nobodyThere();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> gitlab.runners().createRunner(access, RUNNER));

        assertThat(time.waits).hasSize(4);
    }

    @Test
    void deletion_busyThenWell_isRepeated() {
        server.reply(503, "busy");
        server.reply(204, "");

        gitlab.runners().deleteRunner(server.access(), 7);

        assertThat(server.waiting()).isEqualTo(2);
    }

    @Test
    void poll_unchanged_isAnsweredFromWhatIsKept() {
        String link = "<http://HOST/api/v4/x?cursor=1>; rel=\"next\"";
        server.reply(
                200,
                Map.of("ETag", "W/\"one\"", "Link", link),
                "[{\"id\":5,\"status\":\"pending\",\"created_at\":\"2026-02-03T10:00:00Z\"}]");
        server.reply(304, Map.of("ETag", "W/\"one\"", "RateLimit-Remaining", "3"), "");
        server.reply(200, "[]");

        var first = gitlab.jobs().open(server.access(), 815, Optional.empty(), 1);
        var second = gitlab.jobs().open(server.access(), 815, Optional.empty(), 1);
        var otherToken = gitlab.jobs()
                .open(
                        new GitLabAccess(server.access().server(), SecretValue.of("glpat-other")),
                        815,
                        Optional.empty(),
                        1);

        assertThat(second).isEqualTo(first);
        assertThat(second.next()).isPresent();
        assertThat(server.taken().headers().containsKey("If-None-Match")).isFalse();
        assertThat(server.taken().headers().getFirst("If-None-Match")).isEqualTo("W/\"one\"");
        assertThat(server.taken().headers().containsKey("If-None-Match"))
                .as("what one token may see is not another's")
                .isFalse();
        assertThat(otherToken.jobs()).isEmpty();
    }

    @Test
    void read_moved_isFollowedOnTheSameServer() {
        server.reply(301, Map.of("Location", "/api/v4/elsewhere?a=1"), "");
        server.reply(200, VERSION);

        gitlab.projects().version(server.access());

        server.taken();
        var second = server.taken();
        assertThat(second.line()).isEqualTo("GET /api/v4/elsewhere?a=1");
        assertThat(second.token()).isEqualTo(StubServer.TOKEN);
    }

    @Test
    void read_movedInACircle_ends() {
        for (int i = 0; i < 6; i++) {
            server.reply(302, Map.of("Location", "/api/v4/version"), "");
        }

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> gitlab.projects().version(server.access()));

        assertThat(server.waiting()).isEqualTo(4);
    }

    @Test
    void read_movedToAnotherHost_isNotFollowed() {
        server.reply(301, Map.of("Location", "https://elsewhere.test/api/v4/version"), "");

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> gitlab.projects().version(server.access()))
                .withMessageContaining("another host");
    }

    @Test
    void change_moved_isNotSentElsewhere() {
        server.reply(307, Map.of("Location", "/api/v4/elsewhere"), "");

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> gitlab.runners().deleteRunner(server.access(), 7));

        assertThat(server.waiting()).isEqualTo(1);
    }

    @Test
    void read_answerWithoutEnd_isCutOff() {
        server.reply(200, "x".repeat((16 << 20) + 1));

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> gitlab.projects().version(server.access()))
                .withMessageContaining("too large");

        assertThat(server.waiting()).isEqualTo(1);
    }

    @Test
    void read_answerThatComesDropByDrop_isGivenUp() throws IOException {
        var impatient = GitLabClient.open(time.options()
                .withTimeouts(new GitLabClient.Timeouts(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ZERO)));
        try (var slow = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> {
                try (var socket = slow.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The caller has gone, as it should.
                }
            });
            var access = new GitLabAccess(
                    GitLabServer.of("127.0.0.1:" + slow.getLocalPort()), SecretValue.of(StubServer.TOKEN));

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> impatient.projects().version(access));
        }
    }

    @Test
    void servers_oneHangsAndOneRefuses_theThirdNoticesNothing() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                var refusing = new StubServer();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var impatient = GitLabClient.open(GitLabClient.Options.defaults()
                    .withTimeouts(
                            new GitLabClient.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ZERO)));
            var hanging = new GitLabAccess(
                    GitLabServer.of("127.0.0.1:" + silent.getLocalPort()), SecretValue.of(StubServer.TOKEN));
            var held = new CompletableFuture<?>[20];
            for (int i = 0; i < held.length; i++) {
                held[i] = CompletableFuture.runAsync(() -> impatient.projects().version(hanging), threads);
            }
            refusing.reply(429, Map.of("Retry-After", "600"), "");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> impatient.projects().version(refusing.access()));
            server.reply(200, VERSION);

            var version = CompletableFuture.supplyAsync(
                            () -> impatient.projects().version(server.access()), threads)
                    .get(2, TimeUnit.SECONDS);

            assertThat(version.major()).isEqualTo(19);
            assertThat(held).noneMatch(call -> call.isDone() && !call.isCompletedExceptionally());
        }
    }

    private static GitLabAccess nobodyThere() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return new GitLabAccess(
                    GitLabServer.of("127.0.0.1:" + socket.getLocalPort()), SecretValue.of(StubServer.TOKEN));
        }
    }
}
