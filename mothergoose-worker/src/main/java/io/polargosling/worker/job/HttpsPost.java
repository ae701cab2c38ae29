package io.polargosling.worker.job;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends one document to one address by HTTPS, and only to the very machine that was checked: the JDK's client looks the
 * name up again, and follows where it is sent. Here nothing is followed.
 */
record HttpsPost(Outside outside, SSLSocketFactory tls) {

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int HTTPS = 443;

    /**
     * Sends {@code json} to {@code url}.
     *
     * @throws InvalidException when the address is none that may be told, or refuses
     * @throws UnavailableException when it does not answer
     */
    void send(URI url, String json) {
        String host = url.getHost();
        if (!"https".equals(url.getScheme()) || host == null) {
            throw new InvalidException("telling \"" + url.getHost() + "\": not an https URL");
        }
        int port = url.getPort() < 0 ? HTTPS : url.getPort();
        var address = outside.address(host);
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), (int) TIME.toMillis());
            plain.setSoTimeout((int) TIME.toMillis());
            try (var socket = (SSLSocket) tls.createSocket(plain, host, port, true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.getOutputStream().write(request(url, host, port, json));
                socket.getOutputStream().flush();
                requireSuccess(host, status(socket));
            }
        } catch (IOException e) {
            throw new UnavailableException("telling " + host + ": " + e.getMessage(), e);
        }
    }

    private static byte[] request(URI url, String host, int port, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String head = "POST " + path + query + " HTTP/1.1\r\nHost: " + host + (port == HTTPS ? "" : ":" + port)
                + "\r\nUser-Agent: polar-gosling\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private static String status(SSLSocket socket) throws IOException {
        var reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII), 1024);
        var line = new StringBuilder();
        for (int next = reader.read(); next >= 0 && next != '\n' && line.length() < 100; next = reader.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static void requireSuccess(String host, String status) {
        if (!status.matches("HTTP/1\\.[01] 2[0-9][0-9]( .*)?")) {
            throw new InvalidException("telling " + host + ": it answered \"" + status + "\" (expected: status 2xx)");
        }
    }
}
