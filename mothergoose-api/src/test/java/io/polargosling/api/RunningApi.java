package io.polargosling.api;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
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
    private final Path folder;
    private final URI base;
    private final ApiClient admin;
    private final ApiClient anonymous;

    private RunningApi() {
        folder = temporaryFolder();
        context = new SpringApplicationBuilder(MotherGooseApi.class, TestBeans.class)
                .initializers(fresh -> fresh.addBeanFactoryPostProcessor(RunningApi::putFaultsBeforeTheQueue))
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--gosling.data=" + folder,
                        "--gosling.nest.server=" + Fixtures.SERVER.host(),
                        "--gosling.nest.project-id=" + NEST_PROJECT,
                        // So that a test can come from an address of its own.
                        "--gosling.api.trusted-proxies=127.0.0.1,0:0:0:0:0:0:0:1",
                        "--gosling.api.webhook-max-body=" + WEBHOOK_MAX + "B");
        var queue = context.getBean(SqsQueue.class);
        var subscriptions = List.of(
                queue.listen(QueueName.HIGH, received::add, 10),
                queue.listen(QueueName.DEFAULT, received::add, 10),
                queue.listen(QueueName.LOW, received::add, 10));
        context.addApplicationListener(event -> {
            if (event instanceof ContextClosedEvent) {
                subscriptions.forEach(SqsQueue.Subscription::close);
            }
        });
        base = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
        anonymous = new ApiClient(base, "");
        admin = new ApiClient(base, adminToken());
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

    /** Lets the queue or the deliveries fail. */
    public Faults faults() {
        return context.getBean(Faults.class);
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

    /** Where it writes. */
    public Path folder() {
        return folder;
    }

    /** Where it listens. */
    public URI base() {
        return base;
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

    /** Late: the real queue comes by itself only where there is no other. */
    private static void putFaultsBeforeTheQueue(ConfigurableListableBeanFactory beans) {
        var definition = BeanDefinitionBuilder.genericBeanDefinition(
                        CommandQueue.class, () -> beans.getBean(Faults.class).on(beans.getBean(SqsQueue.class)))
                .setPrimary(true)
                .getBeanDefinition();
        ((BeanDefinitionRegistry) beans).registerBeanDefinition("faultyQueue", definition);
    }

    /** The first admin token, whose row is written a moment after the secret. */
    private String adminToken() {
        String token = secret("local://gosling/admin-token");
        Awaitility.await("the row of the admin token")
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> storage().tokens().findByHash(TokenHash.of(token)).isPresent());
        return token;
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

        @Bean
        static Faults faults() {
            return new Faults();
        }

        @Bean
        static BeanPostProcessor faultyStorage(ObjectProvider<Faults> faults) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof Storage storage ? faults.getObject().on(storage) : bean;
                }
            };
        }
    }
}
