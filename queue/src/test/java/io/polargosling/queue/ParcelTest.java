package io.polargosling.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParcelTest {

    private static final int KB = 1024;

    private static List<Parcel.Text> texts(int count, int triggerLength) {
        return IntStream.range(0, count)
                .mapToObj(place -> new Parcel.Text(
                        place, CommandCodec.encode(Command.SyncNest.because("t".repeat(triggerLength)), Instant.EPOCH)))
                .toList();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "200,1,1", "201,1,2", "450,1,3", "30,5000,3", "2,65000,2", "25,30000,13"})
    void packed_anySizes_areWithinTheLimitsAndAsFewAsCanBe(int count, int triggerLength, int messages) {
        var parcels = Parcel.packed(texts(count, triggerLength));

        assertThat(parcels).hasSize(messages).allSatisfy(parcel -> {
            assertThat(bytes(parcel.body())).isLessThanOrEqualTo(64 * KB);
            assertThat(parcel.places()).hasSizeLessThanOrEqualTo(200);
        });
        assertThat(parcels.stream().flatMap(parcel -> parcel.places().stream()))
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        for (var request : Parcel.requests(parcels)) {
            assertThat(request).hasSizeLessThanOrEqualTo(10);
            assertThat(request.stream().mapToInt(parcel -> bytes(parcel.body())).sum())
                    .isLessThanOrEqualTo(200 * KB);
        }
    }

    @Test
    void packed_several_isABatchOfThemAndOneIsItself() {
        var texts = texts(3, 1);

        var batch = Parcel.packed(texts).getFirst().body();
        var single = Parcel.packed(texts.subList(0, 1)).getFirst().body();

        assertThat(batch).startsWith("{\"v\":1,\"type\":\"Batch\",\"items\":[{\"v\":1,");
        assertThat(CommandCodec.decode(batch))
                .isInstanceOfSatisfying(
                        CommandCodec.Batch.class,
                        decoded -> assertThat(decoded.items())
                                .extracting(CommandCodec.Item::text)
                                .containsExactlyElementsOf(
                                        texts.stream().map(Parcel.Text::text).toList()));
        assertThat(single).isEqualTo(texts.getFirst().text());
    }

    @Test
    void requests_elevenSmallMessages_areTwo() {
        var parcels = texts(11, 1).stream().map(text -> Parcel.single(text, 0)).toList();

        assertThat(Parcel.requests(parcels)).extracting(List::size).containsExactly(10, 1);
        assertThat(Parcel.requests(List.of())).isEmpty();
    }

    // ElasticMQ takes 1 MiB, so nothing but this tells when we send more than SQS and its like take.
    @Test
    void sendAll_manyLongCommands_sendsNoMoreThanTheLimitsAtOnce() {
        var faults = new FaultyClient(EmbeddedQueue.client());
        var queue = SqsQueue.open(faults.client(), EmbeddedQueue.options(Duration.ofSeconds(30), 5));
        queue.createMissing();
        var commands = new ArrayList<Command>();
        for (int number = 0; number < 40; number++) {
            commands.add(Command.SyncNest.because("ü".repeat(4000)));
        }
        var tooLong = Command.SyncNest.because("x".repeat(70_000));
        commands.add(7, tooLong);

        var outcomes = queue.sendAll(commands);

        assertThat(outcomes.get(7))
                .isInstanceOfSatisfying(
                        SendOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("expected: at most 65536"));
        assertThat(outcomes)
                .hasSize(41)
                .filteredOn(new SendOutcome.Sent()::equals)
                .hasSize(40);
        assertThat(faults.sent()).hasSizeGreaterThan(3).allSatisfy(request -> {
            assertThat(request.entries())
                    .allSatisfy(entry -> assertThat(bytes(entry.messageBody())).isLessThanOrEqualTo(64 * KB));
            assertThat(request.entries().stream()
                            .mapToInt(entry -> bytes(entry.messageBody()))
                            .sum())
                    .isLessThanOrEqualTo(200 * KB);
        });
    }
}
