package io.polargosling.api.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.token.TokenHash;
import org.junit.jupiter.api.Test;

class RunnerTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void runner_draining_isIdleOutsideAndDrainingExactly() {
        var runner = Fixtures.runner(Fixtures.egg("runner"), RunnerKind.VM, TokenHash.newToken());
        Fixtures.move(runner.id(), RunnerState.ACTIVE, RunnerState.DRAINING);

        var body = api.admin().get("/runners/" + runner.id()).json();

        assertThat(body.path("state").asString()).isEqualTo("idle");
        assertThat(body.path("lifecycle").asString()).isEqualTo("draining");
        assertThat(body.path("type").asString()).isEqualTo("apex");
        assertThat(body.path("cloud_provider").asString()).isEqualTo("local");
        assertThat(body.path("last_heartbeat").isNull()).isTrue();
    }

    @Test
    void runners_filtered_areThoseOfEggAndState() {
        var egg = Fixtures.egg("filtered");
        var first = Fixtures.runner(egg, RunnerKind.VM, TokenHash.newToken());
        Fixtures.runner(egg, RunnerKind.VM, TokenHash.newToken());
        Fixtures.runner(Fixtures.egg("filtered"), RunnerKind.VM, TokenHash.newToken());
        Fixtures.move(first.id(), RunnerState.ACTIVE);

        var all = api.admin().get("/runners?egg=" + egg.name()).json().path("items");
        var active = api.admin()
                .get("/runners?egg=" + egg.name() + "&state=active")
                .json()
                .path("items");

        assertThat(all.size()).isEqualTo(2);
        assertThat(active.size()).isEqualTo(1);
        assertThat(active.path(0).path("id").asString()).isEqualTo(first.id().value());
    }

    @Test
    void runners_unknownState_isInvalid() {
        assertThat(api.admin().get("/runners?state=happy").status()).isEqualTo(422);
    }

    @Test
    void runner_hashesAndTokens_areNotShown() {
        String token = TokenHash.newToken();
        var runner = Fixtures.runner(Fixtures.egg("bare"), RunnerKind.VM, token);

        assertThat(api.admin().get("/runners/" + runner.id()).text())
                .doesNotContain(TokenHash.of(token).value())
                .doesNotContain("hash");
    }
}
