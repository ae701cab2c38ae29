package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.token.ApiToken;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.testkit.gen.Samples;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ApiTokenStore} must do. */
public abstract class ApiTokenStoreContract extends StoreContract {

    private ApiTokenStore tokens() {
        return storage().tokens();
    }

    private static ApiToken token(UUID id, Role role, String token) {
        return new ApiToken(id, "имя 🪿", role, TokenHash.of(token), Samples.NOW, Samples.NOW.minusSeconds(1));
    }

    @Test
    void findByHash_emptyStore_isEmpty() {
        assertThat(tokens().findByHash(TokenHash.of("x"))).isEmpty();
    }

    @Test
    void save_everyRole_isFoundByHashEvenWhenExpired() {
        for (var role : Role.values()) {
            var token = token(UUID.randomUUID(), role, role.word());
            tokens().save(token);
            assertThat(tokens().findByHash(token.hash())).contains(token);
        }
    }

    @Test
    void save_sameId_replaces() {
        var id = UUID.randomUUID();
        tokens().save(token(id, Role.ADMIN, "old"));
        var changed = token(id, Role.VIEWER, "new");
        tokens().save(changed);
        tokens().save(changed);

        assertThat(tokens().findByHash(TokenHash.of("old"))).isEmpty();
        assertThat(tokens().findByHash(TokenHash.of("new"))).contains(changed);
    }

    @Test
    void save_hashOfAnotherToken_isRefused() {
        var first = token(UUID.randomUUID(), Role.VIEWER, "same");
        tokens().save(first);

        assertThatThrownBy(() -> tokens().save(token(UUID.randomUUID(), Role.ADMIN, "same")))
                .isInstanceOf(ConflictException.class);
        assertThat(tokens().findByHash(first.hash())).contains(first);
    }

    @Test
    void save_racingWithOneHash_oneWins() throws Exception {
        Race.rounds(number -> {
            var won = Race.run(8, i -> () -> {
                var token = token(UUID.randomUUID(), Role.VIEWER, "same-" + number);
                try {
                    tokens().save(token);
                    return Optional.of(token);
                } catch (ConflictException e) {
                    return Optional.<ApiToken>empty();
                }
            });

            var saved = won.stream().flatMap(Optional::stream).toList();
            assertThat(saved).hasSize(1);
            assertThat(tokens().findByHash(TokenHash.of("same-" + number))).contains(saved.getFirst());
        });
    }
}
