package io.polargosling.standalone.demo;

import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.secrets.LocalSecrets;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The product as a process, and its API. */
public final class Product {

    private static final SecretUri ADMIN_TOKEN = SecretUri.of("local://gosling/admin-token");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Path program;
    private final Map<String, String> environment;
    private final Place place;
    private final URI url;
    private final List<String> settings;
    private final Secrets secrets;
    private @Nullable ChildProgram process;
    private @Nullable Web web;

    /**
     * Where it is.
     *
     * @param folder where it works and logs, with the data folder {@code data} in it
     */
    record Place(Path folder, int port) {

        Path data() {
            return folder.resolve("data");
        }
    }

    /** @param settings further arguments */
    Product(Path program, Map<String, String> environment, Place place, List<String> settings) {
        this.program = program;
        this.environment = new HashMap<>(environment);
        // Libraries write to the home folder, and jobs may: the user's own stays as it is.
        this.environment.put("HOME", place.folder().toString());
        this.place = place;
        this.url = URI.create("http://127.0.0.1:" + place.port());
        this.settings = List.copyOf(settings);
        this.secrets = LocalSecrets.open(place.data(), Optional.empty(), false);
    }

    /** Where its API is. */
    public URI url() {
        return url;
    }

    /** Its output, of all starts. */
    public Path log() {
        return place.folder().resolve("polar-gosling.log");
    }

    /** Starts it and returns when it is healthy: how long that took. */
    public Duration start() {
        long began = System.nanoTime();
        var command = new ArrayList<>(
                List.of(program.toString(), "--server.port=" + place.port(), "--gosling.data=" + place.data()));
        command.addAll(settings);
        var started = ChildProgram.start("polar-gosling", command, environment, place.folder(), log());
        process = started;
        web = null;
        var health = new Web(url, Map.of());
        Watch.untilTrue(
                "polar-gosling healthy",
                START_LIMIT,
                () -> {
                    if (!started.isAlive()) {
                        throw new NotObservedException(started.condition());
                    }
                    return isHealthy(health) && takesToken();
                },
                started::condition);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The first start makes the token once it is up. */
    private boolean takesToken() {
        return findAdminToken().isPresent() && api().get("/eggs").status() == 200;
    }

    private static boolean isHealthy(Web health) {
        try {
            return health.get("/health").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Its process number, while it runs. */
    Optional<Long> pid() {
        return process != null && process.isAlive() ? Optional.of(process.pid()) : Optional.empty();
    }

    /** Ends it as kill -9 does. */
    public void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** Asks it to end and waits: true when it did so by itself. */
    public boolean stop() {
        return process == null || process.stop(STOP_LIMIT);
    }

    /** The API, called as its administrator. */
    public Web api() {
        if (web == null) {
            web = new Web(url, Map.of("Authorization", "Bearer " + adminToken()));
        }
        return web;
    }

    /** The administrator's token, which the first start has put into the keystore. */
    public String adminToken() {
        return findAdminToken()
                .orElseThrow(() -> new IllegalStateException("reading " + ADMIN_TOKEN + " in " + place.data()
                        + ": not there (expected: made at first start)"));
    }

    private Optional<String> findAdminToken() {
        return secrets.find(ADMIN_TOKEN).map(SecretValue::reveal);
    }

    /** The secret at {@code uri} in its keystore. */
    Optional<String> secret(String uri) {
        return secrets.find(SecretUri.of(uri)).map(SecretValue::reveal);
    }

    /** The rows of the runners of {@code egg}, newest first. */
    public List<JsonNode> runners(String egg) {
        return GitLabStandIn.list(api().read("/runners?egg=" + egg).path("items"));
    }

    /** The row of a runner. */
    public JsonNode runner(String id) {
        return api().read("/runners/" + id);
    }

    /** The newest sync that brought {@code commit}. */
    Optional<JsonNode> sync(String commit) {
        return GitLabStandIn.list(api().read("/sync").path("items")).stream()
                .filter(sync -> sync.path("git_commit").asString("").equals(commit))
                .findFirst();
    }
}
