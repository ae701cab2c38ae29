package io.polargosling.worker.hook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.HookSecret;
import io.polargosling.domain.gitlab.WantedHook;
import java.net.URI;
import java.util.Locale;

/**
 * Where GitLab sends webhooks to.
 *
 * @param url of the endpoint
 */
public record HookAddress(URI url) {

    /** The endpoint of the API at {@code apiUrl}. */
    public static HookAddress of(String apiUrl) {
        return new HookAddress(URI.create(apiUrl.replaceFirst("/+$", "") + "/webhooks/gitlab"));
    }

    /** False when it is an address of this machine and {@code server} is another one, as far as names tell. */
    public boolean isReachableFrom(GitLabServer server) {
        return !isLoopback(url.getHost()) || isLoopback(server.url().getHost());
    }

    /** A hook with this address; GitLab checks the certificate, unless there is none to check on this very machine. */
    WantedHook wanted(HookSecret secret) {
        boolean verifies = !("http".equals(url.getScheme()) && isLoopback(url.getHost()));
        return new WantedHook(url, secret, verifies);
    }

    private static boolean isLoopback(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
    }
}
