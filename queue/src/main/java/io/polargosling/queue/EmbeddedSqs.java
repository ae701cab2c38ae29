package io.polargosling.queue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.embedded.H2File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import scala.Function0;
import scalikejdbc.ConnectionPool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * ElasticMQ in this process, reachable from this machine only, with its messages in an H2 file of the data folder.
 * A message it has answered for survives the death of the process.
 */
final class EmbeddedSqs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedSqs.class);

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration READY = Duration.ofSeconds(60);
    private static final int PORT_TRIES = 5;

    // Its connection pool is static: a second server would silently use the first one's file, even after a stop.
    private static final AtomicBoolean USED = new AtomicBoolean();

    private final Function0<?> stop;
    private final SqsAsyncClient client;

    private EmbeddedSqs(Function0<?> stop, SqsAsyncClient client) {
        this.stop = stop;
        this.client = client;
    }

    static EmbeddedSqs start(Path dataFolder, SqsQueue.Options options) {
        var file = H2File.of(dataFolder.resolve("queue"));
        if (!USED.compareAndSet(false, true)) {
            throw new ConflictException("starting the embedded queue: this JVM has started one before (expected: one"
                    + " per JVM, since its storage is a singleton; share it, or start another process)");
        }
        quieten();
        try {
            Files.createDirectories(dataFolder);
        } catch (IOException e) {
            throw new UnavailableException("starting the embedded queue: the data folder cannot be written", e);
        }
        file.recover();
        var server = start(file, options, PORT_TRIES);
        try {
            server.awaitQueues(new Queues(server.client, options));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    SqsAsyncClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        stop.apply();
        // ElasticMQ leaves its connections open; H2 closes the file with the last of them.
        ConnectionPool.closeAll();
    }

    private static EmbeddedSqs start(H2File file, SqsQueue.Options options, int tries) {
        int port = freePort();
        try {
            long begin = System.nanoTime();
            var stop = new ElasticMQServer(new ElasticMQServerConfig(config(file, options, port))).start();
            var took = Duration.ofNanos(System.nanoTime() - begin);
            log.info("embedded queue started port={} took_ms={}", port, took.toMillis());
            return new EmbeddedSqs(stop, client(port));
        } catch (RuntimeException e) {
            // Someone else may have taken the port in between.
            if (tries > 1 && isBindFailure(e)) {
                return start(file, options, tries - 1);
            }
            throw new UnavailableException(
                    "starting the embedded queue: it did not start (expected: a data folder that no other process"
                            + " uses)",
                    e);
        }
    }

    private static boolean isBindFailure(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof java.net.BindException) {
                return true;
            }
        }
        return false;
    }

    // Restoring goes on after the start. A queue created meanwhile would make it fail, so ElasticMQ itself is told to
    // make the queues, and we wait for it.
    private void awaitQueues(Queues queues) {
        long end = System.nanoTime() + READY.toNanos();
        for (var queue : QueueName.values()) {
            while (!queues.exists(queues.name(queue)) || !queues.exists(queues.deadLetterName(queue))) {
                if (System.nanoTime() > end) {
                    throw new UnavailableException("starting the embedded queue: queue " + queues.name(queue)
                            + " did not come back within " + READY.toSeconds() + " s");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        queues.createMissing();
    }

    private static Config config(H2File file, SqsQueue.Options options, int port) {
        var queues = new HashMap<String, Object>();
        for (var queue : QueueName.values()) {
            String name = options.prefix() + queue.word();
            queues.put(name + "-dlq", Map.of());
            queues.put(
                    name,
                    Map.of(
                            "defaultVisibilityTimeout",
                            options.visibility().toSeconds() + " seconds",
                            "deadLettersQueue",
                            Map.of("name", name + "-dlq", "maxReceiveCount", options.maxReceives())));
        }
        var ours = Map.of(
                "node-address",
                Map.of("protocol", "http", "host", LOOPBACK, "port", port, "context-path", ""),
                "rest-sqs",
                Map.of("enabled", true, "bind-hostname", LOOPBACK, "bind-port", port, "sqs-limits", "strict"),
                "messages-storage",
                Map.of("enabled", true, "uri", file.url(), "username", "", "password", ""),
                "queues",
                queues);
        return ConfigFactory.parseMap(ours).withFallback(ConfigFactory.load());
    }

    private static SqsAsyncClient client(int port) {
        return SqsAsyncClient.builder()
                .endpointOverride(URI.create("http://" + LOOPBACK + ":" + port))
                .region(Region.of("elasticmq"))
                // It asks for none, the client insists on some.
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("embedded", "embedded")))
                .build();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UnavailableException("starting the embedded queue: no free port on " + LOOPBACK, e);
        }
    }

    // Its own configuration asks for DEBUG. A level that an operator has set stays.
    private static void quieten() {
        var logging = LoggingSystem.get(EmbeddedSqs.class.getClassLoader());
        for (var name : new String[] {"org.elasticmq", "org.apache.pekko", "scalikejdbc"}) {
            var configured = logging.getLoggerConfiguration(name);
            if (configured == null || configured.getConfiguredLevel() == null) {
                logging.setLogLevel(name, LogLevel.WARN);
            }
        }
    }
}
