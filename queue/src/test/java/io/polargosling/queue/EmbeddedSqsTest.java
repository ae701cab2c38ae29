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
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

// Each starts processes of its own.
@Execution(ExecutionMode.SAME_THREAD)
class EmbeddedSqsTest {

    private static final int COMMANDS = 500;
    private static final Duration QUIET = Duration.ofSeconds(15);
    // With an end of its own, since the last line of a killed process may be cut.
    private static final Pattern EGG = Pattern.compile("egg-\\d+-e");
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
    @Timeout(120)
    void process_killedWhenItHasSent_hasLostNoCommand(@TempDir Path folder) throws Exception {
        useSpaceAgainAtOnce(folder);

        var acknowledged = untilKilled(child(folder, "send"), eggs -> eggs.size() >= COMMANDS);
        var received = untilKilled(child(folder, "receive"), eggs -> eggs.containsAll(acknowledged));

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(COMMANDS);
        assertThat(received).containsAll(acknowledged);
    }

    // As in a file that has been in use for longer than a test can last; H2 keeps the setting in the file.
    private static void useSpaceAgainAtOnce(Path folder) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        H2File.of(folder.resolve("queue")).url());
                var statement = connection.createStatement()) {
            statement.execute("SET RETENTION_TIME 0");
        }
    }

    @Test
    @Timeout(120)
    void start_fileInUse_saysSo(@TempDir Path folder) throws Exception {
        var url = H2File.of(folder.resolve("queue")).url();
        try (var _ = DriverManager.getConnection(url)) {
            assertThat(said(child(folder, "send"))).contains("another process has it");
        }
    }

    @Test
    @Timeout(120)
    void close_queueOfThisProcess_freesItsFile(@TempDir Path folder) throws Exception {
        assertThat(said(child(folder, "close"))).endsWith("closed\n");
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

    /** The eggs the child names until it is killed, which happens once they are {@code enough} or it has no more. */
    private static Set<String> untilKilled(Process child, Predicate<Set<String>> enough) throws Exception {
        var eggs = new HashSet<String>();
        try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null && !"end".equals(line); line = lines.readLine()) {
                // Log lines come in between.
                if (EGG.matcher(line).matches() && eggs.add(line) && enough.test(eggs)) {
                    // Through the handle: Process.destroyForcibly() would close the stream with what was said last.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            int _ = child.destroyForcibly().waitFor();
        }
        return eggs;
    }

    /** All that the child says until it ends or says {@code end}. */
    private static String said(Process child) throws Exception {
        var said = new StringBuilder();
        try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null && !"end".equals(line); line = lines.readLine()) {
                said.append(line).append('\n');
            }
        } finally {
            int _ = child.destroyForcibly().waitFor();
        }
        return said.toString();
    }

    /** A process with an embedded queue that sends for ever, receives until no more comes, or closes the queue. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            var folder = Path.of(args[0]);
            var queue = SqsQueue.startEmbedded(folder, OPTIONS);
            switch (args[1]) {
                case "send" -> send(queue);
                case "receive" -> receive(queue);
                default -> {
                    queue.send(new Command.EvaluatePolicies());
                    queue.close();
                    H2File.of(folder.resolve("queue")).recover();
                    System.out.println("closed");
                }
            }
            System.out.println("end");
            // Until we are killed.
            Thread.currentThread().join();
        }

        private static void receive(SqsQueue queue) {
            var last = new AtomicLong(System.nanoTime());
            queue.listen(
                    QueueName.HIGH,
                    command -> {
                        System.out.println(
                                ((Command.ReconcileEgg) command).egg().value());
                        last.set(System.nanoTime());
                    },
                    16);
            await().forever().until(() -> System.nanoTime() - last.get() > QUIET.toNanos());
        }

        // One after the other: it is the very last commit that a quick recovery misses.
        private static void send(SqsQueue queue) {
            for (int number = 0; ; number++) {
                var egg = "egg-" + number + "-e";
                queue.send(new Command.ReconcileEgg(EggName.of(egg)));
                System.out.println(egg);
            }
        }
    }
}
