package io.polargosling.simulator.server;

import java.util.Map;
import java.util.TreeMap;

/** A pipeline schedule's state; guarded by the lock of {@link World}. Its time never comes by itself. */
final class Schedule {

    final long id;
    final long projectId;
    final Map<String, String> variables = new TreeMap<>();

    String description = "";
    String ref = "";
    String cron = "";
    String timezone = "UTC";
    boolean active = true;
    /** 0 when its owner is gone. */
    long ownerId = PayloadParts.USER_ID;

    int plays;

    Schedule(long id, long projectId) {
        this.id = id;
        this.projectId = projectId;
    }

    ScheduleReport report() {
        return new ScheduleReport(id, projectId, description, ref, cron, timezone, active, variables, plays);
    }
}
