package io.polargosling.standalone.demo;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The GitLab stand-in, seen through its control interface and, for hooks, through GitLab's own. */
public final class GitLabStandIn {

    private final Web control;
    private final Web api;

    /** @param token access token that it is to accept */
    GitLabStandIn(URI base, String token) {
        this.control = new Web(base, Map.of());
        this.api = new Web(base, Map.of("PRIVATE-TOKEN", token));
    }

    /** Its address. */
    public URI url() {
        return control.base();
    }

    /** Host and port, as a Nest writes a server. */
    public String server() {
        return url().getAuthority();
    }

    /** Makes a project with a path like {@code group/name}. */
    public void createProject(long id, String path, String token) {
        var body = Web.object().put("id", id).put("path", path);
        body.putArray("tokens").add(token);
        control.create("/simulator/projects", body);
    }

    /** The webhooks of a project. */
    public List<JsonNode> hooks(long project) {
        return list(api.read("/api/v4/projects/" + project + "/hooks"));
    }

    /** The id of the group called {@code path}. */
    public long groupId(String path) {
        return api.read("/api/v4/groups/" + path).path("id").longValue();
    }

    /** The webhooks of the group called {@code path}. */
    public List<JsonNode> groupHooks(String path) {
        return list(api.read("/api/v4/groups/" + path + "/hooks"));
    }

    /** A job that waits, and its webhook unless {@code silent}; the job's id. */
    public long enqueue(long project, List<String> tags, List<String> script, boolean silent) {
        var body = Web.object()
                .put("project_id", project)
                .put("name", "demo")
                .put("timeout", 300)
                .put("silent", silent);
        tags.forEach(body.putArray("tags")::add);
        script.forEach(body.putArray("script")::add);
        return control.create("/simulator/jobs", body).path("id").longValue();
    }

    /** What pipelines of a project consist of when a schedule of it is played or fired. */
    public void setPipeline(long project, List<String> tags, List<String> script) {
        var body =
                Web.object().put("project_id", project).put("name", "pipeline").put("timeout", 600);
        tags.forEach(body.putArray("tags")::add);
        script.forEach(body.putArray("script")::add);
        control.create("/simulator/pipelines", body);
    }

    /** All pipeline schedules. */
    public List<JsonNode> schedules() {
        return list(control.read("/simulator/schedules"));
    }

    /** Lets the time of a schedule come; the id of its pipeline's job. */
    public long fire(long schedule) {
        return control.create("/simulator/schedules/" + schedule + "/fire", Web.object())
                .path("job")
                .longValue();
    }

    void sendPush(long project, String branch, String before, String after) {
        control.create(
                "/simulator/push",
                Web.object()
                        .put("project_id", project)
                        .put("ref", "refs/heads/" + branch)
                        .put("before", before)
                        .put("after", after));
    }

    /** A job as it stands: {@code status}, {@code assignments}, {@code trace} and more. */
    public JsonNode job(long id) {
        return control.read("/simulator/jobs/" + id);
    }

    /** GitLab's runners, the deleted ones too. */
    public List<JsonNode> runners() {
        return list(control.read("/simulator/runners"));
    }

    /** Every webhook request that was sent. */
    public List<JsonNode> deliveries() {
        return list(control.read("/simulator/deliveries"));
    }

    /** The first accepted delivery of {@code event} whose body says {@code text}. */
    Optional<JsonNode> accepted(String event, String text) {
        return deliveries().stream()
                .filter(delivery -> delivery.path("event").asString("").equals(event))
                .filter(delivery -> delivery.path("body").asString("").contains(text))
                .filter(delivery -> delivery.path("answer").path("status").asInt(0) == 202)
                .findFirst();
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
