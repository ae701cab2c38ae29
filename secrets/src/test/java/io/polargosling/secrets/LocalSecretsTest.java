package io.polargosling.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSecretsTest {

    private static final SecretUri TOKEN = SecretUri.of("local://web/api-token");
    private static final Optional<SecretValue> PASSPHRASE = Optional.of(SecretValue.of("correct horse"));

    @TempDir
    Path parent;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private Secrets open(Optional<SecretValue> passphrase) {
        return LocalSecrets.open(parent.resolve("data"), passphrase, false, 1000, () -> now);
    }

    @Test
    void find_nothingWritten_isEmptyAndTouchesNoFile() {
        assertThat(open(Optional.empty()).find(TOKEN)).isEmpty();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void find_afterWrite_seesItInEveryOpenKeystore() {
        var writer = open(Optional.empty());
        var reader = open(Optional.empty());

        writer.write(TOKEN, SecretValue.of("one"));
        assertThat(reader.find(TOKEN)).contains(SecretValue.of("one"));
        writer.write(TOKEN, SecretValue.of("two"));
        assertThat(reader.find(TOKEN)).contains(SecretValue.of("two"));
        assertThat(reader.find(SecretUri.of("local://web/other"))).isEmpty();
    }

    @Test
    void accepted_afterAChange_hasTheFormerValueForTenMinutes() {
        var writer = open(Optional.empty());
        assertThat(writer.accepted(TOKEN)).isEmpty();
        writer.write(TOKEN, SecretValue.of("one"));
        assertThat(writer.accepted(TOKEN)).containsExactly(SecretValue.of("one"));
        writer.write(TOKEN, SecretValue.of("two words"));
        writer.write(TOKEN, SecretValue.of("two words"));

        now = now.plus(Secrets.OVERLAP).minusMillis(1);
        assertThat(open(Optional.empty()).accepted(TOKEN))
                .containsExactly(SecretValue.of("two words"), SecretValue.of("one"));
        now = now.plusMillis(1);
        assertThat(writer.accepted(TOKEN)).containsExactly(SecretValue.of("two words"));
        assertThat(writer.find(TOKEN)).contains(SecretValue.of("two words"));
    }

    @Test
    void accepted_changedTwice_hasTheLastTwo() {
        var secrets = open(Optional.empty());
        for (String value : List.of("one", "two", "three")) {
            secrets.write(TOKEN, SecretValue.of(value));
        }

        assertThat(secrets.accepted(TOKEN)).containsExactly(SecretValue.of("three"), SecretValue.of("two"));
    }

    @Test
    void accepted_createdIfAbsent_isThatOne() {
        var secrets = open(Optional.empty());
        secrets.createIfAbsent(TOKEN, SecretValue.of("one"));
        secrets.createIfAbsent(TOKEN, SecretValue.of("two"));

        assertThat(secrets.accepted(TOKEN)).containsExactly(SecretValue.of("one"));
    }

    @Test
    void write_newFolder_leavesOnlyFilesOfTheOwner() throws Exception {
        open(Optional.empty()).write(TOKEN, SecretValue.of("plainly visible"));

        try (var files = Files.list(parent.resolve("data"))) {
            assertThat(files).hasSize(3).allSatisfy(file -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("plainly", "api-token");
            });
        }
    }

    @Test
    void write_withPassphrase_leavesNoKeyFile() {
        open(PASSPHRASE).write(TOKEN, SecretValue.of("v"));

        assertThat(parent.resolve("data/keystore.key")).doesNotExist();
        assertThat(open(PASSPHRASE).read(TOKEN, "test")).isEqualTo(SecretValue.of("v"));
    }

    @Test
    void find_otherPassphrase_saysWhatToDo() {
        open(PASSPHRASE).write(TOKEN, SecretValue.of("v"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(
                        () -> open(Optional.of(SecretValue.of("wrong horse"))).find(TOKEN))
                .withMessageContaining("wrong key")
                .withMessageContaining("GOSLING_KEYSTORE_PASSPHRASE")
                .withMessageNotContaining("horse");
    }

    @Test
    void write_keyMissing_refusesInsteadOfMakingAnother() {
        open(PASSPHRASE).write(TOKEN, SecretValue.of("v"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> open(Optional.empty()).write(TOKEN, SecretValue.of("w")))
                .withMessageContaining("no key")
                .withMessageContaining("GOSLING_KEYSTORE_PASSPHRASE");
        assertThat(parent.resolve("data/keystore.key")).doesNotExist();
    }

    @Test
    void find_keyFileOpenToOthers_refuses() throws Exception {
        open(Optional.empty()).write(TOKEN, SecretValue.of("v"));
        Files.setPosixFilePermissions(
                parent.resolve("data/keystore.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> open(Optional.empty()).find(TOKEN))
                .withMessageContaining("mode 0600");
    }

    @Test
    void find_keyFileDamaged_saysWhatIsExpected() throws Exception {
        open(Optional.empty()).write(TOKEN, SecretValue.of("v"));
        Files.writeString(parent.resolve("data/keystore.key"), "abc");

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> open(Optional.empty()).find(TOKEN))
                .withMessageContaining("64 hexadecimal digits");
    }

    @Test
    void read_nothingThere_namesPlaceAndScheme() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> open(Optional.empty()).read(TOKEN, "egg \"web\", gitlab.api_token"))
                .withMessageStartingWith("egg \"web\", gitlab.api_token, local: secret not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yc-lockbox", "aws-sm", "vault"})
    void read_otherScheme_namesPlaceAndScheme(String scheme) {
        var uri = SecretUri.of(scheme + "://hidden/part");

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> open(Optional.empty()).read(uri, "egg \"web\", gitlab.api_token"))
                .withMessageStartingWith("egg \"web\", gitlab.api_token, " + scheme + ": no backend")
                .withMessageNotContaining("hidden");
    }

    @Test
    void read_environment_onlyWhenAllowed() {
        var uri = SecretUri.of("env://PATH");

        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> open(Optional.empty()).read(uri, "egg \"web\""))
                .withMessageStartingWith("egg \"web\", env: ")
                .withMessageNotContaining("PATH");
        assertThat(LocalSecrets.open(parent, Optional.empty(), true).read(uri, "test"))
                .isEqualTo(SecretValue.of(System.getenv("PATH")));
        assertThat(LocalSecrets.open(parent, Optional.empty(), true).find(SecretUri.of("env://NO_SUCH_THING_1")))
                .isEmpty();
    }

    @Test
    void write_environment_isInvalid() {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> LocalSecrets.open(parent, Optional.empty(), true)
                        .write(SecretUri.of("env://PATH"), SecretValue.of("x")))
                .withMessageContaining("env: cannot be written");
    }

    @Test
    void createIfAbsent_present_keepsIt() {
        var secrets = open(Optional.empty());
        secrets.write(TOKEN, SecretValue.of("first"));

        assertThat(secrets.createIfAbsent(TOKEN, SecretValue.of("second"))).isEqualTo(SecretValue.of("first"));
    }

    @Test
    void createIfAbsent_threadsAtOnce_getOneAnswerAndLoseNoOtherSecret() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(0, 16)
                    .<Callable<SecretValue>>mapToObj(i -> () -> {
                        var secrets = open(Optional.empty());
                        secrets.write(SecretUri.of("local://own/" + i), SecretValue.of("own" + i));
                        return secrets.createIfAbsent(TOKEN, SecretValue.of("v" + i));
                    })
                    .toList();
            var answers = new ArrayList<SecretValue>();
            for (var answer : threads.invokeAll(tasks)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnly(open(Optional.empty()).read(TOKEN, "test"));
        }
        assertThat(IntStream.range(0, 16))
                .allSatisfy(i -> assertThat(open(Optional.empty()).find(SecretUri.of("local://own/" + i)))
                        .contains(SecretValue.of("own" + i)));
    }

    @Test
    void createIfAbsent_processesAtOnce_getOneAnswer() throws Exception {
        var children = new ArrayList<Process>();
        for (var value : List.of("a", "b", "c")) {
            children.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            CreateOnce.class.getName(),
                            parent.resolve("data").toString(),
                            value)
                    .redirectErrorStream(true)
                    .start());
        }
        var answers = new ArrayList<String>();
        for (var child : children) {
            answers.add(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertThat(child.waitFor()).as(answers.getLast()).isZero();
        }
        assertThat(answers)
                .containsOnly(open(Optional.empty()).read(TOKEN, "test").reveal());
    }

    /** A process that creates the token and prints which one is there. */
    static final class CreateOnce {

        private CreateOnce() {}

        public static void main(String[] args) {
            var secrets = LocalSecrets.open(Path.of(args[0]), Optional.empty(), false, 1000, InstantSource.system());
            System.out.print(
                    secrets.createIfAbsent(TOKEN, SecretValue.of(args[1])).reveal());
        }
    }
}
