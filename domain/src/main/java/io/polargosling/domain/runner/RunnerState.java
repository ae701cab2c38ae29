package io.polargosling.domain.runner;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The exact state of a runner, and the moves that are legal. */
public enum RunnerState {
    /** Row and slot exist; its machine is being made or is starting. */
    PROVISIONING,
    /** Enrolled and heard from; its load is not known yet. */
    ACTIVE,
    IDLE,
    BUSY,
    /** Paused in GitLab while it is proven that no job runs on it. */
    DRAINING,
    /** As draining, then stopped through the cloud. */
    DEMOTING,
    /** Stopped, in Nadir. */
    DORMANT,
    /** Being started again. */
    PROMOTING,
    /** Unusable; the cause is recorded. */
    FAILED,
    /** Being destroyed. */
    TERMINATING,
    /** Gone in the cloud and in GitLab. */
    TERMINATED;

    private static final Map<RunnerState, Set<RunnerState>> LEGAL = legalMoves();

    private static Map<RunnerState, Set<RunnerState>> legalMoves() {
        var moves = new EnumMap<RunnerState, Set<RunnerState>>(RunnerState.class);
        moves.put(PROVISIONING, EnumSet.of(ACTIVE, FAILED, TERMINATING));
        moves.put(ACTIVE, EnumSet.of(IDLE, BUSY, DRAINING, FAILED));
        moves.put(IDLE, EnumSet.of(ACTIVE, BUSY, DRAINING, DEMOTING, FAILED));
        moves.put(BUSY, EnumSet.of(IDLE, FAILED));
        moves.put(DRAINING, EnumSet.of(TERMINATING, IDLE, BUSY, FAILED));
        moves.put(DEMOTING, EnumSet.of(DORMANT, IDLE, BUSY, FAILED));
        moves.put(DORMANT, EnumSet.of(PROMOTING, TERMINATING, FAILED));
        moves.put(PROMOTING, EnumSet.of(ACTIVE, FAILED));
        moves.put(FAILED, EnumSet.of(TERMINATING));
        moves.put(TERMINATING, EnumSet.of(TERMINATED));
        moves.put(TERMINATED, EnumSet.noneOf(RunnerState.class));
        return moves;
    }

    /** True when a runner in this state may move to {@code next}; staying is always legal. */
    public boolean mayBecome(RunnerState next) {
        return this == next || LEGAL.getOrDefault(this, Set.of()).contains(next);
    }

    /** True when a runner in this state has, or is about to have, a machine that OpenTofu must keep. */
    public boolean wantsMachine() {
        return switch (this) {
            case PROVISIONING, ACTIVE, IDLE, BUSY, DRAINING, DEMOTING, DORMANT, PROMOTING -> true;
            case FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    /** The word used in rows and, as {@code lifecycle}, in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state called {@code word}. */
    public static RunnerState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The coarse form shown as {@code state} in answers. */
    public String coarse() {
        return switch (this) {
            case PROVISIONING, PROMOTING -> "provisioning";
            case ACTIVE -> "active";
            case IDLE, DRAINING, DEMOTING, DORMANT -> "idle";
            case BUSY -> "busy";
            case FAILED -> "failed";
            case TERMINATING, TERMINATED -> "terminated";
        };
    }
}
