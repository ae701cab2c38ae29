package io.polargosling.simulator.server;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Counters and random values; guarded by the lock of {@link World}. */
final class Ids {

    private final SecureRandom random = new SecureRandom();
    // Far apart, so that one kind of id taken for another is found out.
    private long lastJob = 700_000;
    private long lastPipeline = 50_000;
    private long lastRunner = 9_000;
    private long lastHook = 300;
    private long lastDelivery = 100_000;
    private long lastNamespace = 2_000;
    private long lastSchedule = 4_000;
    private long lastDeployKey = 6_000;

    long job() {
        return ++lastJob;
    }

    long pipeline() {
        return ++lastPipeline;
    }

    long runner() {
        return ++lastRunner;
    }

    long hook() {
        return ++lastHook;
    }

    long delivery() {
        return ++lastDelivery;
    }

    long schedule() {
        return ++lastSchedule;
    }

    long deployKey() {
        return ++lastDeployKey;
    }

    long namespace() {
        return ++lastNamespace;
    }

    String runnerToken() {
        return "glrt-" + hex(10);
    }

    String jobToken() {
        return "glcbt-" + hex(10);
    }

    String sha() {
        return hex(20);
    }

    private String hex(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return HexFormat.of().formatHex(raw);
    }
}
