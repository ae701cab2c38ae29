package io.polargosling.api.webhook;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.webhook.Delivery;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** From the bytes of a webhook to commands on the queue. */
final class WebhookIntake {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookIntake.class);

    private final JsonMapper mapper;
    private final HookTargets targets;
    private final Secrets secrets;
    private final HookProof proof;
    private final Ingress ingress;
    private final ApiClock clock;

    WebhookIntake(
            JsonMapper mapper, HookTargets targets, Secrets secrets, HookProof proof, Ingress ingress, ApiClock clock) {
        this.mapper = mapper;
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
        var read = HookPayloadReader.read(body, mapper);
        if (read.isEmpty()) {
            LOG.info("webhook kind=unknown target=- outcome=unreadable");
            return new Outcome.Unreadable();
        }
        var payload = read.get();
        var server = serverOf(headers, payload);
        var proven = proven(server, payload, headers, body);
        if (proven.isEmpty() || server.isEmpty()) {
            LOG.info("webhook kind={} target=- outcome=refused", payload.kind());
            return new Outcome.Refused();
        }
        if (!payload.complete()) {
            LOG.info(
                    "webhook kind={} target={} outcome=broken",
                    payload.kind(),
                    proven.getFirst().key());
            return new Outcome.Broken();
        }
        var id = DeliveryId.of(headers, server.get(), payload, body);
        var overall = Status.IGNORED;
        for (var target : proven) {
            var status = take(payload, server.get(), target, id);
            LOG.info("webhook kind={} target={} outcome={}", payload.kind(), target.key(), word(status));
            overall = status.compareTo(overall) < 0 ? status : overall;
        }
        return new Outcome.Accepted(overall, id.value());
    }

    /** The word for {@code status} in rows and answers. */
    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private Status take(HookPayload payload, GitLabServer server, HookTarget target, DeliveryId id) {
        var command = HookRule.commandFor(payload, target);
        var status = command.isPresent() ? Status.QUEUED : Status.IGNORED;
        var delivery = new Delivery(
                server + "/" + target.key() + "/" + id.value(),
                server,
                target.key(),
                payload.kind(),
                word(status),
                command.isPresent() ? "hint" : "no-effect",
                clock.now());
        return ingress.take(command, delivery) ? status : Status.DUPLICATE;
    }

    /** Every candidate is compared with, and at least one comparison is made whatever was found. */
    private List<HookTarget> proven(
            Optional<GitLabServer> server, HookPayload payload, HookHeaders headers, byte[] body) {
        var candidates = server.isPresent() && payload.projectId().isPresent()
                ? targets.candidates(server.get(), payload.projectId().getAsLong())
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

    private static Optional<GitLabServer> serverOf(HookHeaders headers, HookPayload payload) {
        return headers.instance().or(payload::webUrl).flatMap(WebhookIntake::hostOf);
    }

    private static Optional<GitLabServer> hostOf(String url) {
        try {
            return Optional.of(GitLabServer.ofUrl(URI.create(url)));
        } catch (IllegalArgumentException | InvalidException e) {
            return Optional.empty();
        }
    }
}
