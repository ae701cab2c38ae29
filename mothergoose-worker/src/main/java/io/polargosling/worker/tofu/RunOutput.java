package io.polargosling.worker.tofu;

import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.secret.SecretValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a run said, told further: without secrets, and short. */
final class RunOutput {

    /** The file in the run's folder that holds the end of what was said. */
    static final String LAST_LINES = "last-lines.txt";

    private static final Logger log = LoggerFactory.getLogger(RunOutput.class);
    private static final int LINES = 200;
    private static final int TAIL_BYTES = 1 << 20;
    private static final int LINE_CHARS = 4000;
    private static final int MESSAGE_CHARS = 600;
    private static final Pattern SCRIPT = Pattern.compile("(?s)Error running command '.*': (exit status|signal)");

    private final Path folder;
    private final List<String> secrets;

    /** @param secrets that were handed to OpenTofu */
    RunOutput(Path folder, Collection<SecretValue> secrets) {
        this.folder = folder;
        this.secrets = new CopyOnWriteArrayList<>();
        secrets.forEach(this::hide);
    }

    /** Masks {@code secret} too, which OpenTofu is handed from now on. */
    void hide(SecretValue secret) {
        var text = secret.reveal();
        if (!text.isBlank() && !secrets.contains(text)) {
            secrets.add(text);
        }
    }

    /** {@code text} with every secret masked. */
    String masked(String text) {
        var result = text;
        for (var secret : secrets) {
            result = result.replace(secret, SecretValue.MASK);
        }
        return result;
    }

    /** Why {@code phase} failed. */
    RunFailure failure(TofuPhase phase, TofuEvents events, PhaseRun.Ended ended) {
        if (ended.cut().isPresent()) {
            var said = events.error().map(text -> "; it said " + text).orElse("");
            return failure(ended.cut().get().cause(), ended.cut().get().message() + said);
        }
        if (!events.errors().isEmpty()) {
            return failure(events.errors().getFirst().text());
        }
        var complaint = complaint(phase);
        return complaint.isEmpty()
                ? failure(FailureCause.OTHER, "it ended with exit code " + ended.exit() + " and said nothing")
                : failure(complaint);
    }

    /** A failure for {@code text}. */
    RunFailure failure(String text) {
        return failure(FailureTexts.causeOf(text), text);
    }

    /** A failure of a known cause. */
    RunFailure failure(FailureCause cause, String text) {
        // The script of a runner's start is no part of what went wrong with it.
        var line = SCRIPT.matcher(masked(text)).replaceFirst("$1").strip().replaceAll("\\s+", " ");
        return new RunFailure(
                cause, line.length() <= MESSAGE_CHARS ? line : line.substring(0, MESSAGE_CHARS - 1) + "…");
    }

    /** Keeps the end of what {@code phase} said, and takes the secrets out of the whole. */
    void keep(TofuPhase phase) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            mask(PhaseProcess.output(folder, phase));
            mask(PhaseProcess.errors(folder, phase));
            var lines = new ArrayList<String>();
            lines.add("# " + phase.word() + ", standard output");
            tail(PhaseProcess.output(folder, phase)).forEach(line -> lines.add(readable(line)));
            lines.add("# " + phase.word() + ", standard error");
            lines.addAll(tail(PhaseProcess.errors(folder, phase)));
            var file = folder.resolve(LAST_LINES);
            Files.write(file, lines.stream().map(this::masked).toList());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            log.warn("keeping the output of a run folder={} cause=\"{}\"", folder, e.getMessage());
        }
    }

    private String complaint(TofuPhase phase) {
        try {
            return String.join(
                    " ",
                    tail(PhaseProcess.errors(folder, phase)).stream()
                            .filter(line -> !line.isBlank())
                            .limit(3)
                            .toList());
        } catch (IOException e) {
            return "its output cannot be read: " + e.getMessage();
        }
    }

    private void mask(Path file) throws IOException {
        if (secrets.isEmpty() || !Files.exists(file) || !holdsASecret(file)) {
            return;
        }
        var fresh = file.resolveSibling(file.getFileName() + ".masked");
        try (var in = reader(file);
                var out = Files.newBufferedWriter(fresh, StandardCharsets.ISO_8859_1)) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.write(masked(line));
                out.write('\n');
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean holdsASecret(Path file) throws IOException {
        try (var in = reader(file)) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (secrets.stream().anyMatch(line::contains)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Bytes as they are: secrets are made of characters that look the same in every encoding. */
    private static BufferedReader reader(Path file) throws IOException {
        return Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    }

    private static List<String> tail(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var access = new RandomAccessFile(file.toFile(), "r")) {
            var bytes = new byte[(int) Math.min(TAIL_BYTES, access.length())];
            access.seek(access.length() - bytes.length);
            access.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                    .map(line -> line.substring(0, Math.min(LINE_CHARS, line.length())))
                    .toList();
        }
    }

    /** The text of an event; any other line as it is. */
    private static String readable(String line) {
        try {
            var event = JsonMapper.shared().readTree(line);
            var message = Optional.of(event.path("@message").asString("")).filter(text -> !text.isEmpty());
            var detail = event.path("diagnostic").path("detail").asString("");
            return message.map(text -> event.path("@level").asString("") + " " + text)
                            .orElse(line)
                    + (detail.isEmpty() ? "" : ": " + detail.replaceAll("\\s+", " "));
        } catch (JacksonException e) {
            return line;
        }
    }
}
