package io.polargosling.api;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.queue.SqsQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/**
 * The API on a port of its own, with the real store, queue and keystore; one for all tests of this JVM. What arrives on
 * the queues is kept; a test tells its own by its own egg.
 */
public final class RunningApi {

    /** The Nest's project on {@link Fixtures#SERVER}. */
    public static final long NEST_PROJECT = 1;

    /** Largest webhook. */
    public static final int WEBHOOK_MAX = 3 * 1024 * 1024;

    private static final RunningApi INSTANCE = new RunningApi();

    private final ConfigurableApplicationContext context;
    private final List<Command> received = new CopyOnWriteArrayList<>();
    private final ApiClient admin;
    private final ApiClient anonymous;

    private RunningApi() {
        var folder = temporaryFolder();
        context = new SpringApplicationBuilder(MotherGooseApi.class, TestBeans.class)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--gosling.data=" + folder,
                        "--gosling.nest.server=" + Fixtures.SERVER.host(),
                        "--gosling.nest.project-id=" + NEST_PROJECT,
                        "--gosling.api.webhook-max-body=" + WEBHOOK_MAX + "B");
        var queue = context.getBean(SqsQueue.class);
        var subscriptions = List.of(
                queue.listen(QueueName.HIGH, received::add, 10), queue.listen(QueueName.DEFAULT, received::add, 10));
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                subscriptions.forEach(SqsQueue.Subscription::close);
            }
        });
        var base = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
        anonymous = new ApiClient(base, "");
        admin = new ApiClient(base, secret("local://gosling/admin-token"));
        // Its row is written a moment after the secret.
        Awaitility.await("the admin token")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> admin.get("/eggs").status() == 200);
    }

    /** The one. */
    public static RunningApi get() {
        return INSTANCE;
    }

    /** A caller with the first admin token. */
    public ApiClient admin() {
        return admin;
    }

    /** A caller without a credential. */
    public ApiClient anonymous() {
        return anonymous;
    }

    /** The real store. */
    public Storage storage() {
        return context.getBean(Storage.class);
    }

    /** The real keystore. */
    public Secrets secrets() {
        return context.getBean(Secrets.class);
    }

    /** GitLab's stand-in. */
    public StubGitLab gitlab() {
        return context.getBean(StubGitLab.class);
    }

    /** A bean of the program. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Everything that has arrived on the queues so far. */
    public List<Command> received() {
        return List.copyOf(received);
    }

    /** How often {@code command} has arrived so far. */
    public long times(Command command) {
        return received.stream().filter(command::equals).count();
    }

    /** Waits until {@code command} has arrived. */
    public void awaitCommand(Command command) {
        Awaitility.await("command " + command)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> received.contains(command));
    }

    /** The secret behind {@code uri}, which the program may be about to make. */
    public String secret(String uri) {
        return Objects.requireNonNull(Awaitility.await("secret " + uri)
                .pollInSameThread()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> secrets()
                                .find(SecretUri.of(uri))
                                .map(value -> value.reveal())
                                .orElse(""),
                        text -> !text.isEmpty()));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "api-data-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is not real here. */
    @Configuration(proxyBeanMethods = false)
    static class TestBeans {

        @Bean
        StubGitLab gitlab() {
            return new StubGitLab();
        }
    }
}
