package io.polargosling.secrets;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** The random key of a keystore without a passphrase: 32 bytes as hexadecimal digits, for the owner's eyes only. */
final class KeyFile {

    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile() {}

    /**
     * The key; call with the folder locked when it may be created.
     *
     * @param mayCreate false when there is a keystore already: a new key would not open it
     */
    static SecretValue read(DataFolder folder, boolean mayCreate) {
        Path file = folder.file("keystore.key");
        try {
            if (mayCreate && !Files.exists(file)) {
                var bytes = new byte[BYTES];
                new SecureRandom().nextBytes(bytes);
                folder.replace(file, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
            }
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new UnavailableException("opening the keystore: keystore.key of the data folder is open to other"
                        + " users (expected: mode 0600; chmod it, and renew its secrets if others had access)");
            }
            return parse(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            throw new UnavailableException(
                    "opening the keystore: no key (expected: the GOSLING_KEYSTORE_PASSPHRASE it was written with, or"
                            + " its keystore.key in the data folder)",
                    e);
        } catch (IOException e) {
            throw new UnavailableException("opening the keystore: keystore.key of the data folder is not readable", e);
        }
    }

    private static SecretValue parse(String text) {
        if (!text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
            throw new UnavailableException(
                    "opening the keystore: keystore.key of the data folder is damaged (expected: " + 2 * BYTES
                            + " hexadecimal digits; restore it from a backup)");
        }
        return SecretValue.of(text);
    }
}
