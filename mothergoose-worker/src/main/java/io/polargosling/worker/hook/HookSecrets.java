package io.polargosling.worker.hook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabVersion;
import io.polargosling.domain.gitlab.HookSecret;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secrets of webhooks; one that is missing is made. */
final class HookSecrets {

    private static final Logger log = LoggerFactory.getLogger(HookSecrets.class);
    private static final Duration VERSION_KNOWN = Duration.ofHours(1);
    private static final int BYTES = 32;

    private final Secrets secrets;
    private final GitLab gitlab;
    private final boolean autocreate;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<GitLabServer, Version> versions = new ConcurrentHashMap<>();

    private record Version(GitLabVersion version, Instant at) {}

    /** @param autocreate whether a missing one is made */
    HookSecrets(Secrets secrets, GitLab gitlab, boolean autocreate, InstantSource clock) {
        this.secrets = secrets;
        this.gitlab = gitlab;
        this.autocreate = autocreate;
        this.clock = clock;
    }

    /**
     * The secret at {@code uri}, as a hook on that server proves it.
     *
     * @param place what needs it, as messages name it
     * @throws NotFoundException when there is none and none is to be made
     * @throws InvalidException when it is a signing token and the server does not sign, or cannot be written
     */
    HookSecret of(SecretUri uri, GitLabAccess access, String place) {
        var value = secrets.find(uri).orElseGet(() -> make(uri, access, place));
        var secret = HookSecret.of(value);
        if (secret instanceof HookSecret.SigningToken && !version(access).signsWebhooks()) {
            throw new InvalidException(place + ": a signing token (" + HookSecret.SIGNING_PREFIX
                    + "...), but GitLab " + version(access)
                    + " does not sign webhooks (expected: a secret of another form, or GitLab 19.0)");
        }
        return secret;
    }

    private SecretValue make(SecretUri uri, GitLabAccess access, String place) {
        if (!autocreate) {
            throw new NotFoundException(place + ", " + uri.scheme().word()
                    + ": secret not found (expected: one written before, since none is made here)");
        }
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var text = version(access).signsWebhooks()
                ? HookSecret.SIGNING_PREFIX + Base64.getEncoder().encodeToString(bytes)
                : HexFormat.of().formatHex(bytes);
        var made = secrets.createIfAbsent(uri, SecretValue.of(text));
        log.info("webhook secret made place=\"{}\"", place);
        return made;
    }

    private GitLabVersion version(GitLabAccess access) {
        var now = clock.instant();
        var known = versions.get(access.server());
        if (known != null && now.isBefore(known.at().plus(VERSION_KNOWN))) {
            return known.version();
        }
        var version = gitlab.projects().version(access);
        versions.put(access.server(), new Version(version, now));
        return version;
    }
}
