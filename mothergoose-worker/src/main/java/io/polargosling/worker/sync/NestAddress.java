package io.polargosling.worker.sync;

import io.polargosling.domain.problem.InvalidException;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;

/** Where the Nest lies and how it is reached. Holds no login but the user's name of SSH. */
record NestAddress(Way way, URIish uri) {

    private static final String EXPECTED = " (expected: ssh://git@HOST/PATH, git@HOST:PATH, https://HOST/PATH or, where"
            + " that is allowed, file:///PATH)";
    private static final String NONE = "the address of the Nest is none of a Git repository" + EXPECTED;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final int SSH_PORT = 22;

    /** What speaks to the server. */
    enum Way {
        SSH,
        HTTP,
        FILE
    }

    /**
     * The address {@code text}.
     *
     * @throws InvalidException when it is none, or of a kind that is not allowed anywhere; holds none of the text that
     *     may be a secret
     */
    static NestAddress parse(String text) {
        URIish uri;
        try {
            uri = new URIish(text);
        } catch (URISyntaxException e) {
            throw new InvalidException(NONE);
        }
        boolean path = uri.getScheme() == null && uri.getHost() == null;
        if ((path && !text.startsWith("/")) || (uri.getScheme() == null && text.contains("://"))) {
            throw new InvalidException(NONE);
        }
        var way = wayOf(uri);
        if (uri.getPass() != null || (way == Way.HTTP && uri.getUser() != null)) {
            throw new InvalidException("the address of the Nest holds a login (expected: none; a token is stored in the"
                    + " secret nest/token)");
        }
        return new NestAddress(way, way == Way.SSH && uri.getUser() == null ? uri.setUser("git") : uri);
    }

    private static Way wayOf(URIish uri) {
        var scheme = uri.getScheme();
        if (scheme == null) {
            return uri.getHost() == null ? Way.FILE : Way.SSH;
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "file" -> Way.FILE;
            case "ssh" -> withHost(uri, Way.SSH);
            case "https" -> withHost(uri, Way.HTTP);
            case "http" -> {
                if (!LOOPBACK.contains(uri.getHost())) {
                    throw new InvalidException("the address of the Nest is http:// to another host (expected:"
                            + " https://, since what is read there becomes machines)");
                }
                yield Way.HTTP;
            }
            default -> throw new InvalidException("the address of the Nest begins with \"" + scheme + "\"" + EXPECTED);
        };
    }

    private static Way withHost(URIish uri, Way way) {
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new InvalidException("the address of the Nest names no host" + EXPECTED);
        }
        return way;
    }

    /** The server's name. */
    String host() {
        return uri.getHost();
    }

    /** The server's port. */
    int sshPort() {
        return uri.getPort() > 0 ? uri.getPort() : SSH_PORT;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
