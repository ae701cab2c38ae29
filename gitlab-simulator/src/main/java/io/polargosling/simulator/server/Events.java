package io.polargosling.simulator.server;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Turns changes into webhook deliveries. All methods are called under the lock of {@link World}; sending happens elsewhere. */
final class Events {

    /** The kinds of event the simulator sends, with their header value and the flag that a hook needs. */
    enum Kind {
        PUSH("Push Hook", "push_events"),
        TAG_PUSH("Tag Push Hook", "tag_push_events"),
        MERGE_REQUEST("Merge Request Hook", "merge_requests_events"),
        PIPELINE("Pipeline Hook", "pipeline_events"),
        JOB("Job Hook", "job_events"),
        PROJECT("Project Hook", "project_events");

        final String header;
        final String flag;

        Kind(String header, String flag) {
            this.header = header;
            this.flag = flag;
        }
    }

    private final World world;
    private final Payloads payloads;
    private final HookSender sender;

    Events(World world, Payloads payloads, HookSender sender) {
        this.world = world;
        this.payloads = payloads;
        this.sender = sender;
    }

    void jobChanged(Job job) {
        fire(job.project, Kind.JOB, payloads.job(job));
        fire(job.project, Kind.PIPELINE, payloads.pipeline(job));
    }

    void push(Project project, PushEvent push) {
        boolean tag = push.ref().startsWith("refs/tags/");
        ObjectNode payload = payloads.push(project, push);
        Instant now = world.now();
        for (Hook hook : hooks(project, tag ? Kind.TAG_PUSH : Kind.PUSH, now)) {
            if (tag || BranchFilter.allows(hook, push.ref())) {
                sender.send(hook, (tag ? Kind.TAG_PUSH : Kind.PUSH).header, Json.write(payload));
            }
        }
    }

    void mergeRequest(Project project, MergeRequestEvent event) {
        fire(project, Kind.MERGE_REQUEST, payloads.mergeRequest(project, event));
    }

    /** A project came or went: only hooks of groups hear of it. */
    void project(Project project, String event) {
        fire(project, Kind.PROJECT, payloads.projectEvent(project, event));
    }

    private void fire(Project project, Kind kind, ObjectNode payload) {
        hooks(project, kind, world.now()).forEach(hook -> sender.send(hook, kind.header, Json.write(payload)));
    }

    private List<Hook> hooks(Project project, Kind kind, Instant now) {
        return world.hooks.values().stream()
                .filter(hook -> hook.owner.covers(project))
                .filter(hook -> hook.flags.getOrDefault(kind.flag, false) && hook.executable(now))
                .toList();
    }
}
