package io.polargosling.gitlab;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabSchedule;
import io.polargosling.domain.gitlab.GitLabSchedules;
import io.polargosling.domain.gitlab.WantedSchedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Pipeline schedules by REST. */
final class RestSchedules implements GitLabSchedules {

    private final Servers servers;

    RestSchedules(Servers servers) {
        this.servers = servers;
    }

    @Override
    public List<GitLabSchedule> list(GitLabAccess access, long projectId) {
        var call = Call.poll("listing schedules of project " + projectId);
        return servers
                .all(access, call, (apis, token, page) -> apis.schedules().list(token, projectId, page))
                .orElseThrow(() -> Owner.of(new TargetScope.Project(projectId)).missing(call))
                .stream()
                .map(node -> schedule(node, call.act()))
                .toList();
    }

    @Override
    public Optional<GitLabSchedule> find(GitLabAccess access, long projectId, long scheduleId) {
        var call = Call.poll("reading" + named(projectId, scheduleId));
        return servers.send(access, call, (apis, token) -> apis.schedules().find(token, projectId, scheduleId))
                .ifThere()
                .map(answer -> answer.as(RestSchedules::schedule));
    }

    @Override
    public GitLabSchedule create(GitLabAccess access, long projectId, WantedSchedule schedule) {
        var call = Call.create("creating schedule \"" + schedule.description() + "\" of project " + projectId);
        byte[] body = Servers.body(body(schedule));
        var made = servers.send(access, call, (apis, token) -> apis.schedules().create(token, projectId, body))
                .required()
                .as(RestSchedules::schedule);
        setVariables(access, projectId, made.id(), Map.of(), schedule.variables());
        return with(made, schedule.variables());
    }

    @Override
    public GitLabSchedule update(GitLabAccess access, long projectId, long scheduleId, WantedSchedule schedule) {
        var call = Call.change("changing" + named(projectId, scheduleId));
        byte[] body = Servers.body(body(schedule));
        var changed = servers.send(
                        access, call, (apis, token) -> apis.schedules().change(token, projectId, scheduleId, body))
                .there()
                .as(RestSchedules::schedule);
        var known = find(access, projectId, scheduleId)
                .map(found -> found.is().variables())
                .orElse(Map.of());
        setVariables(access, projectId, scheduleId, known, schedule.variables());
        return with(changed, schedule.variables());
    }

    @Override
    public void delete(GitLabAccess access, long projectId, long scheduleId) {
        var call = Call.delete("deleting" + named(projectId, scheduleId));
        servers.send(access, call, (apis, token) -> apis.schedules().delete(token, projectId, scheduleId))
                .ifThere();
    }

    @Override
    public void takeOwnership(GitLabAccess access, long projectId, long scheduleId) {
        var call = Call.change("taking over" + named(projectId, scheduleId));
        servers.send(
                        access,
                        call,
                        (apis, token) -> apis.schedules().order(token, projectId, scheduleId, "take_ownership"))
                .there();
    }

    @Override
    public void play(GitLabAccess access, long projectId, long scheduleId) {
        var call = Call.create("playing" + named(projectId, scheduleId));
        servers.send(access, call, (apis, token) -> apis.schedules().order(token, projectId, scheduleId, "play"))
                .there();
    }

    private void setVariables(
            GitLabAccess access, long projectId, long id, Map<String, String> known, Map<String, String> wanted) {
        wanted.forEach((key, value) -> {
            if (!known.containsKey(key)) {
                var call = Call.create("adding variable " + key + " to" + named(projectId, id));
                byte[] body = Servers.body(Map.of("key", key, "value", value));
                servers.send(access, call, (apis, token) -> apis.schedules().addVariable(token, projectId, id, body))
                        .required();
            } else if (!value.equals(known.get(key))) {
                var call = Call.change("changing variable " + key + " of" + named(projectId, id));
                byte[] body = Servers.body(Map.of("value", value));
                servers.send(
                                access,
                                call,
                                (apis, token) -> apis.schedules().changeVariable(token, projectId, id, key, body))
                        .required();
            }
        });
        known.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(key -> {
            var call = Call.delete("deleting variable " + key + " of" + named(projectId, id));
            servers.send(access, call, (apis, token) -> apis.schedules().deleteVariable(token, projectId, id, key))
                    .ifThere();
        });
    }

    private static String named(long projectId, long scheduleId) {
        return " schedule " + scheduleId + " of project " + projectId;
    }

    private static Map<String, Object> body(WantedSchedule schedule) {
        var body = new LinkedHashMap<String, Object>();
        body.put("description", schedule.description());
        body.put("ref", schedule.ref());
        body.put("cron", schedule.cron());
        body.put("cron_timezone", schedule.timezone());
        body.put("active", schedule.active());
        return body;
    }

    private static GitLabSchedule with(GitLabSchedule schedule, Map<String, String> variables) {
        var is = schedule.is();
        return new GitLabSchedule(
                schedule.id(),
                new WantedSchedule(is.description(), is.ref(), is.cron(), is.timezone(), is.active(), variables),
                schedule.ownerId(),
                schedule.nextRunAt());
    }

    private static GitLabSchedule schedule(JsonNode node, String act) {
        var variables = new TreeMap<String, String>();
        node.path("variables")
                .forEach(variable -> variables.put(
                        Json.text(variable.path("key"), act),
                        variable.path("value").asString("")));
        var owner = node.path("owner").path("id");
        return new GitLabSchedule(
                Json.id(node.path("id"), act),
                new WantedSchedule(
                        node.path("description").asString(""),
                        node.path("ref").asString(""),
                        node.path("cron").asString(""),
                        node.path("cron_timezone").asString("UTC"),
                        node.path("active").asBoolean(false),
                        variables),
                owner.isIntegralNumber() ? OptionalLong.of(owner.asLong()) : OptionalLong.empty(),
                Json.optionalInstant(node.path("next_run_at"), act));
    }
}
