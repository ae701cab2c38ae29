package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.webhook.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HintGroupTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    private final RunningApi api = RunningApi.get();
    private final List<List<Command>> sent = new ArrayList<>();
    private final Set<Command> refused = new HashSet<>();
    private final String target = "egg/" + UUID.randomUUID();

    private final CommandQueue queue = new CommandQueue() {
        @Override
        public void send(Command command) {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public void send(Command command, Duration delay) {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public List<SendOutcome> sendAll(List<Command> commands) {
            sent.add(commands);
            return commands.stream()
                    .<SendOutcome>map(command ->
                            refused.contains(command) ? new SendOutcome.Failed("no answer") : new SendOutcome.Sent())
                    .toList();
        }

        @Override
        public void check() {
            throw new UnsupportedOperationException("not asked here");
        }
    };

    private final DeliveryRows written = DeliveryRows.start(api.storage().deliveries());
    private final HintGroup group =
            new HintGroup(queue, written, new EventMarks(api.storage().targets()));

    private static Command refresh(long project) {
        return new Command.RefreshDemand(EggName.of("web"), Fixtures.SERVER, project);
    }

    private Hint hint(String id, Command command) {
        var row = new Delivery(target + "/" + id, Fixtures.SERVER, target, "push", "queued", "hint", now);
        return new Hint(row, Optional.of(command), Optional.empty());
    }

    private List<Delivery> rows() {
        written.settle();
        return api.storage()
                .deliveries()
                .ofTarget(Fixtures.SERVER, target, now.plusSeconds(1), PageRequest.first(500))
                .items();
    }

    @AfterEach
    void repair() {
        written.close();
        api.faults().deliveriesAreDown(false);
    }

    @Test
    void equalKeys_ofOneGroup_areOneDeliveryWithOneFate() {
        var hints = Collections.nCopies(100, hint("same", refresh(1)));

        assertThat(group.take(hints, now)).hasSize(100).containsOnly(Hint.Fate.TAKEN);

        assertThat(sent).containsExactly(List.of(refresh(1)));
        assertThat(rows()).hasSize(1);
        assertThat(group.take(hints, now)).containsOnly(Hint.Fate.KNOWN);
        assertThat(sent).hasSize(1);
    }

    @Test
    void equalCommands_ofOneGroup_areSentOnceAndEachDeliveryIsRecorded() {
        var fates = group.take(
                List.of(hint("1", refresh(1)), hint("2", refresh(2)), hint("3", refresh(1)), hint("4", refresh(1))),
                now);

        assertThat(fates).hasSize(4).containsOnly(Hint.Fate.TAKEN);
        assertThat(sent).containsExactly(List.of(refresh(1), refresh(2)));
        assertThat(rows()).hasSize(4);
    }

    @Test
    void command_refused_failsItsHintsOnlyAndTheyMayBeSentAgain() {
        refused.add(refresh(2));
        var hints = List.of(hint("1", refresh(1)), hint("2", refresh(2)), hint("3", refresh(2)));

        assertThat(group.take(hints, now)).containsExactly(Hint.Fate.TAKEN, Hint.Fate.FAILED, Hint.Fate.FAILED);
        assertThat(rows()).extracting(Delivery::outcome).containsExactlyInAnyOrder("queued", "failed", "failed");

        refused.clear();
        assertThat(group.take(hints, now)).containsExactly(Hint.Fate.KNOWN, Hint.Fate.TAKEN, Hint.Fate.TAKEN);
        assertThat(sent.getLast()).containsExactly(refresh(2));
    }

    @Test
    void ignored_isRecordedAndNothingIsSent() {
        var row = hint("1", refresh(1)).row();

        assertThat(group.take(List.of(new Hint(row, Optional.empty(), Optional.empty())), now))
                .containsExactly(Hint.Fate.TAKEN);

        assertThat(sent).isEmpty();
        assertThat(rows()).containsExactly(row);
    }

    @Test
    void known_cannotBeAsked_takesNothing() {
        api.faults().deliveriesAreDown(true);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> group.take(List.of(hint("1", refresh(1))), now));

        assertThat(sent).isEmpty();
    }

    @Test
    void death_betweenSendAndRecord_onlyRepeats() {
        var hints = List.of(hint("1", refresh(1)));
        try (var lost =
                DeliveryRows.start(api.faults().dyingAtRecord(api.storage().deliveries()))) {
            var dying = new HintGroup(queue, lost, new EventMarks(api.storage().targets()));
            assertThat(dying.take(hints, now)).containsExactly(Hint.Fate.TAKEN);
        }

        assertThat(group.take(hints, now)).containsExactly(Hint.Fate.TAKEN);

        assertThat(sent).containsExactly(List.of(refresh(1)), List.of(refresh(1)));
        assertThat(rows()).hasSize(1);
    }

    @Test
    void event_ofATarget_isNotedOnceAMinute() {
        var egg = Fixtures.egg("noted");
        var id = new TargetId(Fixtures.SERVER, new TargetScope.Project(egg.projectId()), egg.name());

        for (long second : new long[] {0, 59, 60, 61}) {
            var at = now.plusSeconds(second);
            var row = new Delivery(target + "/" + second, Fixtures.SERVER, target, "push", "queued", "hint", at);
            group.take(List.of(new Hint(row, Optional.empty(), Optional.of(id))), at);
            assertThat(api.storage().targets().find(id).orElseThrow().lastEventAt())
                    .contains(now.plusSeconds(second / 60 * 60));
        }
    }
}
