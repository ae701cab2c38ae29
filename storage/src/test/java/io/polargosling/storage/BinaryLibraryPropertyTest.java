package io.polargosling.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.binary.ActivateOutcome;
import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.NewBinary;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.storage.object.ObjectStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BinaryLibraryPropertyTest {

    private static final BinaryName TOFU = BinaryName.OPENTOFU;

    /** What an operator does next. */
    sealed interface Step {
        record Activate(String version) implements Step {}

        record Rollback() implements Step {}
    }

    @Property(tries = 15)
    void activations_anySequence_keepExactlyOneActiveAndTheOneBefore(@ForAll("steps") List<Step> steps)
            throws Exception {
        try (var storage = memory()) {
            var library = library(storage, "1.0.0", "1.1.0", "2.0.0");
            Optional<String> active = Optional.empty();
            Optional<String> previous = Optional.empty();
            for (var step : steps) {
                Optional<String> target = switch (step) {
                    case Step.Activate activate -> Optional.of(activate.version());
                    case Step.Rollback rollback -> previous;
                };
                var outcome = switch (step) {
                    case Step.Activate activate -> library.activate(TOFU, activate.version(), "ann");
                    case Step.Rollback rollback -> library.rollback(TOFU, "ann");
                };
                boolean known =
                        target.filter(version -> !version.equals("9.9.9")).isPresent();
                if (known && !target.equals(active)) {
                    previous = active;
                    active = target;
                }
                assertThat(outcome)
                        .isEqualTo(
                                known
                                        ? new ActivateOutcome.Active(active.orElseThrow(), previous)
                                        : target.isEmpty()
                                                ? new ActivateOutcome.NoPrevious()
                                                : new ActivateOutcome.Unknown("9.9.9"));
                assertThat(library.active(TOFU).map(found -> found.version())).isEqualTo(active);
                assertThat(library.active(TOFU).flatMap(found -> found.previous()))
                        .isEqualTo(previous);
            }
        }
    }

    @Property(tries = 6)
    void activations_atOnce_leaveOneActiveAndARowOfAuditForEachThatWon(@ForAll("steps") List<Step> steps)
            throws Exception {
        try (var storage = memory();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var library = library(storage, "1.0.0", "1.1.0", "2.0.0");
            library.activate(TOFU, "1.0.0", "ann");
            var calls = new ArrayList<Callable<Boolean>>();
            for (var step : steps) {
                calls.add(() -> {
                    try {
                        var _ = switch (step) {
                            case Step.Activate activate -> library.activate(TOFU, activate.version(), "bob");
                            case Step.Rollback rollback -> library.rollback(TOFU, "bob");
                        };
                        return true;
                    } catch (ConflictException e) {
                        return false;
                    }
                });
            }
            for (var done : threads.invokeAll(calls)) {
                assertThat(done.get()).isIn(true, false);
            }

            var active = library.active(TOFU).orElseThrow();
            assertThat(active.version()).isIn("1.0.0", "1.1.0", "2.0.0");
            assertThat(active.previous()).isNotEqualTo(Optional.of(active.version()));
            long changes = storage.audit().ofResource(TOFU.resource(), PageRequest.first(500)).items().stream()
                    .filter(entry -> !entry.action().equals("binary.added"))
                    .count();
            assertThat(active.row().version()).isEqualTo(changes);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> activate =
                Arbitraries.of("1.0.0", "1.1.0", "2.0.0", "9.9.9").map(Step.Activate::new);
        Arbitrary<Step> rollback = Arbitraries.just(new Step.Rollback());
        return Arbitraries.oneOf(activate, rollback).list().ofMinSize(1).ofMaxSize(8);
    }

    private static Storage memory() {
        return JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", 4);
    }

    private static BinaryLibrary library(Storage storage, String... versions) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "library-");
        var library = new BinaryLibrary(storage.binaries(), ObjectStorage.files(folder), InstantSource.system());
        for (var version : versions) {
            for (var platform : List.of("linux-amd64", "linux-arm64")) {
                var content = ObjectContent.of((version + platform).getBytes(StandardCharsets.UTF_8));
                var outcome = library.publish(
                        new NewBinary(TOFU, new BinaryBuild(version, platform), "test", "ann"), content);
                assertThat(outcome).isInstanceOf(AddOutcome.Added.class);
            }
        }
        return library;
    }
}
