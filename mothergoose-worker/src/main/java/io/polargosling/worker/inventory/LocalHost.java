package io.polargosling.worker.inventory;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.render.LocalInstance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where local runners have their files, and what they are started with. */
public final class LocalHost {

    private static final int TAIL_LINES = 20;
    private static final int TAIL_CHARACTERS = 2_000;
    private static final int TAIL_BYTES = 16 << 10;
    /** GitLab's tokens, and our own: 256 random bits in some alphabet. A runner masks its log, but may be broken. */
    private static final Pattern TOKEN =
            Pattern.compile("gl[a-z]{2,5}-[A-Za-z0-9_.=-]{10,}|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43,}(?![A-Za-z0-9_-])");

    private final Path runners;
    private final String apiUrl;
    private final String runAs;
    private final Map<String, String> environment;

    /**
     * @param data the data folder, absolute
     * @param apiUrl where runners reach the API
     * @param runAs user that runs jobs; empty for our own
     * @param environment our own, of which runners get PATH and HOME
     */
    public LocalHost(Path data, String apiUrl, String runAs, Map<String, String> environment) {
        this.runners = data.resolve("runners");
        this.apiUrl = apiUrl;
        this.runAs = runAs;
        this.environment = Map.copyOf(environment);
    }

    /** The folder of all runners' folders. */
    Path runners() {
        return runners;
    }

    /**
     * What the runner is made with.
     *
     * @throws UnavailableException when there is no {@code gosling} on the PATH
     */
    public LocalInstance instance(RunnerId runner, EggName egg) {
        var path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        var gosling = SearchPath.find(path, "gosling")
                .orElseThrow(() -> new UnavailableException("making a local runner: there is no gosling on the PATH of"
                        + " this process; add the folder that holds it"));
        var folder = runners.resolve(runner.value());
        var paths = new LocalInstance.Paths(
                gosling.toString(),
                folder.toString(),
                tokenFile(runner).toString(),
                path,
                environment.getOrDefault("HOME", "/"));
        return new LocalInstance(egg.value(), apiUrl, paths, runAs);
    }

    /** Leaves the runner's one-time token where only its own user can read it. */
    public void writeEnrolmentToken(RunnerId runner, String token) {
        var file = tokenFile(runner);
        var owner = PosixFilePermissions.fromString("rwx------");
        try {
            Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(owner));
            var fresh = file.resolveSibling("enrolment-token.new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, token + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnavailableException(
                    "writing the enrolment token of runner " + runner + ": " + e.getMessage(), e);
        }
    }

    private Path tokenFile(RunnerId runner) {
        return runners.resolve(runner.value()).resolve("enrolment-token");
    }

    /**
     * The end of what a runner on this host wrote: at most 20 lines and 2,000 characters, without tokens; empty for a
     * runner elsewhere and for one that wrote nothing.
     */
    public Optional<String> logTail(Runner runner) {
        if (runner.origin().placement().provider() != CloudProvider.LOCAL) {
            return Optional.empty();
        }
        var log = runners.resolve(runner.id().value()).resolve("gosling.log");
        try (var file = FileChannel.open(log, StandardOpenOption.READ)) {
            var end = ByteBuffer.allocate(TAIL_BYTES);
            file.position(Math.max(0, file.size() - TAIL_BYTES));
            int read = 0;
            while (read >= 0 && end.hasRemaining()) {
                read = file.read(end);
            }
            return Optional.of(tail(new String(end.array(), 0, end.position(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String tail(String text) {
        var lines = TOKEN.matcher(text).replaceAll(SecretValue.MASK).lines().toList();
        var last = String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        return last.substring(Math.max(0, last.length() - TAIL_CHARACTERS));
    }
}
