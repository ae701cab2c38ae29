package io.polargosling.uglyfox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import io.polargosling.queue.SqsQueue;
import io.polargosling.testkit.arch.ArchitectureRules;
import io.polargosling.uglyfox.act.StoredFleet;
import io.polargosling.uglyfox.evaluate.Fleets;
import io.polargosling.uglyfox.tick.Ticks;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class UglyFoxTest {

    @TempDir
    private Path data;

    @Configuration(proxyBeanMethods = false)
    static class Stored {

        @Bean(destroyMethod = "close")
        StoredFleet storedFleet() {
            return new StoredFleet();
        }

        @Bean(destroyMethod = "")
        Storage storage(StoredFleet stored) {
            return stored.storage();
        }
    }

    @Test
    void context_started_judgesByDutyAndOnRequestUntilItIsClosed() {
        try (var context = new SpringApplicationBuilder(UglyFox.class, Stored.class)
                .properties("spring.main.web-application-type=none", "gosling.data=" + data)
                .run()) {
            var stored = context.getBean(StoredFleet.class);
            var egg = stored.addEgg("web", 10).name();
            await("a round by duty")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> stored.storage()
                            .leases()
                            .find("duty:uglyfox")
                            .flatMap(LeaseRow::nextAt)
                            .isPresent());
            var runner = stored.add(Fleets.runner(egg, 1, RunnerState.FAILED));

            context.getBean(SqsQueue.class).send(new Command.EvaluatePolicies());

            await("an order on request")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(stored.storage()
                                    .runners()
                                    .find(runner.id())
                                    .orElseThrow()
                                    .status()
                                    .order())
                            .contains(new PendingOrder(PendingOrder.Kind.TERMINATE, "failed", "uglyfox")));
            var ticks = context.getBean(Ticks.class);
            assertThat(ticks.isRunning()).isTrue();
            ticks.stop();
            assertThat(ticks.isRunning()).isFalse();
        }
    }

    @Test
    void module_keepsTheRulesOfStructure() {
        ArchitectureRules.check("io.polargosling.uglyfox");
    }
}
