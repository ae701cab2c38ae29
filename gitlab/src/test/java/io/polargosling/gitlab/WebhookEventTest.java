package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.polargosling.gitlab.WebhookEvent.Fact;
import io.polargosling.gitlab.WebhookEvent.Parsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookEventTest {

    private static final String URL = "https://git.orchard.test/orchard/tools/press";

    private static byte[] sample(String name) {
        try (var in = Objects.requireNonNull(WebhookEventTest.class.getResourceAsStream(name + ".json"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Parsed parse(String json) {
        return WebhookEvent.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Parsed press(Fact fact) {
        return new Parsed.Event(
                new WebhookEvent(
                        OptionalLong.of(815),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.of("orchard/tools/press"),
                        Optional.of(URL),
                        fact),
                true);
    }

    @Test
    void parse_job_hasItsIdAndStatus() {
        assertThat(WebhookEvent.parse(sample("job_pending"))).isEqualTo(press(new Fact.Job(90210, "pending")));
    }

    @Test
    void parse_push_hasRefAndCommit() {
        var push = new Fact.Push("refs/heads/main", "4444444444444444444444444444444444444444");

        assertThat(WebhookEvent.parse(sample("push"))).isEqualTo(press(push));
        assertThat(push.isDeletion()).isFalse();
    }

    @Test
    void parse_tagDeleted_saysSo() {
        assertThat(WebhookEvent.parse(sample("tag_push"))).isInstanceOfSatisfying(Parsed.Event.class, parsed -> {
            assertThat(parsed.event().projectId()).hasValue(816);
            assertThat(parsed.event().fact()).isInstanceOfSatisfying(Fact.TagPush.class, tag -> {
                assertThat(tag.ref()).isEqualTo("refs/tags/v0.9");
                assertThat(tag.isDeletion()).isTrue();
            });
        });
    }

    @Test
    void parse_mergeRequest_isOfTheTargetProject() {
        assertThat(WebhookEvent.parse(sample("merge_request")))
                .isEqualTo(press(
                        new Fact.MergeRequest("update", Optional.of("7777777777777777777777777777777777777777"))));
    }

    @Test
    void parse_pipeline_takesItsOwnStatus() {
        assertThat(WebhookEvent.parse(sample("pipeline"))).isEqualTo(press(new Fact.Pipeline(3141, "success")));
    }

    @Test
    void parse_eventOfAGroup_hasTheGroup() {
        assertThat(WebhookEvent.parse(sample("subgroup_create")))
                .isEqualTo(new Parsed.Event(
                        new WebhookEvent(
                                OptionalLong.empty(),
                                OptionalLong.of(77),
                                OptionalLong.of(70),
                                Optional.of("orchard/presses"),
                                Optional.empty(),
                                new Fact.GroupChange("subgroup_create")),
                        true));
    }

    @ParameterizedTest
    @CsvSource({"open,,true", "reopen,,true", "update,abc,true", "update,,false", "close,abc,false", "merge,,false"})
    void mergeRequest_action_mayBringJobs(String action, String oldRevision, boolean expected) {
        assertThat(new Fact.MergeRequest(action, Optional.ofNullable(oldRevision)).mayBringJobs())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "[1,2]", "\"text\"", "{\"object_kind\":\"push\",", "{\"a\"", "{'a':1}"})
    void parse_noJsonObject_isNotJson(String body) {
        assertThat(parse(body)).isEqualTo(new Parsed.NotJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"object_kind\":\"push\"}",
                "{\"project_id\":1}",
                "{\"object_kind\":\"push\",\"project_id\":\"1\"}",
                "{\"object_kind\":\"push\",\"project_id\":-1}",
                "{\"object_kind\":\"push\",\"project_id\":1.5}",
                "{\"object_kind\":\"push\",\"project_id\":99999999999999999999}",
                "{\"object_kind\":\"push\",\"commit\":{\"project_id\":1}}",
                "{\"object_kind\":\"push\",\"project\":{\"owner\":{\"id\":1}}}",
                "{\"object_kind\":7,\"project_id\":1}"
            })
    void parse_kindOrIdMissing_isNoIds(String body) {
        assertThat(parse(body)).isEqualTo(new Parsed.NoIds());
    }

    @Test
    void parse_brokenBehindTheIds_isAnEventThatIsNotWhole() {
        assertThat(parse("{\"object_kind\":\"push\",\"project_id\":5,\"commits\":[{"))
                .isInstanceOfSatisfying(Parsed.Event.class, parsed -> {
                    assertThat(parsed.whole()).isFalse();
                    assertThat(parsed.event().projectId()).hasValue(5);
                });
        assertThat(parse("{\"object_kind\":\"push\",\"project_id\":5} more"))
                .isInstanceOfSatisfying(
                        Parsed.Event.class, parsed -> assertThat(parsed.whole()).isFalse());
    }

    @Test
    void parse_knownKindWithoutItsFields_isAnotherEvent() {
        assertThat(parse("{\"object_kind\":\"build\",\"project_id\":5}"))
                .isInstanceOfSatisfying(
                        Parsed.Event.class,
                        parsed -> assertThat(parsed.event().fact()).isEqualTo(new Fact.Other("build")));
    }

    @Test
    void parse_pipelineOf20Megabytes_takesUnderASecondAndHoldsLittle() {
        byte[] body = pipeline(20 * 1024 * 1024);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadCpuTime();

        var parsed = WebhookEvent.parse(body);

        // Of this thread alone, so that a busy machine makes no difference.
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(1));
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(3L * body.length);
        assertThat(parsed).isInstanceOfSatisfying(Parsed.Event.class, event -> {
            assertThat(event.whole()).isTrue();
            assertThat(event.event().fact()).isEqualTo(new Fact.Pipeline(7, "pending"));
        });
    }

    private static byte[] pipeline(int length) {
        var text = new StringBuilder(length + 200);
        text.append("{\"object_kind\":\"pipeline\",\"object_attributes\":{\"id\":7,\"status\":\"pending\"},")
                .append("\"project\":{\"id\":5},\"builds\":[0");
        while (text.length() < length) {
            text.append(",{\"id\":1,\"stage\":\"test\",\"name\":\"a job\",\"runner\":null,\"user\":{\"id\":51}}");
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {49, 50})
    void parse_nested_isWholeUpToFiftyLevels(int levels) {
        String body =
                "{\"object_kind\":\"push\",\"project_id\":5,\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}";

        assertThat(parse(body))
                .isInstanceOfSatisfying(
                        Parsed.Event.class, parsed -> assertThat(parsed.whole()).isEqualTo(levels < 50));
    }

    @Property(tries = 300)
    void anyBytes_parsed_neverThrow(@ForAll byte[] bytes) {
        assertThat(WebhookEvent.parse(bytes)).isNotNull();
    }

    @Property(tries = 300)
    void anyCut_parsed_isNeverWhole(@ForAll int length) {
        byte[] body = sample("pipeline");
        // The sample ends with a line break, which may be missing.
        byte[] cut = Arrays.copyOf(body, Math.floorMod(length, body.length - 1));

        switch (WebhookEvent.parse(cut)) {
            case Parsed.Event parsed -> assertThat(parsed.whole()).isFalse();
            case Parsed.NotJson parsed -> assertThat(cut.length).isLessThan(body.length);
            case Parsed.NoIds parsed -> throw new AssertionError("a cut body taken for whole");
        }
    }
}
