package io.polargosling.domain.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedHookTest {

    private static final TargetScope PROJECT = new TargetScope.Project(1);
    private static final TargetScope GROUP = new TargetScope.Group(1);
    private static final URI URL = URI.create("https://mg.test/webhooks/gitlab");
    private static final WantedHook WANTED = new WantedHook(URL, HookSecret.of(SecretValue.of("plain")), true);
    private static final GitLabHook.Health WELL =
            new GitLabHook.Health(GitLabHook.AlertStatus.EXECUTABLE, Optional.empty());

    private static Map<String, Boolean> events(TargetScope scope) {
        var events = new HashMap<String, Boolean>(Map.of("issues_events", false, "note_events", false));
        WantedHook.triggers(scope).forEach(trigger -> events.put(trigger.word(), true));
        return events;
    }

    private static GitLabHook hook(String url, Map<String, Boolean> events, boolean tls, boolean customised) {
        return new GitLabHook(7, url, new GitLabHook.Shape(events, tls, customised), true, false, WELL);
    }

    @Test
    void isMetBy_asWanted_isTrueForItsOwnScopeOnly() {
        assertThat(WANTED.isMetBy(hook(URL.toString(), events(PROJECT), true, false), PROJECT))
                .isTrue();
        assertThat(WANTED.isMetBy(hook(URL.toString(), events(GROUP), true, false), GROUP))
                .isTrue();
        assertThat(WANTED.isMetBy(hook(URL.toString(), events(PROJECT), true, false), GROUP))
                .isFalse();
    }

    @Test
    void isMetBy_anyDifference_isFalse() {
        var more = events(PROJECT);
        more.put("note_events", true);
        var fewer = events(PROJECT);
        fewer.put("job_events", false);
        var missing = events(PROJECT);
        missing.remove("push_events");

        for (var hook : new GitLabHook[] {
            hook(URL + "/", events(PROJECT), true, false),
            hook(URL.toString(), events(PROJECT), false, false),
            hook(URL.toString(), events(PROJECT), true, true),
            hook(URL.toString(), more, true, false),
            hook(URL.toString(), fewer, true, false),
            hook(URL.toString(), missing, true, false)
        }) {
            assertThat(WANTED.isMetBy(hook, PROJECT)).as("%s", hook).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain, true, false, true",
        "plain, true, true, false",
        "plain, false, true, false",
        "whsec_AAEC, false, true, true",
        "whsec_AAEC, true, true, false",
        "whsec_AAEC, true, false, false"
    })
    void isMetBy_secrets_justTheKindThatIsWanted(String secret, boolean token, boolean signing, boolean met) {
        var wanted = new WantedHook(URL, HookSecret.of(SecretValue.of(secret)), true);
        var hook = new GitLabHook(
                7, URL.toString(), new GitLabHook.Shape(events(PROJECT), true, false), token, signing, WELL);

        assertThat(wanted.isMetBy(hook, PROJECT)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"19.4.0-ee, true", "19.0.0, true", "18.11.3-ce.0, false", "20.1, true", "9.5.10, false"})
    void version_text_tellsWhetherHooksAreSigned(String text, boolean signs) {
        assertThat(GitLabVersion.parse(text).signsWebhooks()).isEqualTo(signs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "19", "nineteen", "19.x"})
    void version_oddText_isInvalid(String text) {
        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> GitLabVersion.parse(text));
    }
}
