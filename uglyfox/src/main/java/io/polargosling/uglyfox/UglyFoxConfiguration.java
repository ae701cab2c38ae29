package io.polargosling.uglyfox;

import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.store.Storage;
import io.polargosling.queue.SqsQueue;
import io.polargosling.settings.Settings;
import io.polargosling.uglyfox.act.Orders;
import io.polargosling.uglyfox.evaluate.Evaluator;
import io.polargosling.uglyfox.tick.PolicyRound;
import io.polargosling.uglyfox.tick.Ticks;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All of UglyFox, on the storage, the queue and the settings that the context holds. */
@Configuration(proxyBeanMethods = false)
public class UglyFoxConfiguration {

    /** For Spring. */
    public UglyFoxConfiguration() {}

    @Bean
    Ticks uglyFoxTicks(Storage storage, SqsQueue queue, Settings settings) {
        var clock = InstantSource.system();
        var round = new PolicyRound(
                storage, new Evaluator(settings.runner().heartbeat()), new Orders(storage, queue, clock), clock);
        return new Ticks(
                round,
                Leases.ofThisProcess(storage.leases(), settings.lease().ttl()),
                storage,
                handler -> queue.listen(QueueName.UGLYFOX, handler, 1),
                clock);
    }
}
