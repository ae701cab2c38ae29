package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.gitlab.RawBody;
import io.polargosling.gitlab.WebhookEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the bytes of a webhook to what it asks for, and to an answer once that is on the queue. */
final class WebhookIntake {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookIntake.class);

    private final HookTargets targets;
    private final Secrets secrets;
    private final HookProof proof;
    private final Deliveries deliveries;
    private final ApiClock clock;

    WebhookIntake(HookTargets targets, Secrets secrets, HookProof proof, Deliveries deliveries, ApiClock clock) {
        this.targets = targets;
        this.secrets = secrets;
        this.proof = proof;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Where deliveries go to. */
    @FunctionalInterface
    interface Deliveries {

        /**
         * What became of each hint of one delivery, once that is known.
         *
         * @throws UnavailableException when it is not found out
         */
        List<Hint.Fate> take(List<Hint> hints);
    }

    /** What came of a webhook. */
    sealed interface Outcome {

        /** Its secret matched. */
        record Accepted(Status status, String id) implements Outcome {}

        /** No secret matched; why is not to be told to the sender. */
        record Refused(RefusalCause cause, String kind) implements Outcome {}

        /** No JSON object with an id of a project or group; found before any secret was looked at. */
        record Unreadable() implements Outcome {}

        /** A secret matched, but the body goes wrong after the ids. */
        record Broken() implements Outcome {}
    }

    /** What is answered to an accepted webhook. */
    enum Status {
        QUEUED,
        IGNORED,
        DUPLICATE;

        /** The word in rows and answers. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a body turned out to be, all that is needed of it being read. */
    sealed interface Examined {

        /** Nothing is left to be done. */
        record Settled(Outcome outcome) implements Examined {}

        /**
         * Its secret matched.
         *
         * @param hints one for each target, at least one
         * @param whole false when the body goes wrong after the ids
         */
        record Proven(List<Hint> hints, DeliveryId id, boolean whole) implements Examined {}
    }

    /** Examines and settles a webhook. */
    Outcome take(HookHeaders headers, RawBody body) {
        return settle(examine(headers, body));
    }

    /** Reads and proves a webhook; the body is not needed after that. */
    Examined examine(HookHeaders headers, RawBody body) {
        return switch (WebhookEvent.parse(body)) {
            case WebhookEvent.Parsed.Event parsed -> examine(parsed, headers, body);
            case WebhookEvent.Parsed.NotJson bad -> unreadable();
            case WebhookEvent.Parsed.NoIds bad -> unreadable();
        };
    }

    private static Examined unreadable() {
        LOG.info("webhook kind=unknown target=- outcome=unreadable");
        return new Examined.Settled(new Outcome.Unreadable());
    }

    private Examined examine(WebhookEvent.Parsed.Event parsed, HookHeaders headers, RawBody body) {
        var event = parsed.event();
        String kind = HookRule.kind(event);
        var server = serverOf(headers, event);
        var candidates = server.map(host -> targets.candidates(host, event)).orElse(List.of());
        var values =
                candidates.stream().map(target -> secretsOf(target.secret())).toList();
        var proven = proven(candidates, values, headers, body);
        if (proven.isEmpty() || server.isEmpty()) {
            LOG.info("webhook kind={} target=- outcome=refused", kind);
            return new Examined.Settled(new Outcome.Refused(cause(values), kind));
        }
        var id = DeliveryId.of(headers, server.get(), kind, body);
        var hints = proven.stream()
                .map(target -> hint(parsed, server.get(), target, id))
                .toList();
        return new Examined.Proven(hints, id, parsed.whole());
    }

    private static RefusalCause cause(List<List<SecretValue>> values) {
        if (values.isEmpty()) {
            return RefusalCause.NO_TARGET;
        }
        return values.stream().allMatch(List::isEmpty) ? RefusalCause.NO_SECRET : RefusalCause.WRONG_SECRET;
    }

    /** Waits until what was proven is on the queue; store or queue down ends in {@link UnavailableException}. */
    Outcome settle(Examined examined) {
        return switch (examined) {
            case Examined.Settled settled -> settled.outcome();
            case Examined.Proven proven -> settle(proven);
        };
    }

    private Outcome settle(Examined.Proven proven) {
        var fates = deliveries.take(proven.hints());
        var overall = Status.DUPLICATE;
        boolean failed = false;
        for (int i = 0; i < fates.size(); i++) {
            var row = proven.hints().get(i).row();
            LOG.info("webhook kind={} target={} outcome={}", row.kind(), row.target(), word(fates.get(i), row));
            failed |= fates.get(i) == Hint.Fate.FAILED;
            var status = status(fates.get(i), proven.hints().get(i));
            overall = status.compareTo(overall) < 0 ? status : overall;
        }
        if (failed) {
            throw new UnavailableException("putting a delivery on the queue: it did not take it (try again later)");
        }
        return proven.whole() ? new Outcome.Accepted(overall, proven.id().value()) : new Outcome.Broken();
    }

    private static String word(Hint.Fate fate, Delivery row) {
        return switch (fate) {
            case TAKEN -> row.outcome();
            case KNOWN -> Status.DUPLICATE.word();
            case FAILED -> "failed";
        };
    }

    private static Status status(Hint.Fate fate, Hint hint) {
        if (fate == Hint.Fate.KNOWN) {
            return Status.DUPLICATE;
        }
        return hint.command().isPresent() ? Status.QUEUED : Status.IGNORED;
    }

    private Hint hint(WebhookEvent.Parsed.Event parsed, GitLabServer server, HookTarget target, DeliveryId id) {
        var command = parsed.whole() ? HookRule.commandFor(server, parsed.event(), target) : Optional.<Command>empty();
        String key = server + "/" + target.key() + "/" + id.value();
        String kind = HookRule.kind(parsed.event());
        var now = clock.now();
        var row = parsed.whole()
                ? new Delivery(
                        key,
                        server,
                        target.key(),
                        kind,
                        (command.isPresent() ? Status.QUEUED : Status.IGNORED).word(),
                        command.isPresent() ? "hint" : "no-effect",
                        now)
                // Under a key of its own: sent again and whole, it is no repetition.
                : new Delivery(key + "#broken", server, target.key(), kind, "broken", "not-json", now);
        return new Hint(
                row,
                command,
                switch (target) {
                    case HookTarget.OfEgg egg -> Optional.of(egg.target().id());
                    case HookTarget.Nest nest -> Optional.empty();
                });
    }

    /** Every secret of every candidate is compared with, and at least one comparison is made whatever was found. */
    private List<HookTarget> proven(
            List<HookTarget> candidates, List<List<SecretValue>> values, HookHeaders headers, RawBody body) {
        var proven = new ArrayList<HookTarget>();
        for (int i = 0; i < candidates.size(); i++) {
            if (proves(values.get(i), headers, body)) {
                proven.add(candidates.get(i));
            }
        }
        if (candidates.isEmpty()) {
            proves(List.of(), headers, body);
        }
        return proven;
    }

    private boolean proves(List<SecretValue> values, HookHeaders headers, RawBody body) {
        if (values.isEmpty()) {
            return proof.proves(Optional.empty(), headers, body);
        }
        boolean proven = false;
        for (var value : values) {
            proven |= proof.proves(Optional.of(value), headers, body);
        }
        return proven;
    }

    private List<SecretValue> secretsOf(SecretUri uri) {
        try {
            return secrets.accepted(uri).stream()
                    .filter(secret -> !secret.matches(""))
                    .toList();
        } catch (UnavailableException | InvalidException e) {
            // Another answer than for a wrong secret would tell that the project is known here.
            LOG.warn("webhook secret not read cause={}", e.getMessage());
            return List.of();
        }
    }

    private static Optional<GitLabServer> serverOf(HookHeaders headers, WebhookEvent event) {
        return headers.instance().or(event::webUrl).flatMap(WebhookIntake::hostOf);
    }

    private static Optional<GitLabServer> hostOf(String url) {
        try {
            return Optional.of(GitLabServer.ofUrl(URI.create(url)));
        } catch (IllegalArgumentException | InvalidException e) {
            return Optional.empty();
        }
    }
}
