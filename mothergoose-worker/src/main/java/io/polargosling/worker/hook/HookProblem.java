package io.polargosling.worker.hook;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What keeps GitLab from telling us, or kept it.
 *
 * @param code of the finding
 */
public record HookProblem(String code, String message, String advice) {

    /** GitLab had disabled a hook. */
    public static final String DISABLED = "hook-disabled";

    /** GitLab is elsewhere and cannot reach our address. */
    public static final String UNREACHABLE = "hook-unreachable";

    /** The token or the values are refused, or the webhook's secret cannot be had. */
    public static final String REFUSED = "hook-refused";

    /** Every code there is. */
    public static final List<String> CODES = List.of(DISABLED, UNREACHABLE, REFUSED);

    static HookProblem disabled(String place, TargetHook now) {
        boolean works = now.status() == TargetHook.Status.EXECUTABLE;
        return new HookProblem(
                DISABLED,
                "GitLab had disabled the webhook of " + place + " (expected: executable); "
                        + (works ? "a test delivery has re-armed it" : "a test delivery did not re-arm it"),
                "look at why deliveries failed: GET /webhooks/deliveries, and the hook's recent events in GitLab");
    }

    static HookProblem unreachable(GitLabServer server, HookAddress address) {
        return new HookProblem(
                UNREACHABLE,
                "no webhook is made on " + server + ": it cannot reach " + address.url()
                        + " (expected: an address it can reach); jobs are found by polling",
                "set gosling.api.public-url to where GitLab reaches the API");
    }

    /**
     * GitLab, or the secrets, refuse.
     *
     * @param cause says what was refused; never a secret
     */
    public static HookProblem refused(String cause) {
        return new HookProblem(
                REFUSED,
                cause,
                "give the API token the role Maintainer at projects, Owner at groups, and the scope api");
    }

    /** As a finding about {@code egg}. */
    public Finding about(EggName egg) {
        return about("egg/" + egg, Place.ofFile("Eggs/" + egg + "/config.fly"));
    }

    Finding about(String subject, Place place) {
        return new Finding(Severity.WARNING, code, place, subject, message, Optional.of(advice));
    }
}
