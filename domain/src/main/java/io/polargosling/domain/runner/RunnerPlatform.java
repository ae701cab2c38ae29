package io.polargosling.domain.runner;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.RunnerKind;
import java.util.Locale;

/** What a runner is made of. */
public enum RunnerPlatform {
    VM,
    SERVERLESS,
    /** A process on the worker's host. */
    PROCESS;

    /** What a runner of {@code kind} is made of at {@code provider}. */
    public static RunnerPlatform of(CloudProvider provider, RunnerKind kind) {
        if (provider == CloudProvider.LOCAL) {
            return PROCESS;
        }
        return kind == RunnerKind.VM ? VM : SERVERLESS;
    }

    /** The word used in rows and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The platform called {@code word}. */
    public static RunnerPlatform of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
