package io.polargosling.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.springframework.util.FileSystemUtils;

class LocalSecretsPropertyTest {

    private static final int ITERATIONS = 2;
    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("keystore");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }

    @Provide
    Arbitrary<SecretUri> uris() {
        var parts = Arbitraries.strings().ofMinLength(1).ofMaxLength(40);
        return parts.list()
                .ofMinSize(2)
                .ofMaxSize(4)
                .map(list -> SecretUri.parse("local://" + String.join("/", list)))
                .filter(SecretUri.Parsed.Valid.class::isInstance)
                .map(parsed -> ((SecretUri.Parsed.Valid) parsed).uri());
    }

    @Property(tries = 150)
    void anyKeyAndValue_written_areReadBack(@ForAll("uris") SecretUri uri, @ForAll String text) {
        var secrets = open("roundtrip");
        var value = SecretValue.of(text);

        secrets.write(uri, value);

        assertThat(secrets.find(uri)).contains(value);
        assertThat(open("roundtrip").find(uri)).contains(value);
    }

    @Property(tries = 150)
    void anyContent_sealed_isOpenedAgainAndNeverSealedAlike(@ForAll @Size(max = 500) byte[] content) {
        var cipher = new KeystoreCipher(SecretValue.of("p"), ITERATIONS);

        assertThat(new KeystoreCipher(SecretValue.of("p"), ITERATIONS).open(cipher.seal(content)))
                .isEqualTo(content);
        assertThat(cipher.seal(content)).isNotEqualTo(cipher.seal(content));
    }

    @Property(tries = 200)
    void anyByteChanged_open_isRefused(
            @ForAll @Size(max = 100) byte[] content,
            @ForAll int place,
            @ForAll @IntRange(min = 1, max = 255) int mask) {
        var cipher = new KeystoreCipher(SecretValue.of("p"), ITERATIONS);
        byte[] file = cipher.seal(content);
        file[Math.floorMod(place, file.length)] ^= (byte) mask;

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> cipher.open(file));
    }

    @Property(tries = 150)
    void anyCut_open_isRefused(@ForAll @Size(max = 100) byte[] content, @ForAll int length) {
        var cipher = new KeystoreCipher(SecretValue.of("p"), ITERATIONS);
        byte[] file = cipher.seal(content);

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> cipher.open(Arrays.copyOf(file, Math.floorMod(length, file.length))));
    }

    @Property(tries = 150)
    void P4c_anyRefusal_namesNeitherValueNorPath(@ForAll @IntRange(min = 0, max = 5) int fault) {
        var value = SecretValue.of("Zq7value");
        var uri = SecretUri.of("local://Zq7name/part/Zq7key");
        var secrets = open("masked" + fault);
        secrets.write(uri, value);

        var thrown = catchThrowable(() -> {
            switch (fault) {
                case 0 -> open("absent").read(uri, "place");
                case 1 -> secrets.find(SecretUri.of("vault://Zq7name/Zq7key"));
                case 2 -> secrets.write(SecretUri.of("aws-sm://Zq7name/Zq7key"), value);
                case 3 -> secrets.createIfAbsent(SecretUri.of("env://Zq7key"), value);
                case 4 -> {
                    overwrite(fault, "Zq7value".getBytes(StandardCharsets.UTF_8));
                    secrets.find(uri);
                }
                default -> {
                    var notJson = "Zq7value: Zq7name".getBytes(StandardCharsets.UTF_8);
                    overwrite(fault, new KeystoreCipher(SecretValue.of("pass"), ITERATIONS).seal(notJson));
                    secrets.find(uri);
                }
            }
        });

        assertThat(thrown).isInstanceOf(GoslingException.class);
        for (var at = thrown; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("Zq7");
        }
    }

    private static Secrets open(String name) {
        return LocalSecrets.open(
                folder.resolve(name), Optional.of(SecretValue.of("pass")), true, ITERATIONS, InstantSource.system());
    }

    private static void overwrite(int fault, byte[] content) {
        try {
            Files.write(folder.resolve("masked" + fault).resolve("keystore"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
