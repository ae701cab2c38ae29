package io.polargosling.domain.egg;

import io.polargosling.domain.problem.InvalidException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** A GitLab server: a host name in lower case, with a port where it is not the default one. */
public record GitLabServer(String host) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?");

    /** @throws InvalidException when the text is no host name with an optional port */
    public GitLabServer {
        if (!isValid(host)) {
            throw new InvalidException(
                    "GitLab server \"" + host + "\" (expected: a host name, with an optional port, and nothing else)");
        }
        host = host.toLowerCase(Locale.ROOT);
    }

    /** True when {@code text} is a host name with an optional port. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** The server {@code host}. */
    public static GitLabServer of(String host) {
        return new GitLabServer(host);
    }

    /** The server that {@code url} points at. */
    public static GitLabServer ofUrl(URI url) {
        if (url.getHost() == null) {
            throw new InvalidException("GitLab address \"" + url + "\" has no host (expected: https://host[:port])");
        }
        return new GitLabServer(url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
    }

    /** The base address; plain HTTP only when the host is this machine's loopback. */
    public URI url() {
        return URI.create((isLoopback() ? "http://" : "https://") + host);
    }

    /** The host as it stands in a secret's path, where a colon is not allowed. */
    public String pathForm() {
        return host.replace(':', '_');
    }

    private boolean isLoopback() {
        String name = host.replaceFirst(":[0-9]+$", "");
        return "localhost".equals(name) || name.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }

    @Override
    public String toString() {
        return host;
    }
}
