package io.polargosling.domain.demand;

import java.util.Locale;
import java.util.Optional;

/** Why a job that waits has a runner coming, or has none; each with the sentence that manuals and answers print. */
public enum ReasonCode {
    NO_MATCHING_TAGS(Outlook.REFUSED, "No runner of the egg carries all of the job's tags."),
    UNTAGGED_REFUSED(Outlook.REFUSED, "The job has no tags, and the egg does not take jobs without tags."),
    PROTECTED_REF(Outlook.REFUSED, "The egg takes jobs of protected refs only, and this one's ref is not protected."),
    NOT_OUR_PROJECT(Outlook.REFUSED, "No egg and no bucket answers for the job's project."),
    NEEDS_VM(
            Outlook.REFUSED,
            "The job is known to take 60 minutes or more, or needs privileged mode, and the egg makes serverless"
                    + " runners only, which end before that."),
    EGG_DISABLED(Outlook.REFUSED, "The egg is disabled, so no runner is made for it."),
    EGG_REMOVED(Outlook.REFUSED, "The egg is gone from the Nest, so no runner is made for it."),
    RUNNER_IDLE(Outlook.COMING, "A runner that can take the job is free; GitLab gives it the job at its next poll."),
    RUNNER_STARTING(Outlook.COMING, "A runner that can take the job is being made or is starting."),
    RUNNER_PLANNED(Outlook.COMING, "A runner was decided to be made or woken for the job just now."),
    RUNNER_LIMIT(Outlook.HELD_BACK, "All runners the egg may have exist and have other jobs; the job waits for one."),
    FAILED_RUNNERS(
            Outlook.HELD_BACK,
            "As many failed runners as the egg may have runners are not destroyed yet; no more are made before that."),
    NO_CAPACITY(
            Outlook.HELD_BACK,
            "Every place where the egg's runners may be made had no room or no quota left a short while ago."),
    BACKING_OFF(Outlook.HELD_BACK, "The machines made last for the egg came to nothing; the next try waits a little."),
    BREAKER_OPEN(
            Outlook.HELD_BACK,
            "Runs for the egg failed too often with one cause; one try at a time is made until one succeeds.");

    private final Outlook outlook;
    private final String sentence;

    ReasonCode(Outlook outlook, String sentence) {
        this.outlook = outlook;
        this.sentence = sentence;
    }

    /** What the job may expect. */
    public enum Outlook {
        /** Nothing, before a configuration changes. */
        REFUSED,
        /** A runner, with nothing more to be done. */
        COMING,
        /** A runner, once what holds it back is over. */
        HELD_BACK
    }

    /** What the job may expect. */
    public Outlook outlook() {
        return outlook;
    }

    /** What it means, for people; one sentence. */
    public String sentence() {
        return sentence;
    }

    /** The word used in rows and answers, such as {@code no-matching-tags}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code called {@code word}; empty when there is none, as for one of another version. */
    public static Optional<ReasonCode> parse(String word) {
        for (var code : values()) {
            if (code.word().equals(word)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
