package io.polargosling.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The one ElasticMQ of this test JVM, started as a program without configuration starts it; tests take queues of their
 * own on it.
 */
final class EmbeddedQueue {

    private static final ConfigurableApplicationContext PROGRAM = start();

    private EmbeddedQueue() {}

    static ConfigurableApplicationContext program() {
        return PROGRAM;
    }

    static SqsAsyncClient client() {
        return PROGRAM.getBean(SqsQueue.class).client();
    }

    /** Where it listens. */
    static URI endpoint() {
        return client().serviceClientConfiguration().endpointOverride().orElseThrow();
    }

    /** Options with a prefix that nobody else uses, and retries without a wait. */
    static SqsQueue.Options options(Duration visibility, int maxReceives) {
        return new SqsQueue.Options(
                "t" + UUID.randomUUID() + "-", visibility, maxReceives, Duration.ofSeconds(1), Duration.ZERO);
    }

    private static ConfigurableApplicationContext start() {
        try {
            Path folder = Files.createTempDirectory("queue");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
            return run(Program.class, "--gosling.data=" + folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code program}; one after the other, since starting sets up the log of the whole process. */
    static synchronized ConfigurableApplicationContext run(Class<?> program, String... arguments) {
        var application = new SpringApplication(program);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Program {}
}
