package io.polargosling.cli.runner;

import java.util.Locale;

/** How far the start of a machine has come, in the order it comes about. */
enum BootPhase {
    /** The machine is up and asks to be enrolled. */
    BOOTED,
    /** It is enrolled and knows its GitLab runner. */
    REGISTERED,
    /** GitLab's agent runs. */
    AGENT_UP,
    /** The agent was given a job. */
    FIRST_JOB;

    /** The word it is told with. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
