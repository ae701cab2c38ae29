package io.polargosling.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.tofu.OpenTofu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three workers want one egg, and whichever runs OpenTofu is killed. A program in OpenTofu's place sees to it that no two
 * ever work on the egg's state at once.
 */
class ThreeWorkersTest {

    private static final int ROUNDS = Integer.getInteger("gosling.takeover.rounds", 1);
    /** The lease's time to live, and what its expiry is judged with. */
    private static final Duration TAKEOVER = Duration.ofSeconds(70);

    @TempDir
    private Path data;

    @TempDir
    private Path keys;

    private final List<Process> workers = new ArrayList<>();
    private GitLabSimulator gitlab;
    private Server database;
    private String url;
    private WorkerBench bench;
    private EggName egg;
    private Path tofu;

    @BeforeEach
    void start() throws Exception {
        Secrets secrets = WorkerBench.keystore(keys);
        gitlab = WorkerBench.gitlab();
        database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", data.toString())
                .start();
        url = "jdbc:h2:tcp://127.0.0.1:" + database.getPort() + "/./shared";
        bench = new WorkerBench(JdbcStorage.open(url, 4), data, secrets, new SentCommands(), Map.of(), Map.of());
        egg = bench.store(WorkerBench.egg(gitlab, ROUNDS + 1));
        tofu = exclusiveTofu();
    }

    @AfterEach
    void stop() {
        workers.forEach(Process::destroyForcibly);
        bench.close();
        database.stop();
        gitlab.close();
    }

    @Test
    void reconcile_ownerIsKilledInMidRun_anotherGoesOnAndNeverTwoAtOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            startWorker(i);
        }
        for (int round = 0; round < ROUNDS; round++) {
            int machines = round + 1;
            Files.deleteIfExists(data.resolve("running"));
            WorkerBench.enqueue(gitlab, 1);
            await().atMost(TAKEOVER).until(() -> Files.exists(data.resolve("running")));

            killOwner();

            await().atMost(TAKEOVER).until(() -> booting() == machines);
            assertThat(bench.inventory.list()).hasSize(machines);
            startWorker(3 + round);
        }
        await().until(() -> bench.storage.runs().open(egg).isEmpty());
        assertThat(data.resolve("overlaps")).doesNotExist();
    }

    private long booting() {
        return bench.runners(egg).stream()
                .filter(runner -> runner.status().phase() == Phase.BOOTING)
                .count();
    }

    private void killOwner() throws InterruptedException {
        var owner = bench.storage
                .leases()
                .find("egg:" + egg)
                .flatMap(row -> row.owner())
                .flatMap(HostProcess::parse)
                .orElseThrow();
        var killed = workers.stream()
                .filter(worker -> worker.pid() == owner.pid())
                .findFirst()
                .orElseThrow();
        killed.destroyForcibly();
        assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        workers.remove(killed);
    }

    private void startWorker(int number) throws IOException {
        workers.add(DoomedWorker.start(
                data.resolve("worker-" + number + ".log"), tofu, data.toString(), keys.toString(), egg.value(), url));
    }

    /** Says so when the process that had the state before is alive still; its own number lives on in OpenTofu's. */
    private Path exclusiveTofu() {
        var lock = Objects.requireNonNull(data.resolve("in-use"));
        return RunnerScript.write(data.resolve("bin/exclusive-tofu"), """
                [ "$1" = version ] && exec '%3$s' "$@"
                if ! (set -C; echo $$ > '%1$s') 2>/dev/null; then
                  read -r other < '%1$s' || true
                  if [ -d "/proc/$other" ]; then echo "$$ while $other" >> '%2$s/overlaps'; fi
                  echo $$ > '%1$s'
                fi
                : > '%2$s/running'
                sleep 0.5
                exec '%3$s' "$@\"""".formatted(
                        lock, data, OpenTofu.find().path()));
    }
}
