package io.polargosling.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class SettingsTest {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SettingsAutoConfiguration.class));

    @Test
    void settings_nothingSet_areTheEmbeddedDefaults() {
        context.run(started -> assertThat(started.getBean(Settings.class))
                .isEqualTo(new Settings(
                        Path.of("data"),
                        new Settings.Nest(
                                Optional.empty(),
                                "main",
                                Optional.empty(),
                                null,
                                "local://gosling/nest-webhook-secret",
                                false,
                                Optional.empty()),
                        new Settings.Store(
                                Settings.Store.Type.H2, Optional.empty(), "", 10, "local://gosling/data-keys"),
                        new Settings.Queue(Settings.Queue.Broker.EMBEDDED, "mothergoose-", Duration.ofSeconds(120), 5),
                        new Settings.Secrets(true),
                        new Settings.Api(
                                Optional.empty(), DataSize.ofMegabytes(1), DataSize.ofMegabytes(25), List.of()),
                        new Settings.Sync(Duration.ofMinutes(5), 50_000, DataSize.ofMegabytes(100), 0.5),
                        new Settings.Demand(Duration.ofSeconds(60), Duration.ofMinutes(10)),
                        new Settings.GitLabCalls(null),
                        new Settings.Lease(Duration.ofSeconds(60)),
                        new Settings.Sweep(Duration.ofSeconds(60), Duration.ofMinutes(2)),
                        new Settings.Tofu(4, false, Optional.empty(), Optional.empty(), Optional.empty()),
                        new Settings.Runner(
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(3),
                                Optional.empty()),
                        new Settings.Drain(Duration.ofSeconds(10), Duration.ofSeconds(5)),
                        new Settings.Limits(Duration.ofMinutes(60), Duration.ofMinutes(10)),
                        new Settings.Local(Optional.empty()),
                        new Settings.Binaries(Duration.ofHours(24), 3, null))));
    }

    @Test
    void settings_allSet_areAllMapped() {
        context.withPropertyValues(
                        "gosling.data=/d",
                        "gosling.nest.url=file:///n",
                        "gosling.nest.branch=b",
                        "gosling.nest.server=s",
                        "gosling.nest.project-id=7",
                        "gosling.nest.webhook-secret=local://a/b",
                        "gosling.store.type=postgresql",
                        "gosling.store.url=jdbc:postgresql://h/d",
                        "gosling.store.prefix=t-",
                        "gosling.store.pool-size=5",
                        "gosling.store.data-keys=local://x/keys",
                        "gosling.nest.trust-first-key=true",
                        "gosling.nest.allow-file=true",
                        "gosling.queue.type=ymq",
                        "gosling.queue.prefix=p-",
                        "gosling.queue.visibility=1s",
                        "gosling.queue.max-receives=2",
                        "gosling.secrets.autocreate-webhook-secret=false",
                        "gosling.api.public-url=http://localhost:1",
                        "gosling.api.max-body=2MB",
                        "gosling.api.webhook-max-body=3MB",
                        "gosling.api.trusted-proxies=10.0.0.1,::1",
                        "gosling.sync.interval=2s",
                        "gosling.sync.max-files=9",
                        "gosling.sync.max-bytes=4MB",
                        "gosling.sync.mass-removal-share=0.25",
                        "gosling.demand.poll-active=3s",
                        "gosling.demand.poll-idle=12s",
                        "gosling.gitlab.ca-file=/ca.pem",
                        "gosling.lease.ttl=4s",
                        "gosling.sweep.overdue=5s",
                        "gosling.sweep.orphans=6s",
                        "gosling.tofu.parallel=3",
                        "gosling.tofu.allow-direct=true",
                        "gosling.tofu.state-bucket=states",
                        "gosling.tofu.cache-bucket=cache",
                        "gosling.tofu.lock-table=locks",
                        "gosling.runner.heartbeat=7s",
                        "gosling.runner.boot-deadline-vm=8s",
                        "gosling.runner.boot-deadline-serverless=9s",
                        "gosling.runner.image=cr.yandex/a/runner@sha256:0",
                        "gosling.drain.poll-wait=10ms",
                        "gosling.drain.recheck=11ms",
                        "gosling.limits.serverless=50m",
                        "gosling.limits.job=9m",
                        "gosling.local.run-as=nobody",
                        "gosling.binaries.check-interval=13s",
                        "gosling.binaries.keep=2",
                        "gosling.binaries.sources[0].binary=opentofu",
                        "gosling.binaries.sources[0].feed=https://releases.example/feed",
                        "gosling.binaries.sources[0].files.program=tofu_{version}.zip",
                        "gosling.binaries.sources[0].files.checksums=SHA256SUMS",
                        "gosling.binaries.sources[0].signature.file=SHA256SUMS.sig",
                        "gosling.binaries.sources[0].signature.key=MCow",
                        "gosling.binaries.sources[0].token=local://feed/token",
                        "gosling.binaries.sources[0].hosts=cdn.example",
                        "gosling.binaries.sources[0].platforms=linux-arm64")
                .run(started -> assertThat(started.getBean(Settings.class))
                        .isEqualTo(new Settings(
                                Path.of("/d"),
                                new Settings.Nest(
                                        Optional.of("file:///n"),
                                        "b",
                                        Optional.of("s"),
                                        7L,
                                        "local://a/b",
                                        true,
                                        Optional.of(true)),
                                new Settings.Store(
                                        Settings.Store.Type.POSTGRESQL,
                                        Optional.of("jdbc:postgresql://h/d"),
                                        "t-",
                                        5,
                                        "local://x/keys"),
                                new Settings.Queue(Settings.Queue.Broker.YMQ, "p-", Duration.ofSeconds(1), 2),
                                new Settings.Secrets(false),
                                new Settings.Api(
                                        Optional.of("http://localhost:1"),
                                        DataSize.ofMegabytes(2),
                                        DataSize.ofMegabytes(3),
                                        List.of("10.0.0.1", "::1")),
                                new Settings.Sync(Duration.ofSeconds(2), 9, DataSize.ofMegabytes(4), 0.25),
                                new Settings.Demand(Duration.ofSeconds(3), Duration.ofSeconds(12)),
                                new Settings.GitLabCalls(Path.of("/ca.pem")),
                                new Settings.Lease(Duration.ofSeconds(4)),
                                new Settings.Sweep(Duration.ofSeconds(5), Duration.ofSeconds(6)),
                                new Settings.Tofu(
                                        3, true, Optional.of("states"), Optional.of("cache"), Optional.of("locks")),
                                new Settings.Runner(
                                        Duration.ofSeconds(7),
                                        Duration.ofSeconds(8),
                                        Duration.ofSeconds(9),
                                        Optional.of("cr.yandex/a/runner@sha256:0")),
                                new Settings.Drain(Duration.ofMillis(10), Duration.ofMillis(11)),
                                new Settings.Limits(Duration.ofMinutes(50), Duration.ofMinutes(9)),
                                new Settings.Local(Optional.of("nobody")),
                                new Settings.Binaries(
                                        Duration.ofSeconds(13),
                                        2,
                                        List.of(new Settings.ReleaseSource(
                                                "opentofu",
                                                URI.create("https://releases.example/feed"),
                                                new Settings.ReleaseFiles("tofu_{version}.zip", "SHA256SUMS"),
                                                new Settings.ReleaseSignature("SHA256SUMS.sig", "MCow"),
                                                Optional.of("local://feed/token"),
                                                List.of("cdn.example"),
                                                List.of("linux-arm64")))))));
    }

    @Test
    void settings_noSourcesOfBinaries_isAnEmptyList() {
        context.withPropertyValues("gosling.binaries.sources=")
                .run(started -> assertThat(
                                started.getBean(Settings.class).binaries().sources())
                        .isEqualTo(List.of()));
    }

    @Test
    void settings_unknownKey_stopsTheStart() {
        context.withPropertyValues("gosling.tofu.paralel=3")
                .run(started ->
                        assertThat(started).hasFailed().getFailure().rootCause().hasMessageContaining("paralel"));
    }

    @Test
    void settings_printed_showNoPasswordOfTheDatabase() {
        context.withPropertyValues(
                        "gosling.store.type=postgresql", "gosling.store.url=jdbc:postgresql://h/d?user=u&password=quay")
                .run(started -> assertThat(started.getBean(Settings.class).toString())
                        .contains("POSTGRESQL", "url=set")
                        .doesNotContain("quay"));
    }
}
