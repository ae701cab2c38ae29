package io.polargosling.worker.deploy;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the rows by which those who gave an order learn how it went. */
final class Operations {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration AFTER_CONFLICT = Duration.ofSeconds(1);

    private final OperationStore store;
    private final CommandQueue queue;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    Operations(OperationStore store, CommandQueue queue, InstantSource clock) {
        this.store = store;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Does {@code work} for the operation, unless that has ended, and records how it ended; what cannot be done just now
     * is sent again, for an hour.
     *
     * @throws UnavailableException when something needed is away, so that the command comes again
     */
    void serve(UUID id, Command command, Function<Operation, Outcome> work) {
        var found = store.find(id);
        if (found.isEmpty() || found.get().finishedAt().isPresent()) {
            log.info("order left alone operation={} reason={}", id, found.isEmpty() ? "unknown" : "ended");
            return;
        }
        var operation = found.get();
        switch (outcome(operation, work)) {
            case Outcome.Done done -> end(operation.succeeded(json.writeValueAsString(done.result()), clock.instant()));
            case Outcome.Refused(String why) -> end(failed(operation, why));
            case Outcome.Later(Duration pause, String why) -> {
                if (isOld(operation)) {
                    end(failed(operation, "timeout: " + why + " for " + PATIENCE.toMinutes() + " min"));
                } else {
                    queue.send(command, pause);
                }
            }
        }
    }

    private Outcome outcome(Operation operation, Function<Operation, Outcome> work) {
        try {
            return work.apply(operation);
        } catch (ConflictException e) {
            return new Outcome.Later(AFTER_CONFLICT, e.getMessage());
        } catch (UnavailableException e) {
            if (isOld(operation)) {
                return new Outcome.Refused(e.getMessage());
            }
            throw e;
        } catch (GoslingException e) {
            return new Outcome.Refused(e.getMessage());
        }
    }

    private boolean isOld(Operation operation) {
        return !clock.instant().isBefore(operation.createdAt().plus(PATIENCE));
    }

    private Operation failed(Operation operation, String why) {
        return operation.ended(Operation.Status.FAILED, Optional.of(why), clock.instant());
    }

    private void end(Operation ended) {
        store.save(ended);
        log.info(
                "order ended operation={} type={} status={} by={} problem=\"{}\"",
                ended.id(),
                ended.type(),
                ended.status().word(),
                ended.actor(),
                ended.problem().orElse(""));
    }
}
