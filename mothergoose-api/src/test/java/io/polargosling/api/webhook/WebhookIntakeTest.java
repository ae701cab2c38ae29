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
import io.polargosling.gitlab.RawBody;
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
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public void send(Command command, Duration delay) {
            send(command);
        }

        @Override
        public List<SendOutcome> sendAll(List<Command> commands) {
            if (!queueIsDown) {
                sent.addAll(commands);
            }
            return commands.stream()
                    .<SendOutcome>map(
                            command -> queueIsDown ? new SendOutcome.Failed("no answer") : new SendOutcome.Sent())
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

            var outcome = take(headers("wrong", "1"), Hooks.push(project));

            assertThat(outcome).isInstanceOf(WebhookIntake.Outcome.Refused.class);
            assertThat(compared).hasSize(1);
        }
        assertThat(take(headers("", "1"), Hooks.push(secretless.projectId())))
                .isInstanceOf(WebhookIntake.Outcome.Refused.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void unreadable_body_comparesNothing() {
        take(headers("any", "1"), new byte[0]);

        assertThat(compared).isEmpty();
    }

    @Test
    void queue_down_recordsNothingSoThatARepetitionIsServed() {
        var egg = Fixtures.egg("queue");
        queueIsDown = true;
        assertThatThrownBy(() -> take(headers(egg.webhookSecret(), "7"), Hooks.push(egg.projectId())))
                .isInstanceOf(UnavailableException.class);

        queueIsDown = false;
        var outcome = take(headers(egg.webhookSecret(), "7"), Hooks.push(egg.projectId()));

        assertThat(outcome).isEqualTo(new WebhookIntake.Outcome.Accepted(WebhookIntake.Status.QUEUED, "7"));
        assertThat(sent).containsExactly(Hooks.refresh(egg));
    }

    @Test
    void repetition_known_sendsNothing() {
        var egg = Fixtures.egg("queue");
        var again = headers(egg.webhookSecret(), "8");
        take(again, Hooks.push(egg.projectId()));
        sent.clear();

        var outcome = take(again, Hooks.push(egg.projectId()));

        assertThat(outcome).isEqualTo(new WebhookIntake.Outcome.Accepted(WebhookIntake.Status.DUPLICATE, "8"));
        assertThat(sent).isEmpty();
    }

    private WebhookIntake.Outcome take(HookHeaders headers, byte[] body) {
        return intake().take(headers, RawBody.of(body));
    }

    private WebhookIntake intake() {
        return new WebhookIntake(
                Hooks.targets(api),
                api.secrets(),
                proof,
                hints -> new HintGroup(
                                queue,
                                api.bean(DeliveryRows.class),
                                new EventMarks(api.storage().targets()))
                        .take(hints, Instant.now()),
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
