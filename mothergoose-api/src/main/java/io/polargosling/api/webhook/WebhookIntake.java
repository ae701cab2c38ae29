package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.gitlab.WebhookEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the bytes of a webhook to commands on the queue. */
final class WebhookIntake {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookIntake.class);

    private final HookTargets targets;
    private final Secrets secrets;
    private final HookProof proof;
    private final Ingress ingress;
    private final ApiClock clock;

    WebhookIntake(HookTargets targets, Secrets secrets, HookProof proof, Ingress ingress, ApiClock clock) {
        this.targets = targets;
        this.secrets = secrets;
        this.proof = proof;
        this.ingress = ingress;
        this.clock = clock;
    }

    /** What came of a webhook. */
    sealed interface Outcome {

        /** Its secret matched. */
        record Accepted(Status status, String id) implements Outcome {}

        /** No secret matched; why is not to be told. */
        record Refused() implements Outcome {}

        /** No JSON object with an id of a project or group; found before any secret was looked at. */
        record Unreadable() implements Outcome {}

        /** A secret matched, but the body goes wrong after the ids. */
        record Broken() implements Outcome {}
    }

    /** What is answered to an accepted webhook. */
    enum Status {
        QUEUED,
        DUPLICATE,
        IGNORED
    }

    /** Takes a webhook; store or queue down ends in {@link UnavailableException}. */
    Outcome take(HookHeaders headers, byte[] body) {
        return switch (WebhookEvent.parse(body)) {
            case WebhookEvent.Parsed.Event parsed -> take(parsed, headers, body);
            case WebhookEvent.Parsed.NotJson bad -> unreadable();
            case WebhookEvent.Parsed.NoIds bad -> unreadable();
        };
    }

    private static Outcome unreadable() {
        LOG.info("webhook kind=unknown target=- outcome=unreadable");
        return new Outcome.Unreadable();
    }

    private Outcome take(WebhookEvent.Parsed.Event parsed, HookHeaders headers, byte[] body) {
        var event = parsed.event();
        String kind = HookRule.kind(event);
        var server = serverOf(headers, event);
        var proven = proven(server, event, headers, body);
        if (proven.isEmpty() || server.isEmpty()) {
            LOG.info("webhook kind={} target=- outcome=refused", kind);
            return new Outcome.Refused();
        }
        if (!parsed.whole()) {
            LOG.info(
                    "webhook kind={} target={} outcome=broken",
                    kind,
                    proven.getFirst().key());
            return new Outcome.Broken();
        }
        var id = DeliveryId.of(headers, server.get(), kind, body);
        var overall = Status.IGNORED;
        for (var target : proven) {
            var status = take(event, server.get(), target, id);
            LOG.info("webhook kind={} target={} outcome={}", kind, target.key(), word(status));
            overall = status.compareTo(overall) < 0 ? status : overall;
        }
        return new Outcome.Accepted(overall, id.value());
    }

    /** The word for {@code status} in rows and answers. */
    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private Status take(WebhookEvent event, GitLabServer server, HookTarget target, DeliveryId id) {
        var command = HookRule.commandFor(event, target);
        var status = command.isPresent() ? Status.QUEUED : Status.IGNORED;
        var delivery = new Delivery(
                server + "/" + target.key() + "/" + id.value(),
                server,
                target.key(),
                HookRule.kind(event),
                word(status),
                command.isPresent() ? "hint" : "no-effect",
                clock.now());
        return ingress.take(command, delivery) ? status : Status.DUPLICATE;
    }

    /** Every candidate is compared with, and at least one comparison is made whatever was found. */
    private List<HookTarget> proven(
            Optional<GitLabServer> server, WebhookEvent event, HookHeaders headers, byte[] body) {
        var candidates = server.isPresent() && event.projectId().isPresent()
                ? targets.candidates(server.get(), event.projectId().getAsLong())
                : List.<HookTarget>of();
        var proven = new ArrayList<HookTarget>();
        for (var target : candidates) {
            if (proof.proves(secretOf(target.secret()), headers, body)) {
                proven.add(target);
            }
        }
        if (candidates.isEmpty()) {
            proof.proves(Optional.empty(), headers, body);
        }
        return proven;
    }

    private Optional<SecretValue> secretOf(SecretUri uri) {
        try {
            return secrets.find(uri).filter(secret -> !secret.reveal().isEmpty());
        } catch (UnavailableException | InvalidException e) {
            // Another answer than for a wrong secret would tell that the project is known here.
            LOG.warn("webhook secret not read cause={}", e.getMessage());
            return Optional.empty();
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
