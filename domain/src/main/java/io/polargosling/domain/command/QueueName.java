package io.polargosling.domain.command;

import java.util.Locale;

/** The queues; standard ones, order never matters. */
public enum QueueName {
    /** Looking at eggs and their demand. */
    HIGH,
    /** Syncs. */
    DEFAULT,
    /** What may wait: keeping GitLab in step. */
    LOW,
    UGLYFOX;

    /** The name behind the prefix. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where {@code command} goes. */
    public static QueueName of(Command command) {
        return switch (command) {
            case Command.ReconcileEgg reconcile -> HIGH;
            case Command.RefreshDemand refresh -> HIGH;
            case Command.ReconcileGitLab reconcile -> LOW;
            case Command.SyncNest _, Command.Deploy _, Command.Rollback _, Command.TriggerJob _ -> DEFAULT;
            case Command.MakeRunners _ -> HIGH;
            case Command.EvaluatePolicies evaluate -> UGLYFOX;
        };
    }
}
