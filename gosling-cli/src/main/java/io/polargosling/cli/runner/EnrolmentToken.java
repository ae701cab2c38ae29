package io.polargosling.cli.runner;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The file with the one-time token. */
final class EnrolmentToken {

    private static final Set<PosixFilePermission> FOREIGN = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private EnrolmentToken() {}

    /**
     * The token in {@code file}.
     *
     * @throws InvalidException when there is none, or when others may read it
     */
    static SecretValue read(Path file) {
        try {
            for (var permission : Files.getPosixFilePermissions(file)) {
                if (FOREIGN.contains(permission)) {
                    throw new InvalidException("enrolment token file " + file
                            + " is open to others (expected: mode 0600; run: chmod 600 " + file + ")");
                }
            }
            String token = Files.readString(file).strip();
            if (token.isEmpty() || !token.matches("[\\x21-\\x7e]{1,512}")) {
                throw new InvalidException(
                        "enrolment token file " + file + " (expected: one token of printable characters)");
            }
            return SecretValue.of(token);
        } catch (NoSuchFileException e) {
            throw new InvalidException("enrolment token file " + file
                    + " does not exist; a token is good for one enrolment, and is deleted after it");
        } catch (IOException e) {
            throw new InvalidException("reading enrolment token file " + file + ": " + e.getMessage());
        }
    }
}
