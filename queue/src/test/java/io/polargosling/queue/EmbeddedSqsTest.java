package io.polargosling.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.embedded.H2File;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class EmbeddedSqsTest {

    private static final int COMMANDS = 500;
    private static final SqsQueue.Options OPTIONS =
            new SqsQueue.Options("kill-", Duration.ofSeconds(30), 5, Duration.ofSeconds(1), Duration.ofSeconds(5));

    @Test
    void start_secondInThisJvm_isRefused(@TempDir Path folder) {
        assertThat(EmbeddedQueue.client()).isNotNull();

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> SqsQueue.startEmbedded(folder, OPTIONS))
                .withMessageContaining("one per JVM");
    }

    @Test
    void createMissing_again_bringsTheLimitsUpToDate() {
        var first = EmbeddedQueue.options(Duration.ofSeconds(30), 5);
        SqsQueue.open(EmbeddedQueue.client(), first).createMissing();
        var second =
                new SqsQueue.Options(first.prefix(), Duration.ofSeconds(60), 7, first.pollWait(), first.firstRetry());
        var queues = new Queues(EmbeddedQueue.client(), second);

        queues.createMissing();

        var attributes = EmbeddedQueue.client()
                .getQueueAttributes(
                        r -> r.queueUrl(queues.url(queues.name(QueueName.HIGH))).attributeNames(QueueAttributeName.ALL))
                .join()
                .attributes();
        assertThat(attributes).containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "60");
        assertThat(attributes.get(QueueAttributeName.REDRIVE_POLICY))
                .contains("\"maxReceiveCount\":7")
                .contains(first.prefix() + "high-dlq");
    }

    @Test
    void check_nobodyAnswers_isUnavailable() {
        try (var client = SqsAsyncClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            var queue = SqsQueue.open(client, OPTIONS);

            assertThatExceptionOfType(UnavailableException.class).isThrownBy(queue::check);
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> queue.send(new Command.EvaluatePolicies()));
        }
    }

    @Test
    void send_queueMissing_saysSo() {
        var queue = SqsQueue.open(EmbeddedQueue.client(), EmbeddedQueue.options(Duration.ofSeconds(30), 5));

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> queue.send(new Command.EvaluatePolicies()))
                .withMessageContaining("does not exist");
    }

    @Test
    void process_killedAfterItSent_hasLostNoCommand(@TempDir Path folder) throws Exception {
        var sender = child(folder, "send");
        assertThat(answer(sender)).isEqualTo("sent " + COMMANDS);
        sender.destroyForcibly().waitFor();

        var receiver = child(folder, "receive");
        try {
            assertThat(answer(receiver)).isEqualTo("received " + COMMANDS);
        } finally {
            receiver.destroyForcibly().waitFor();
        }
    }

    @Test
    @Timeout(60)
    void start_fileInUse_saysSo(@TempDir Path folder) throws Exception {
        var url = H2File.of(folder.resolve("queue")).url();
        try (var _ = DriverManager.getConnection(url)) {
            var starter = child(folder, "send");
            try {
                assertThat(answer(starter)).startsWith("died: ").contains("another process has it");
            } finally {
                starter.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    @Timeout(60)
    void close_queueOfThisProcess_freesItsFile(@TempDir Path folder) throws Exception {
        var closer = child(folder, "close");
        try {
            assertThat(answer(closer)).isEqualTo("sent and closed");
            H2File.of(folder.resolve("queue")).recover();
        } finally {
            closer.destroyForcibly().waitFor();
        }
    }

    private static Process child(Path folder, String task) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        task)
                .redirectErrorStream(true)
                .start();
    }

    // The last line of what it says, for its log comes before; the process itself goes on.
    private static String answer(Process child) throws IOException {
        var log = new ArrayList<String>();
        var reader = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("sent ") || line.startsWith("received ")) {
                return line;
            }
            log.add(line);
        }
        return "died: " + String.join("\n", log);
    }

    /** A process with an embedded queue that sends all commands, receives until it has all, or closes the queue. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            var queue = SqsQueue.startEmbedded(Path.of(args[0]), OPTIONS);
            switch (args[1]) {
                case "send" -> send(queue);
                case "close" -> {
                    queue.send(new Command.EvaluatePolicies());
                    queue.close();
                    System.out.println("sent and closed");
                }
                default -> receive(queue);
            }
            // Until we are killed.
            Thread.currentThread().join();
        }

        private static void receive(SqsQueue queue) {
            var received = ConcurrentHashMap.<Command>newKeySet();
            queue.listen(QueueName.HIGH, received::add, 16);
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> received.size() >= COMMANDS);
            } catch (ConditionTimeoutException e) {
                System.out.println("gave up");
            }
            System.out.println("received " + received.size());
        }

        private static void send(SqsQueue queue) throws Exception {
            var sent = new ArrayList<Future<?>>();
            try (var threads = Executors.newFixedThreadPool(16)) {
                for (int i = 0; i < COMMANDS; i++) {
                    var egg = EggName.of("egg" + i);
                    sent.add(threads.submit(() -> queue.send(new Command.ReconcileEgg(egg))));
                }
                for (var one : sent) {
                    one.get();
                }
            }
            System.out.println("sent " + sent.size());
        }
    }
}
