package io.polargosling.worker.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabHook;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.GitLabBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestHookTest {

    private static final TargetScope NEST = new TargetScope.Project(100);

    @TempDir
    private Path folder;

    private GitLabBench bench;
    private NestHook hook;

    @BeforeEach
    void open() {
        bench = new GitLabBench(folder);
        bench.simulator.createProject(100, "farm/nest");
        hook = new NestHook(
                bench.storage,
                bench.gitlab,
                bench.secrets,
                HookAddress.of("http://127.0.0.1:1"),
                GitLabBench.settings(
                        Map.of("gosling.nest.server", bench.server().host(), "gosling.nest.project-id", "100")),
                bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void keep_withoutToken_makesNoHook() {
        hook.keep();

        assertThat(hooks()).isEmpty();
    }

    @Test
    void keep_withToken_makesTheHookOnceAndBringsItBackWithinTheHour() {
        storeToken();

        hook.keep();
        hook.keep();
        assertThat(hooks()).hasSize(1);
        assertThat(bench.secrets.find(SecretUri.of("local://gosling/nest-webhook-secret")))
                .isPresent();

        bench.gitlab.hooks().delete(bench.access(), NEST, hooks().getFirst().id());
        bench.clock.advance(Duration.ofHours(1));
        hook.keep();
        assertThat(hooks()).hasSize(1);
    }

    private void storeToken() {
        bench.secrets.write(
                SecretUri.of("local://gitlab/" + bench.server().pathForm() + "/nest/api-token"),
                SecretValue.of(bench.access().token().reveal()));
    }

    private List<GitLabHook> hooks() {
        return bench.gitlab.hooks().list(bench.access(), NEST);
    }
}
