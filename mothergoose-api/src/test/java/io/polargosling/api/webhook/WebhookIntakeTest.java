package io.polargosling.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookIntakeTest {

    private final RunningApi api = RunningApi.get();
    private final List<Optional<SecretValue>> compared = new ArrayList<>();
    private final List<Command> sent = new ArrayList<>();
    private boolean queueIsDown;

    private final HookProof proof = (secret, headers, body) -> {
        compared.add(secret);
        return secret.isPresent() && secret.get().matches(headers.token().orElse(""));
    };

    private final CommandQueue queue = new CommandQueue() {
        @Override
        public void send(Command command) {
            if (queueIsDown) {
                throw new UnavailableException("sending: no answer");
            }
            sent.add(command);
        }

        @Override
        public void send(Command command, Duration delay) {
            send(command);
        }

        @Override
        public List<SendOutcome> sendAll(List<Command> commands) {
            commands.forEach(this::send);
            return commands.stream()
                    .<SendOutcome>map(command -> new SendOutcome.Sent())
                    .toList();
        }

        @Override
        public void check() {
            throw new UnsupportedOperationException("not asked here");
        }
    };

    @Test
    void refusal_ofEveryCause_comparesExactlyOnce() {
        var known = Fixtures.egg("path");
        var disabled = Fixtures.egg("path", known.projectId() + 600_000, RunnerKind.VM, false);
        var secretless = Fixtures.egg("path");
        api.secrets()
                .write(SecretUri.of("local://gitlab/" + secretless.name() + "/webhook-secret"), SecretValue.of(""));

        for (long project : new long[] {known.projectId(), 987_654_321, disabled.projectId(), secretless.projectId()}) {
            compared.clear();

            var outcome = intake().take(headers("wrong", "1"), Hooks.push(project));

            assertThat(outcome).isInstanceOf(WebhookIntake.Outcome.Refused.class);
            assertThat(compared).hasSize(1);
        }
        assertThat(intake().take(headers("", "1"), Hooks.push(secretless.projectId())))
                .isInstanceOf(WebhookIntake.Outcome.Refused.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void unreadable_body_comparesNothing() {
        intake().take(headers("any", "1"), new byte[0]);

        assertThat(compared).isEmpty();
    }

    @Test
    void queue_down_recordsNothingSoThatARepetitionIsServed() {
        var egg = Fixtures.egg("queue");
        queueIsDown = true;
        assertThatThrownBy(() -> intake().take(headers(egg.webhookSecret(), "7"), Hooks.push(egg.projectId())))
                .isInstanceOf(UnavailableException.class);

        queueIsDown = false;
        var outcome = intake().take(headers(egg.webhookSecret(), "7"), Hooks.push(egg.projectId()));

        assertThat(outcome).isEqualTo(new WebhookIntake.Outcome.Accepted(WebhookIntake.Status.QUEUED, "7"));
        assertThat(sent).containsExactly(new Command.ReconcileEgg(egg.name()));
    }

    @Test
    void repetition_known_sendsNothing() {
        var egg = Fixtures.egg("queue");
        var again = headers(egg.webhookSecret(), "8");
        intake().take(again, Hooks.push(egg.projectId()));
        sent.clear();

        var outcome = intake().take(again, Hooks.push(egg.projectId()));

        assertThat(outcome).isEqualTo(new WebhookIntake.Outcome.Accepted(WebhookIntake.Status.DUPLICATE, "8"));
        assertThat(sent).isEmpty();
    }

    @Test
    void take_accepted_sendsBeforeItRecords() {
        var delivery = new Delivery(
                "order/" + Instant.now(), Fixtures.SERVER, "egg/x", "push", "queued", "hint", Instant.now());
        var command = new Command.ReconcileEgg(Fixtures.egg("order").name());
        queueIsDown = true;
        var ingress = new Ingress(queue, api.storage().deliveries());

        assertThatThrownBy(() -> ingress.take(Optional.of(command), delivery)).isInstanceOf(UnavailableException.class);

        assertThat(api.storage().deliveries().isKnown(delivery.key(), delivery.receivedAt()))
                .isFalse();
    }

    private WebhookIntake intake() {
        return new WebhookIntake(
                new HookTargets(api.storage().eggs(), api.bean(Settings.class).nest()),
                api.secrets(),
                proof,
                new Ingress(queue, api.storage().deliveries()),
                new ApiClock(InstantSource.system()));
    }

    private static HookHeaders headers(String token, String id) {
        return new HookHeaders(
                Optional.of(token),
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.of("https://" + Fixtures.SERVER));
    }
}
