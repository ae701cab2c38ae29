package io.polargosling.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsPostTest {

    private static final String HOST = "alerts.example";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private int status = 204;
    // Both are set before each test.
    @SuppressWarnings("NullAway.Init")
    private SSLContext tls;

    @SuppressWarnings("NullAway.Init")
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        tls = context();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Location", "https://elsewhere.example/");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static SSLContext context() throws Exception {
        var file = folder.resolve("keys.p12");
        if (!Files.exists(file)) {
            var made = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + HOST,
                            "-ext",
                            "SAN=dns:" + HOST,
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD),
                            "-alias",
                            "key")
                    .inheritIO()
                    .start();
            assertThat(made.waitFor()).isZero();
        }
        var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        // The entry with a key is no anchor of trust by itself.
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("it", keys.getCertificate("key"));
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(anchors);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private HttpsPost post(Set<String> listed) {
        return new HttpsPost(
                new Outside(listed, name -> new InetAddress[] {InetAddress.getLoopbackAddress()}),
                tls.getSocketFactory());
    }

    private URI url(String host) {
        return URI.create("https://" + host + ":" + server.getAddress().getPort() + "/hook?a=b");
    }

    @Test
    void send_listedHost_isPosted() {
        post(Set.of(HOST)).send(url(HOST), "{\"job\":\"nächtlich\"}");

        assertThat(received)
                .containsExactly(
                        "POST /hook?a=b " + HOST + ":" + server.getAddress().getPort() + " {\"job\":\"nächtlich\"}");
    }

    @Test
    void send_nameThatLeadsInside_isNotCalled() {
        assertThatThrownBy(() -> post(Set.of()).send(url(HOST), "{}"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("notify_hosts");

        assertThat(received).isEmpty();
    }

    @Test
    void send_certificateOfAnotherName_tellsNothing() {
        assertThatThrownBy(() -> post(Set.of("other.example")).send(url("other.example"), "{}"))
                .isInstanceOf(UnavailableException.class);

        assertThat(received).isEmpty();
    }

    @Test
    void send_redirect_isARefusalAndNotFollowed() {
        status = 302;

        assertThatThrownBy(() -> post(Set.of(HOST)).send(url(HOST), "{}"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("302");

        assertThat(received).hasSize(1);
    }

    @Test
    void send_withoutTls_isRefused() {
        assertThatThrownBy(() -> post(Set.of(HOST)).send(URI.create("http://" + HOST + "/"), "{}"))
                .isInstanceOf(InvalidException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "ff02::1"
            })
    void address_inside_isRefusedEvenBesideAnOpenOne(String inside) throws UnknownHostException {
        var open = InetAddress.getByName("93.184.215.14");
        var closed = InetAddress.getByName(inside);
        var outside = new Outside(Set.of(), name -> new InetAddress[] {open, closed});

        assertThatThrownBy(() -> outside.address(HOST)).isInstanceOf(InvalidException.class);
        assertThat(new Outside(Set.of(HOST), name -> new InetAddress[] {closed}).address(HOST))
                .isEqualTo(closed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "172.32.0.1", "100.128.0.1", "2606:2800:21f::1"})
    void address_open_isGiven(String open) throws UnknownHostException {
        var address = InetAddress.getByName(open);

        assertThat(new Outside(Set.of(), name -> new InetAddress[] {address}).address(HOST))
                .isEqualTo(address);
    }
}
