package io.polargosling.secrets;

import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A map of secrets in one encrypted file.
 *
 * <pre>
 * data/keystore        header, then {"web/api-token": "...", ...} encrypted as a whole
 * data/keystore.key    64 hexadecimal digits, only where no passphrase is used
 * data/keystore.lock   empty; whoever writes holds a lock on it
 * </pre>
 *
 * Beside a value that replaced another one lies that other one, under the path with {@link Replaced#MARK} behind it.
 *
 * <p>A write replaces the file by a whole new one, so a reader needs no lock: it sees the one or the other.
 */
final class Keystore {

    // Escapes keep odd characters, half a surrogate pair included, which UTF-8 could not carry.
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final TypeReference<TreeMap<String, String>> ENTRIES = new TypeReference<>() {};

    private final DataFolder folder;
    private final Path file;
    private final Optional<SecretValue> passphrase;
    private final int iterations;
    private final InstantSource clock;

    private @Nullable KeystoreCipher cipher;
    private @Nullable Snapshot snapshot;

    private Keystore(DataFolder folder, Optional<SecretValue> passphrase, int iterations, InstantSource clock) {
        this.folder = folder;
        this.file = folder.file("keystore");
        this.passphrase = passphrase;
        this.iterations = iterations;
        this.clock = clock;
    }

    /** A value that another one replaced. */
    private record Replaced(Instant at, SecretValue value) {

        /** Stands in no path: no URI has a control character. */
        static final String MARK = "\nreplaced";

        static Replaced parse(String text) {
            int space = text.indexOf(' ');
            return new Replaced(Instant.parse(text.substring(0, space)), SecretValue.of(text.substring(space + 1)));
        }

        String text() {
            return at + " " + value.reveal();
        }

        boolean isAccepted(Instant now) {
            return now.isBefore(at.plus(Secrets.OVERLAP));
        }
    }

    /** What the file held when it looked like this. */
    private record Snapshot(@Nullable Object fileKey, FileTime modified, long size, Map<String, SecretValue> entries) {

        boolean isOf(BasicFileAttributes now) {
            return now.size() == size
                    && now.lastModifiedTime().equals(modified)
                    && Objects.equals(now.fileKey(), fileKey);
        }
    }

    /** The keystore of {@code dataFolder}, which need not exist yet. */
    static Keystore in(Path dataFolder, Optional<SecretValue> passphrase, int iterations, InstantSource clock) {
        var chosen = passphrase.filter(text -> !text.matches(""));
        return new Keystore(new DataFolder(dataFolder.toAbsolutePath().normalize()), chosen, iterations, clock);
    }

    Optional<SecretValue> find(String path) {
        return Optional.ofNullable(entries().get(path));
    }

    /** The value, and the one it replaced while that is still accepted. */
    List<SecretValue> accepted(String path) {
        var all = entries();
        var values = new ArrayList<SecretValue>();
        Optional.ofNullable(all.get(path)).ifPresent(values::add);
        Optional.ofNullable(all.get(path + Replaced.MARK))
                .map(text -> Replaced.parse(text.reveal()))
                .filter(former -> !values.isEmpty() && former.isAccepted(clock.instant()))
                .ifPresent(former -> values.add(former.value()));
        return List.copyOf(values);
    }

    void put(String path, SecretValue value) {
        folder.locked(() -> {
            store(path, value);
            return value;
        });
    }

    SecretValue putIfAbsent(String path, SecretValue value) {
        var present = find(path);
        return present.orElseGet(() -> folder.locked(() -> find(path).orElseGet(() -> store(path, value))));
    }

    private synchronized SecretValue store(String path, SecretValue value) {
        var texts = new TreeMap<String, String>();
        entries().forEach((at, secret) -> texts.put(at, secret.reveal()));
        var former = Optional.ofNullable(texts.put(path, value.reveal()));
        former.filter(text -> !value.matches(text))
                .map(text -> new Replaced(clock.instant(), SecretValue.of(text)))
                .ifPresent(replaced -> texts.put(path + Replaced.MARK, replaced.text()));
        folder.replace(file, cipher(true).seal(JSON.writeValueAsBytes(texts)));
        return value;
    }

    private synchronized Map<String, SecretValue> entries() {
        try {
            // Looked at before reading: a file that changes in between is then read once more, never once too few.
            var now = Files.readAttributes(file, BasicFileAttributes.class);
            var known = snapshot;
            if (known == null || !known.isOf(now)) {
                var read = decode(cipher(false).open(Files.readAllBytes(file)));
                known = new Snapshot(now.fileKey(), now.lastModifiedTime(), now.size(), read);
                snapshot = known;
            }
            return known.entries();
        } catch (NoSuchFileException absent) {
            return Map.of();
        } catch (IOException e) {
            throw new UnavailableException(
                    "reading the keystore: the file is not readable (expected: \"keystore\" of the data folder, of this"
                            + " user and with mode 0600)",
                    e);
        }
    }

    private static Map<String, SecretValue> decode(byte[] json) {
        try {
            var entries = new TreeMap<String, SecretValue>();
            JSON.readValue(json, ENTRIES).forEach((path, text) -> entries.put(path, SecretValue.of(text)));
            return Map.copyOf(entries);
        } catch (JacksonException e) {
            // Without the cause: its message may quote a secret.
            throw new InternalException(
                    "reading the keystore: it opens, but does not hold a JSON object of texts; restore it from a backup");
        }
    }

    private synchronized KeystoreCipher cipher(boolean mayCreate) {
        var known = cipher;
        if (known == null) {
            Supplier<SecretValue> fromFile = () -> KeyFile.read(folder, mayCreate && !Files.exists(file));
            known = new KeystoreCipher(passphrase.orElseGet(fromFile), iterations);
            cipher = known;
        }
        return known;
    }
}
