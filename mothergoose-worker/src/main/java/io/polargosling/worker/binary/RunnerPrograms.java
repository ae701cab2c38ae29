package io.polargosling.worker.binary;

import io.polargosling.domain.binary.ActiveVersion;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.object.Sha256;
import java.time.Duration;
import java.util.Optional;

/** Chooses what a runner's machine is to run: the gosling that its egg asks for, else the active one, and the active agent. */
public final class RunnerPrograms {

    private final BinaryLibrary library;

    /** Does no I/O yet. */
    public RunnerPrograms(BinaryLibrary library) {
        this.library = library;
    }

    /** What there is for a machine. */
    public sealed interface Choice {

        /** Both programs. */
        record Found(ProgramSource gosling, ProgramSource agent) implements Choice {}

        /**
         * The machine could not fetch one of them.
         *
         * @param reason begins with {@code version-unavailable}; what is wrong, and what to do
         */
        record Unavailable(String reason) implements Choice {}
    }

    /**
     * The programs for one machine.
     *
     * @param gosling the version its egg asks for
     * @param platform of the machine, such as {@code linux-amd64}
     * @param validity for how long they can be fetched; whole seconds, at most 7 days
     * @throws io.polargosling.domain.problem.UnavailableException when the library does not answer, which is no reason to
     *     fail for good
     */
    public Choice choose(Optional<String> gosling, String platform, Duration validity) {
        var chosen = source(BinaryName.GOSLING, gosling, platform, validity);
        if (chosen instanceof Source.None(var reason)) {
            return new Choice.Unavailable(reason);
        }
        var agent = source(BinaryName.GITLAB_RUNNER, Optional.empty(), platform, validity);
        return switch (agent) {
            case Source.None(var reason) -> new Choice.Unavailable(reason);
            case Source.Some(var found) -> new Choice.Found(((Source.Some) chosen).source(), found);
        };
    }

    private sealed interface Source {

        record Some(ProgramSource source) implements Source {}

        record None(String reason) implements Source {}
    }

    private Source source(BinaryName binary, Optional<String> asked, String platform, Duration validity) {
        var wanted = asked.or(() -> library.active(binary).map(ActiveVersion::version));
        if (wanted.isEmpty()) {
            return none("no version of " + binary.word()
                    + " is active (expected: one, for machines to fetch; upload and" + " activate it)");
        }
        var what = binary.word() + " " + wanted.get();
        var build = library.stored(binary, wanted.get(), platform);
        if (build.isEmpty()) {
            return none(what + " is not stored for " + platform + "; upload it, or ask for another version");
        }
        return library.download(build.get(), validity)
                .<Source>map(url -> new Source.Some(
                        new ProgramSource(url, new Sha256(build.get().content().sha256()), wanted.get())))
                .orElseGet(() -> none(what + " lies in files of this host, which no other machine can fetch from"
                        + " (expected: an object store; name a bucket)"));
    }

    private static Source none(String reason) {
        return new Source.None("version-unavailable: " + reason);
    }
}
