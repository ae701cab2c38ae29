package io.polargosling.worker.sync;

import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
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
    private final Optional<CredentialsProvider> token;
    private volatile Optional<String> refusal = Optional.empty();

    HttpConnection(NestAddress address, Optional<SecretValue> token) {
        this.address = address;
        this.token = token.map(value ->
                new UsernamePasswordCredentialsProvider(USER, value.reveal().strip()));
    }

    @Override
    public NestAddress address() {
        return address;
    }

    @Override
    public void configure(Transport transport) {
        // Without one JGit would ask a provider of the process.
        transport.setCredentialsProvider(token.orElse(null));
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
