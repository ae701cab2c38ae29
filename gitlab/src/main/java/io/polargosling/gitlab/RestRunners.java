package io.polargosling.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerHost;
import io.polargosling.domain.gitlab.GitLabRunnerStatus;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runner entities by REST. */
final class RestRunners implements GitLabRunners {

    private final Servers servers;

    RestRunners(Servers servers) {
        this.servers = servers;
    }

    @Override
    public CreatedGitLabRunner createRunner(GitLabAccess access, NewGitLabRunner runner) {
        var call = Call.create("creating runner " + runner.description() + " for " + Owner.of(runner.scope()));
        byte[] body = Servers.body(body(runner));
        var answer = servers.send(access, call, (apis, token) -> apis.runners().create(token, body))
                .required()
                .json();
        return new CreatedGitLabRunner(
                Json.id(answer.path("id"), call.act()), SecretValue.of(Json.text(answer.path("token"), call.act())));
    }

    @Override
    public Optional<GitLabRunner> find(GitLabAccess access, long runnerId) {
        var call = Call.poll("reading runner " + runnerId);
        return servers.send(access, call, (apis, token) -> apis.runners().find(token, runnerId))
                .ifThere()
                .map(answer -> runner(answer.json(), call.act()));
    }

    @Override
    public Optional<String> note(GitLabAccess access, long runnerId) {
        var call = Call.proof("reading the note on runner " + runnerId);
        return servers.send(access, call, (apis, token) -> apis.runners().find(token, runnerId))
                .ifThere()
                .map(answer -> answer.json().path("maintenance_note").asString(""))
                .filter(note -> !note.isEmpty());
    }

    @Override
    public List<GitLabRunner> list(GitLabAccess access, TargetScope scope) {
        var owner = Owner.of(scope);
        var call = Call.poll("listing runners of " + owner);
        return servers
                .all(
                        access,
                        call,
                        (apis, token, page) ->
                                apis.runners().list(token, owner.path(), owner.id(), owner.runnerType(), page))
                .orElseThrow(() -> owner.missing(call))
                .stream()
                .map(node -> runner(node, call.act()))
                .toList();
    }

    @Override
    public void setPaused(GitLabAccess access, long runnerId, boolean paused) {
        var act = (paused ? "pausing runner " : "resuming runner ") + runnerId;
        // The pause is the first step of every end; without it nothing can be deleted.
        var call = new Call(act, paused ? Urgency.DELETE : Urgency.CREATE, Call.Kind.REPEATABLE);
        byte[] body = Servers.body(Map.of("paused", paused));
        servers.send(access, call, (apis, token) -> apis.runners().change(token, runnerId, body))
                .there();
    }

    @Override
    public List<Long> runningJobs(GitLabAccess access, long runnerId) {
        return running(access, runnerId, null, "listing running jobs of runner " + runnerId);
    }

    @Override
    public List<Long> runningJobs(GitLabAccess access, long runnerId, String systemId) {
        return running(
                access, runnerId, systemId, "listing running jobs of runner " + runnerId + ", manager " + systemId);
    }

    private List<Long> running(GitLabAccess access, long runnerId, @Nullable String systemId, String act) {
        return servers
                .all(
                        access,
                        Call.proof(act),
                        (apis, token, page) -> apis.runners().runningJobs(token, runnerId, page, systemId))
                .orElse(List.of())
                .stream()
                .map(node -> Json.id(node.path("id"), act))
                .toList();
    }

    @Override
    public List<GitLabRunnerHost> managers(GitLabAccess access, long runnerId) {
        var call = Call.poll("listing managers of runner " + runnerId);
        return servers
                .all(access, call, (apis, token, page) -> apis.runners().managers(token, runnerId, page))
                .orElse(List.of())
                .stream()
                .map(node -> manager(node, call.act()))
                .toList();
    }

    @Override
    public OptionalLong verify(GitLabServer server, SecretValue runnerToken, String systemId) {
        var call = Call.change("verifying a runner token for manager " + systemId);
        byte[] body = Servers.body(Map.of("token", runnerToken.reveal(), "system_id", systemId));
        var answer = servers.send(
                new GitLabAccess(server, runnerToken),
                call,
                (apis, token) -> apis.runners().verify(body));
        return answer.status() == 403
                ? OptionalLong.empty()
                : OptionalLong.of(Json.id(answer.required().json().path("id"), call.act()));
    }

    @Override
    public void deleteRunner(GitLabAccess access, long runnerId) {
        var call = Call.delete("deleting runner " + runnerId);
        servers.send(access, call, (apis, token) -> apis.runners().delete(token, runnerId))
                .ifThere();
    }

    @Override
    public void deleteManager(GitLabServer server, SecretValue runnerToken, String systemId) {
        var call = Call.delete("deleting manager " + systemId + " of a runner");
        byte[] body = Servers.body(Map.of("token", runnerToken.reveal(), "system_id", systemId));
        var answer = servers.send(
                new GitLabAccess(server, runnerToken),
                call,
                (apis, token) -> apis.runners().deleteManager(body));
        // A token of an entity that is gone is refused: its managers went with it.
        if (answer.status() != 403) {
            answer.ifThere();
        }
    }

    private static GitLabRunner runner(JsonNode node, String act) {
        return new GitLabRunner(
                Json.id(node.path("id"), act),
                node.path("description").asString(""),
                node.path("paused").asBoolean(false),
                status(node),
                isBusy(node),
                Json.optionalInstant(node.path("contacted_at"), act));
    }

    private static GitLabRunnerHost manager(JsonNode node, String act) {
        return new GitLabRunnerHost(
                Json.id(node.path("id"), act),
                Json.text(node.path("system_id"), act),
                node.path("version").asString(""),
                status(node),
                isBusy(node),
                Json.optionalInstant(node.path("contacted_at"), act));
    }

    private static boolean isBusy(JsonNode node) {
        return "active".equals(node.path("job_execution_status").asString(""));
    }

    private static GitLabRunnerStatus status(JsonNode node) {
        return switch (node.path("status").asString("")) {
            case "online" -> GitLabRunnerStatus.ONLINE;
            case "offline" -> GitLabRunnerStatus.OFFLINE;
            case "stale" -> GitLabRunnerStatus.STALE;
            case "never_contacted" -> GitLabRunnerStatus.NEVER_CONTACTED;
            default -> GitLabRunnerStatus.OTHER;
        };
    }

    private static Map<String, Object> body(NewGitLabRunner runner) {
        var body = new LinkedHashMap<String, Object>();
        switch (runner.scope()) {
            case TargetScope.Project project -> {
                body.put("runner_type", "project_type");
                body.put("project_id", project.id());
                // Ours alone: GitLab must not lend it to other projects.
                body.put("locked", true);
            }
            case TargetScope.Group group -> {
                body.put("runner_type", "group_type");
                body.put("group_id", group.id());
            }
        }
        var jobs = runner.jobs();
        body.put("description", runner.description());
        body.put("tag_list", String.join(",", jobs.tags()));
        body.put("maintenance_note", runner.note());
        body.put("run_untagged", jobs.runUntagged());
        body.put("access_level", jobs.protectedOnly() ? "ref_protected" : "not_protected");
        runner.maximumTimeout().ifPresent(timeout -> body.put("maximum_timeout", timeout.toSeconds()));
        return body;
    }
}
