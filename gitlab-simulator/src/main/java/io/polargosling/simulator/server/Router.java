package io.polargosling.simulator.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the handler of a request by method and path pattern; {@code :name} stands for one path segment. */
final class Router {

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        Response handle(Request request);
    }

    /** How the request must prove who sent it, before the handler is called. */
    enum Access {
        /** An access token that may read. */
        READ,
        /** An access token that may change things. */
        WRITE,
        /** An access token that may make runners. */
        CREATE_RUNNER,
        /** An access token that may change runners. */
        MANAGE_RUNNER,
        /** The handler itself checks a runner or job token, or nothing is to be proved. */
        OWN
    }

    record Route(String method, List<String> pattern, Access access, Handler handler) {}

    record Match(Route route, Request request) {}

    private final World world;
    private final List<Route> routes = new ArrayList<>();

    Router(World world) {
        this.world = world;
    }

    /** Adds a handler that is called under the lock of {@link World}. */
    void on(String method, String pattern, Access access, Handler handler) {
        onUnlocked(method, pattern, access, request -> world.locked(() -> handler.handle(request)));
    }

    /** Adds a handler that takes the lock itself, since it does I/O. */
    void onUnlocked(String method, String pattern, Access access, Handler handler) {
        routes.add(new Route(method, segments(pattern), access, handler));
    }

    Optional<Match> match(Request request) {
        List<String> path = segments(request.rawPath());
        for (Route route : routes) {
            if (route.method().equals(request.method())) {
                Optional<Map<String, String>> values = values(route.pattern(), path);
                if (values.isPresent()) {
                    return Optional.of(new Match(route, request.matching(values.get())));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> values(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String wanted = pattern.get(i);
            if (wanted.startsWith(":")) {
                values.put(wanted.substring(1), URLDecoder.decode(path.get(i), StandardCharsets.UTF_8));
            } else if (!wanted.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
