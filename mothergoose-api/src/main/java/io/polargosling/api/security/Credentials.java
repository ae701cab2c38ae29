package io.polargosling.api.security;

import io.polargosling.api.http.ApiClock;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells who bears a token. Tokens are compared by their hashes only, and in constant time. */
final class Credentials {

    private static final Pattern MACHINE_PATH = Pattern.compile("/runners/([a-z0-9]{12})/(?:enroll|heartbeat|config)");
    private static final int MAX_TOKEN = 256;

    /** Compared with where there is nothing to compare with; nobody knows the token behind it. */
    private static final TokenHash NOBODY = TokenHash.of(TokenHash.newToken());

    private final Storage storage;
    private final ApiClock clock;

    Credentials(Storage storage, ApiClock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** The bearer of {@code token} as far as {@code path} goes; empty when it proves nothing there. */
    Optional<Caller> callerOf(String token, String path) {
        if (token.isEmpty() || token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        var machine = MACHINE_PATH.matcher(path);
        if (machine.matches()) {
            var caller = machine(RunnerId.of(machine.group(1)), token);
            if (caller.isPresent()) {
                return caller;
            }
        }
        return storage.tokens()
                .findByHash(TokenHash.of(token))
                .filter(found -> found.expiresAt().isAfter(clock.now()))
                .map(Caller::of);
    }

    private Optional<Caller> machine(RunnerId id, String token) {
        var identity = storage.runners().find(id).map(Runner::identity).orElseGet(RunnerIdentity::none);
        boolean runner = identity.runnerHash().orElse(NOBODY).matches(token);
        boolean enrolment = identity.enrolmentHash().orElse(NOBODY).matches(token);
        if (runner) {
            return Optional.of(Caller.machine(id, Access.RUNNER));
        }
        return enrolment ? Optional.of(Caller.machine(id, Access.ENROLMENT)) : Optional.empty();
    }
}
