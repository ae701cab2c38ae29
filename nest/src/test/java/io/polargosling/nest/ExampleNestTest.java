package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.policy.PruningPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The Nest that README and demo show. */
class ExampleNestTest {

    private static final Path FULL = Path.of("..", "examples", "nest-full");
    private static final Path EXAMPLE = Path.of("..", "examples", "nest");

    private final NestSnapshot nest = NestReader.read(NestFiles.ofDirectory(EXAMPLE), NestRules.defaults());

    @Test
    void exampleNest_read_hasNoFindings() {
        assertThat(nest.findings()).isEmpty();
        assertThat(nest.broken()).isEmpty();
    }

    @Test
    void exampleNest_builder_isLocalMachineForSeveralJobs() {
        EggConfig builder = config("builder");
        assertThat(builder.type()).contains(RunnerKind.VM);
        assertThat(builder.cloud().provider()).isEqualTo(CloudProvider.LOCAL);
        assertThat(builder.runner().idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(builder.runner().jobs().tags()).containsExactly("builder");
        assertThat(builder.runner().agent().executor()).isEqualTo(Executor.SHELL);
        assertThat(builder.runner().agent().maxBuilds()).isEqualTo(OptionalInt.empty());
        assertThat(builder.gitlab().scope()).isEqualTo(new TargetScope.Project(101));
        assertThat(builder.gitlab().apiToken().text()).isEqualTo("local://gitlab/127.0.0.1_8929/builder/api-token");
        assertThat(builder.gitlab().webhookSecret().text())
                .isEqualTo("local://gitlab/127.0.0.1_8929/builder/webhook-secret");
        assertThat(builder.gitlab().runnerToken()).isEmpty();
    }

    @Test
    void exampleNest_oneshot_takesOneJob() {
        EggConfig oneshot = config("oneshot");
        assertThat(oneshot.type()).contains(RunnerKind.SERVERLESS);
        assertThat(oneshot.runner().agent().maxBuilds()).isEqualTo(OptionalInt.of(1));
        assertThat(oneshot.gitlab().scope()).isEqualTo(new TargetScope.Project(102));
    }

    @Test
    void exampleNest_policy_limitsEveryEgg() {
        PruningPolicy policy = nest.policy().orElseThrow();
        assertThat(policy.failedThreshold()).isEqualTo(3);
        assertThat(policy.maxAge()).isEqualTo(Duration.ofHours(24));
        assertThat(policy.limitsFor(EggName.of("builder")).orElseThrow().apex().max())
                .isEqualTo(10);
    }

    @Test
    void fullNest_read_hasEveryKindAndNoFindings() {
        NestSnapshot full = NestReader.read(NestFiles.ofDirectory(FULL), NestRules.defaults());
        assertThat(full.findings()).isEmpty();
        assertThat(full.eggs()).containsOnlyKeys(EggName.of("burst"), EggName.of("web"));
        assertThat(full.buckets()).containsOnlyKeys(EggName.of("tools"));
        assertThat(full.jobs().jobs()).containsOnlyKeys(JobName.of("rotate-secrets"));
        assertThat(full.policy().orElseThrow().rules()).hasSize(3);
        assertThat(full.infrastructure()).isPresent();
    }

    private EggConfig config(String name) {
        return Optional.ofNullable(nest.eggs().get(EggName.of(name)))
                .orElseThrow()
                .config();
    }
}
