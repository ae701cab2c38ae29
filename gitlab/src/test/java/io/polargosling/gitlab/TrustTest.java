package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=gitlab", "-ext", "SAN=ip:0.0.0.0");
        keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
    }

    @Test
    void authorityOfAFile_itsServer_isBelieved() throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(withKey()));
        server.createContext("/", exchange -> {
            byte[] body = "{\"version\":\"18.2.1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            // Reaches this machine, and is not taken for a server that needs no encryption.
            var access = new GitLabAccess(
                    GitLabServer.of("0.0.0.0:" + server.getAddress().getPort()), SecretValue.of("glpat-Zq7"));
            var options = new VirtualTime().options();
            var trusting = GitLabClient.open(options.withCaFile(Optional.of(folder.resolve("ca.pem"))));
            var wary = GitLabClient.open(options);

            assertThat(trusting.projects().version(access)).hasToString("18.2");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> wary.projects().version(access))
                    .withMessageContaining("gosling.gitlab.ca-file")
                    .withMessageNotContaining("Zq7");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void authorityOfAFile_thoseOfTheJdk_stayBelieved() throws Exception {
        assertThat(Trust.authorities(folder.resolve("ca.pem")))
                .containsAll(Trust.authoritiesOfTheJdk())
                .hasSize(Trust.authoritiesOfTheJdk().size() + 1);
    }

    @Test
    void file_missingOrWithoutCertificate_isRefusedAtOnce() throws IOException {
        var empty = Files.writeString(folder.resolve("empty.pem"), "");
        var odd = Files.writeString(folder.resolve("odd.pem"), "-----BEGIN CERTIFICATE-----\nodd\n");
        for (var file : List.of(folder.resolve("none.pem"), empty, odd)) {
            assertThatExceptionOfType(InvalidException.class)
                    .isThrownBy(() ->
                            GitLabClient.open(GitLabClient.Options.defaults().withCaFile(Optional.of(file))))
                    .withMessageContaining("gosling.gitlab.ca-file " + file);
        }
    }

    private SSLContext withKey() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static Path store() {
        return folder.resolve("keys.p12");
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD, "-alias", "gitlab"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
