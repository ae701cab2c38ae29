package io.polargosling.worker.sync;

import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** HTTPS with or without a token, which goes to the Nest's own server and never into an address. */
final class HttpConnection implements NestConnection {

    /** GitLab takes any name beside a token. */
    private static final String USER = "oauth2";

    private final NestAddress address;
    private final Login login;
    private volatile Optional<String> refusal = Optional.empty();

    HttpConnection(NestAddress address, Optional<SecretValue> token) {
        this.address = address;
        this.login = new Login(token.map(value ->
                new UsernamePasswordCredentialsProvider(USER, value.reveal().strip())));
    }

    @Override
    public NestAddress address() {
        return address;
    }

    @Override
    public void configure(Transport transport) {
        transport.setCredentialsProvider(login);
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(new OwnServerOnly());
        }
    }

    @Override
    public Optional<String> refusal() {
        return refusal;
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    /** Gives the token, once: a server that asks again does not want it. */
    private final class Login extends CredentialsProvider {

        private final Optional<UsernamePasswordCredentialsProvider> token;

        Login(Optional<UsernamePasswordCredentialsProvider> token) {
            this.token = token;
        }

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public boolean supports(CredentialItem... items) {
            return true;
        }

        @Override
        public boolean get(URIish uri, CredentialItem... items) {
            if (token.isEmpty()) {
                refuse("asks for a login and there is no secret nest/token");
            }
            return refusal.isEmpty() && token.get().get(uri, items);
        }

        @Override
        public void reset(URIish uri) {
            refuse("refuses the token of the secret nest/token");
        }

        private void refuse(String what) {
            refusal = Optional.of(address.host() + " " + what + " (expected: a token with read_repository there)");
        }
    }

    /** Refuses to follow a redirect away from the server, where the token would go along. */
    private final class OwnServerOnly implements HttpConnectionFactory {

        private final HttpConnectionFactory factory = new JDKHttpConnectionFactory();

        @Override
        public org.eclipse.jgit.transport.http.HttpConnection create(URL url) throws IOException {
            require(url);
            return factory.create(url);
        }

        @Override
        public org.eclipse.jgit.transport.http.HttpConnection create(URL url, Proxy proxy) throws IOException {
            require(url);
            return factory.create(url, proxy);
        }

        private void require(URL url) throws IOException {
            var own = address.uri();
            if (!server(url.getProtocol(), url.getHost(), url.getPort(), url.getDefaultPort())
                    .equals(server(own.getScheme(), own.getHost(), own.getPort(), defaultPort(own)))) {
                refusal = Optional.of("the Nest's server redirects to " + url.getProtocol() + "://" + url.getHost()
                        + " (expected: an answer of " + own.getHost() + " itself); set the address it has now");
                throw new IOException("redirected to another server");
            }
        }

        private static int defaultPort(URIish uri) {
            return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        }

        private static String server(String scheme, String host, int port, int defaultPort) {
            return (scheme + "://" + host).toLowerCase(Locale.ROOT) + ":" + (port > 0 ? port : defaultPort);
        }
    }
}
