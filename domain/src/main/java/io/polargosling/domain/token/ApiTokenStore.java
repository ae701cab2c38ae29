package io.polargosling.domain.token;

import java.util.Optional;

/** API tokens. */
public interface ApiTokenStore {

    /** The token with this hash, also when it has expired. */
    Optional<ApiToken> findByHash(TokenHash hash);

    /** Adds the token, or replaces the one with the same id. */
    void save(ApiToken token);
}
