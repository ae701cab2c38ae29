package io.polargosling.api.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.token.TokenHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tokens are planted by going through a machine's life, and then looked for wherever something is written. */
class SecretHygieneTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void tokens_ofAMachinesLife_areInNoFileAndNoLog() throws IOException {
        var log = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger("io.polargosling");
        var level = root.getLevel();
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
        try {
            var planted = new ArrayList<String>();
            var own = live(Fixtures.egg("hygiene"), planted);
            var egg = Fixtures.egg("hygiene");
            api.gitlab().forbid(new TargetScope.Project(egg.projectId()));
            api.gitlab().share("glrt-hygiene-shared-token");
            api.secrets()
                    .write(
                            SecretUri.of("local://gitlab/" + egg.name() + "/runner-token"),
                            SecretValue.of("glrt-hygiene-shared-token"));
            var sharing = live(egg, planted);

            assertThat(planted).hasSize(6).contains("glrt-hygiene-shared-token");
            var lines = log.list.stream()
                    .map(event -> event.getFormattedMessage() + " " + event.getThrowableProxy())
                    .toList();
            assertThat(lines).anyMatch(line -> line.contains(own.id().value()));
            for (var token : planted) {
                assertThat(lines).noneMatch(line -> line.contains(token));
            }
            // The first line shows that a text which is there is found.
            assertThat(filesWith(sharing.id().value())).isNotEmpty();
            for (var token : planted) {
                assertThat(filesWith(token)).isEmpty();
                assertThat(filesWith(Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8))))
                        .isEmpty();
            }
        } finally {
            root.detachAppender(log);
            root.setLevel(level);
        }
    }

    /** Enrols, reports, fails, asks for its configuration and comes back with the spent token. */
    private Runner live(Fixtures.StoredEgg egg, List<String> planted) {
        String enrolment = TokenHash.newToken();
        var runner = Fixtures.runner(egg, RunnerKind.VM, enrolment);
        String path = "/runners/" + runner.id();
        var bootstrap = api.anonymous().with(enrolment).post(path + "/enroll", "{}");
        assertThat(bootstrap.status()).isEqualTo(200);
        String own = bootstrap.json().path("runner_token").asString();
        String gitlab = bootstrap.json().path("gitlab").path("token").asString();
        var machine = api.anonymous().with(own);

        assertThat(beat(machine, path, egg, 1, "\"events\":[]").status()).isEqualTo(200);
        assertThat(beat(
                                machine,
                                path,
                                egg,
                                2,
                                "\"events\":[{\"kind\":\"failure\",\"message\":\"with glrt-hygiene-leaked-one\"}],"
                                        + "\"log_tail\":[\"token: glrt-hygiene-leaked-one\"]")
                        .status())
                .isEqualTo(200);
        assertThat(machine.get(path + "/config").status()).isEqualTo(200);
        assertThat(api.anonymous().with(enrolment).post(path + "/enroll", "{}").status())
                .isEqualTo(409);
        planted.addAll(List.of(enrolment, own, gitlab.length() > 12 ? gitlab : "glrt-hygiene-leaked-one"));
        return runner;
    }

    private static ApiClient.Reply beat(
            ApiClient machine, String path, Fixtures.StoredEgg egg, long sequence, String more) {
        return machine.post(
                path + "/heartbeat",
                "{\"seq\":%d,\"egg_name\":\"%s\",\"state\":\"active\",%s}".formatted(sequence, egg.name(), more));
    }

    private List<Path> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        var found = new ArrayList<Path>();
        try (var files = Files.walk(api.folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (contains(Files.readAllBytes(file), wanted)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static boolean contains(byte[] content, byte[] wanted) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        return text.contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }
}
