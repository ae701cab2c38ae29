package io.polargosling.simulator.server;

/** One CI variable of a job; a masked one must not appear in the job's log. */
public record JobVariable(String key, String value, boolean masked) {

    public static JobVariable of(String key, String value) {
        return new JobVariable(key, value, false);
    }

    public static JobVariable masked(String key, String value) {
        return new JobVariable(key, value, true);
    }
}
