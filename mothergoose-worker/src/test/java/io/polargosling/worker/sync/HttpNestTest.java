package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.secrets.LocalSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpNestTest {

    private static final Duration LIMIT = Duration.ofMillis(700);

    @TempDir
    private Path folder;

    private BareNest nest;
    private GitHttpServer server;
    private Secrets secrets;
    private NestRepository repository;

    @BeforeEach
    void start() throws IOException {
        nest = new BareNest(folder.resolve("nest.git"));
        server = new GitHttpServer(nest.folder);
        secrets = LocalSecrets.open(folder.resolve("data"), Optional.empty(), false);
        repository = repository(Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        server.close();
        nest.close();
    }

    @Test
    void fetch_tokenIsASecret_bringsTheHead() {
        var head = nest.egg("web", 1).commit();
        server.requireToken("glpat-secret");
        secrets.write(NestAccess.TOKEN, SecretValue.of("glpat-secret\n"));

        assertThat(fetch(server.address())).isEqualTo(head);
    }

    @Test
    void fetch_tokenIsMissingOrWrong_isRefusedWithoutSayingIt() {
        nest.egg("web", 1).commit();
        server.requireToken("glpat-other");

        assertThatThrownBy(() -> fetch(server.address()))
                .isInstanceOf(GoslingException.class)
                .hasMessageContaining("nest/token");
        secrets.write(NestAccess.TOKEN, SecretValue.of("glpat-secret"));
        assertThatThrownBy(() -> fetch(server.address()))
                .isInstanceOf(GoslingException.class)
                .hasMessageContaining("nest/token")
                .satisfies(refused -> assertThat(allOf(refused)).doesNotContain("glpat-secret"));
    }

    @Test
    void fetch_serverRedirectsElsewhere_doesNotGoThere() throws IOException {
        nest.egg("web", 1).commit();
        secrets.write(NestAccess.TOKEN, SecretValue.of("glpat-secret"));
        try (var elsewhere = new GitHttpServer(nest.folder)) {
            server.redirectTo(elsewhere.address().replace("/nest.git", ""));

            assertThatThrownBy(() -> fetch(server.address()))
                    .isInstanceOf(GoslingException.class)
                    .hasMessageContaining("redirects to http://127.0.0.1");
        }
    }

    @Test
    void fetch_serverHangsInMidTransfer_endsInTimeAndGoesWellLater() {
        var head = fill();
        server.hangAfter(2_000);
        repository = repository(LIMIT);
        long start = System.nanoTime();

        assertThatThrownBy(() -> fetch(server.address()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("not done after 700 ms");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        server.recover();
        assertFetchedSoon(head);
    }

    @Test
    void fetch_serverSendsByteByByte_endsInTimeAndGoesWellLater() {
        var head = fill();
        server.dripAfter(2_000, 20);
        repository = repository(LIMIT);

        assertThatThrownBy(() -> fetch(server.address()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("not done after 700 ms");

        server.recover();
        assertFetchedSoon(head);
    }

    /** With all the time it may need: the machine may be busy. */
    private void assertFetchedSoon(CommitId head) {
        repository = repository(Duration.ofSeconds(60));
        assertThat(fetch(server.address())).isEqualTo(head);
        assertThat(repository.contains(head, head)).isTrue();
    }

    /** Enough that a transfer has a middle. */
    private CommitId fill() {
        var random = new java.util.Random(1);
        for (int i = 0; i < 50; i++) {
            nest.egg("egg-" + i, i + 1)
                    .file("noise-" + i, Long.toString(random.nextLong(), 36).repeat(3));
        }
        return nest.commit();
    }

    private NestRepository repository(Duration time) {
        return new NestRepository(folder.resolve("data/nest.git"), "main", new NestLimits(1000, 10_000_000, time));
    }

    private CommitId fetch(String address) {
        var settings = NestSettings.of(folder.resolve("data"), address);
        try (var connection = new NestAccess(settings, secrets).connect()) {
            return repository.fetch(connection, List.of());
        }
    }

    private static String allOf(Throwable failure) {
        var text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
