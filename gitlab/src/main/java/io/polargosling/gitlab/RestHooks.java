package io.polargosling.gitlab;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabHook;
import io.polargosling.domain.gitlab.GitLabHooks;
import io.polargosling.domain.gitlab.HookSecret;
import io.polargosling.domain.gitlab.HookTrigger;
import io.polargosling.domain.gitlab.WantedHook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Webhooks by REST. */
final class RestHooks implements GitLabHooks {

    /** What a hook can be triggered by besides what we listen to; each is set off, since some begin as on. */
    private static final Set<String> OTHERS = Set.of(
            "issues_events",
            "confidential_issues_events",
            "note_events",
            "confidential_note_events",
            "deployment_events",
            "releases_events",
            "milestone_events",
            "feature_flag_events",
            "wiki_page_events",
            "emoji_events",
            "resource_access_token_events",
            "resource_deploy_token_events",
            "vulnerability_events");

    private static final String EVENTS = "_events";

    private final Servers servers;

    RestHooks(Servers servers) {
        this.servers = servers;
    }

    @Override
    public List<GitLabHook> list(GitLabAccess access, TargetScope scope) {
        var owner = Owner.of(scope);
        var call = Call.poll("listing hooks of " + owner);
        return servers
                .all(access, call, (apis, token, page) -> apis.hooks().list(token, owner.path(), owner.id(), page))
                .orElseThrow(() -> owner.missing(call))
                .stream()
                .map(node -> hook(node, call.act()))
                .toList();
    }

    @Override
    public boolean groupHooksAllowed(GitLabAccess access, long groupId) {
        var call = Call.poll("asking for hooks of group " + groupId);
        var answer = servers.send(access, call, (apis, token) -> apis.hooks().probeGroup(token, groupId));
        if (answer.status() == 403 || answer.isMissing()) {
            return false;
        }
        answer.required();
        return true;
    }

    @Override
    public GitLabHook create(GitLabAccess access, TargetScope scope, WantedHook hook) {
        var owner = Owner.of(scope);
        var call = Call.create("creating a hook at " + owner);
        byte[] body = Servers.body(body(scope, hook));
        return servers.send(access, call, (apis, token) -> apis.hooks().create(token, owner.path(), owner.id(), body))
                .required()
                .as(RestHooks::hook);
    }

    @Override
    public GitLabHook update(GitLabAccess access, TargetScope scope, long hookId, WantedHook hook) {
        var owner = Owner.of(scope);
        var call = Call.change("changing hook " + hookId + " of " + owner);
        byte[] body = Servers.body(body(scope, hook));
        return servers.send(
                        access,
                        call,
                        (apis, token) -> apis.hooks().change(token, owner.path(), owner.id(), hookId, body))
                .there()
                .as(RestHooks::hook);
    }

    @Override
    public void delete(GitLabAccess access, TargetScope scope, long hookId) {
        var owner = Owner.of(scope);
        var call = Call.delete("deleting hook " + hookId + " of " + owner);
        servers.send(access, call, (apis, token) -> apis.hooks().delete(token, owner.path(), owner.id(), hookId))
                .ifThere();
    }

    @Override
    public boolean test(GitLabAccess access, TargetScope scope, long hookId, HookTrigger trigger) {
        var owner = Owner.of(scope);
        var call = Call.create("testing hook " + hookId + " of " + owner);
        var answer = servers.send(
                access,
                call,
                (apis, token) -> apis.hooks().test(token, owner.path(), owner.id(), hookId, trigger.word()));
        if (answer.status() == 422) {
            return false;
        }
        answer.there();
        return true;
    }

    private static Map<String, Object> body(TargetScope scope, WantedHook hook) {
        var body = new LinkedHashMap<String, Object>();
        body.put("url", hook.url().toString());
        body.put("enable_ssl_verification", hook.sslVerification());
        WantedHook.triggers(scope).forEach(trigger -> body.put(trigger.word(), true));
        OTHERS.forEach(other -> body.put(other, false));
        if (scope instanceof TargetScope.Group) {
            body.put("member_events", false);
        }
        body.put("push_events_branch_filter", "");
        body.put("branch_filter_strategy", "all_branches");
        body.put("custom_webhook_template", "");
        body.put("custom_headers", List.of());
        // GitLab forgets the secret when the address changes, and the other kind would be believed beside it.
        switch (hook.secret()) {
            case HookSecret.SigningToken signing -> {
                body.put("signing_token", signing.value().reveal());
                body.put("token", null);
            }
            case HookSecret.SecretToken token -> {
                body.put("token", token.value().reveal());
                body.put("signing_token", null);
            }
        }
        return body;
    }

    private static GitLabHook hook(JsonNode node, String act) {
        var events = new TreeMap<String, Boolean>();
        node.properties().forEach(field -> {
            if (field.getKey().endsWith(EVENTS) && field.getValue().isBoolean()) {
                events.put(field.getKey(), field.getValue().asBoolean());
            }
        });
        return new GitLabHook(
                Json.id(node.path("id"), act),
                Json.text(node.path("url"), act),
                new GitLabHook.Shape(
                        events, node.path("enable_ssl_verification").asBoolean(true), isCustomised(node)),
                node.path("token_present").asBoolean(false),
                node.path("signing_token_present").asBoolean(false),
                new GitLabHook.Health(
                        status(node.path("alert_status").asString("executable")),
                        Json.optionalInstant(node.path("disabled_until"), act)));
    }

    private static boolean isCustomised(JsonNode node) {
        boolean filters = !node.path("branch_filter_strategy").asString("").equals("all_branches")
                && !node.path("push_events_branch_filter").asString("").isEmpty();
        return filters
                || !node.path("custom_webhook_template").asString("").isEmpty()
                || !node.path("custom_headers").isEmpty();
    }

    private static GitLabHook.AlertStatus status(String word) {
        return switch (word) {
            case "executable" -> GitLabHook.AlertStatus.EXECUTABLE;
            case "temporarily_disabled" -> GitLabHook.AlertStatus.TEMPORARILY_DISABLED;
            // A word we do not know means that it does not send.
            default -> GitLabHook.AlertStatus.DISABLED;
        };
    }
}
