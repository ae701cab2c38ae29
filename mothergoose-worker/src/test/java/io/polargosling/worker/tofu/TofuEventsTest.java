package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TofuEventsTest {

    private static final String RESOURCE = """
            {"addr":"module.runners.terraform_data.runner[\\"abc123def456\\"]","module":"module.runners",\
            "resource_type":"terraform_data","resource_name":"runner","resource_key":"abc123def456"}""";
    private static final RunnerId RUNNER = RunnerId.of("abc123def456");

    @TempDir
    private Path folder;

    @Test
    void read_noFile_holdsNothing() throws IOException {
        var events = TofuEvents.read(folder.resolve("missing"));

        assertThat(events.planned()).isEmpty();
        assertThat(events.isFinished()).isFalse();
    }

    @Test
    void read_plan_tellsWhatIsToChange() throws IOException {
        var events = read("{\"type\":\"planned_change\",\"change\":{\"resource\":" + RESOURCE
                + ",\"action\":\"create\"}}\n" + "{\"type\":\"change_summary\",\"changes\":{\"add\":1}}\n");

        assertThat(events.planned()).containsExactly(Map.entry(RUNNER, "create"));
        assertThat(events.unexpected()).isEmpty();
        assertThat(events.isFinished()).isTrue();
    }

    @Test
    void read_changeOfSomethingElse_isUnexpected() throws IOException {
        var events = read(
                "{\"type\":\"planned_change\",\"change\":{\"resource\":{\"addr\":\"null_resource.x\",\"module\":\"\","
                        + "\"resource_type\":\"null_resource\",\"resource_key\":null},\"action\":\"create\"}}\n");

        assertThat(events.unexpected()).containsExactly("null_resource.x");
    }

    @Test
    void read_machineOfACloud_isKnownByItsId() throws IOException {
        var events = read(planned("aws_instance", "runner", "create")
                + planned("terraform_data", "address", "create")
                + completed("aws_instance", "runner", "i-0abc"));
        assertThat(events.planned()).containsExactly(Map.entry(RUNNER, "create"));
        assertThat(events.completed()).as("what lies beside it can wait").containsExactly(Map.entry(RUNNER, "create"));

        events = read(planned("aws_instance", "runner", "create")
                + planned("terraform_data", "address", "create")
                + completed("aws_instance", "runner", "i-0abc")
                + completed("terraform_data", "address", "7d73855c"));

        assertThat(events.completed()).containsExactly(Map.entry(RUNNER, "create"));
        assertThat(events.cloudId(RUNNER)).contains("i-0abc");
    }

    @Test
    void read_machineLacksWhatLiesBesideIt_isNoChangeOfTheRunner() throws IOException {
        var events = read(planned("terraform_data", "address", "create"));

        assertThat(events.planned()).isEmpty();
        assertThat(events.unexpected()).isEmpty();
        assertThat(events.hasSharedChange()).isTrue();
    }

    @Test
    void read_machineGoes_isGoneOnlyWithWhatLiesBesideIt() throws IOException {
        var plan = planned("aws_instance", "runner", "delete") + planned("terraform_data", "address", "delete");
        var address = completed("terraform_data", "address", "7d73855c").replace("create", "delete");

        assertThat(read(plan).planned()).containsExactly(Map.entry(RUNNER, "delete"));
        assertThat(read(plan + address).completed()).isEmpty();
    }

    @Test
    void read_processOfThisHost_hasNoIdOfACloud() throws IOException {
        var events = read(completed("terraform_data", "runner", "7d73855c"));

        assertThat(events.completed()).containsKey(RUNNER);
        assertThat(events.cloudId(RUNNER)).isEmpty();
    }

    @Test
    void read_changeOfWhatIsShared_isAllowedUnlessItIsMadeAnew() throws IOException {
        var shared =
                read(shared("aws_iam_role", "runner", "create") + shared("yandex_logging_group", "runner", "delete"));
        assertThat(shared.unexpected()).isEmpty();
        assertThat(shared.hasSharedChange()).isTrue();

        var others = read(shared("aws_iam_role", "runner", "replace") + shared("aws_s3_bucket", "runner", "create"));
        assertThat(others.unexpected()).hasSize(2);
    }

    @Test
    void read_errorOfOneRunner_isThatRunners() throws IOException {
        var events = read("{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"Quota\","
                + "\"detail\":\"full\",\"address\":\"module.runners.aws_instance.runner[\\\"abc123def456\\\"]\"}}\n"
                + "{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"All\","
                + "\"detail\":\"\"}}\n");

        assertThat(events.errored()).containsExactly(RUNNER);
        assertThat(events.errors())
                .containsExactly(
                        new TofuEvents.Diagnostic("Quota", "full", java.util.Optional.of(RUNNER)),
                        new TofuEvents.Diagnostic("All", "", java.util.Optional.empty()));
    }

    private static String planned(String type, String name, String action) {
        return "{\"type\":\"planned_change\",\"change\":{\"resource\":" + resource(type, name, "\"" + RUNNER + "\"")
                + ",\"action\":\"" + action + "\"}}\n";
    }

    private static String shared(String type, String name, String action) {
        return "{\"type\":\"planned_change\",\"change\":{\"resource\":" + resource(type, name, "0") + ",\"action\":\""
                + action + "\"}}\n";
    }

    private static String completed(String type, String name, String id) {
        return "{\"type\":\"apply_complete\",\"hook\":{\"resource\":" + resource(type, name, "\"" + RUNNER + "\"")
                + ",\"action\":\"create\",\"id_key\":\"id\",\"id_value\":\"" + id + "\"}}\n";
    }

    private static String resource(String type, String name, String key) {
        return "{\"addr\":\"module.runners." + type + "." + name + "[" + key.replace("\"", "\\\"")
                + "]\",\"module\":\"module.runners\",\"resource_type\":\"" + type + "\",\"resource_name\":\"" + name
                + "\",\"resource_key\":" + key + "}";
    }

    @Test
    void read_noopAndRead_areNoChanges() throws IOException {
        var events = read("{\"type\":\"planned_change\",\"change\":{\"resource\":" + RESOURCE
                + ",\"action\":\"noop\"}}\n" + "{\"type\":\"planned_change\",\"change\":{\"resource\":" + RESOURCE
                + ",\"action\":\"read\"}}\n");

        assertThat(events.planned()).isEmpty();
    }

    @Test
    void read_apply_tellsWhatSucceededAndWhatFailed() throws IOException {
        var events = read(
                "{\"type\":\"apply_complete\",\"hook\":{\"resource\":" + RESOURCE + ",\"action\":\"delete\"}}\n"
                        + "{\"type\":\"apply_errored\",\"hook\":{\"resource\":"
                        + RESOURCE.replace("abc123def456", "zzz123def456") + ",\"action\":\"create\"}}\n"
                        + "{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"broken\",\"detail\":\"so\"}}\n");

        assertThat(events.completed()).containsExactly(Map.entry(RUNNER, "delete"));
        assertThat(events.errored()).containsExactly(RunnerId.of("zzz123def456"));
        assertThat(events.error()).contains("broken: so");
    }

    @Test
    void read_lastLineCutOff_keepsTheOthers() throws IOException {
        var events = read("{\"type\":\"apply_complete\",\"hook\":{\"resource\":" + RESOURCE
                + ",\"action\":\"create\"}}\n" + "{\"type\":\"change_summ");

        assertThat(events.completed()).containsKey(RUNNER);
        assertThat(events.isFinished()).isFalse();
    }

    @Test
    void read_lineAboveTheLimit_isPassedOver() throws IOException {
        var events = read("{\"type\":\"x\",\"pad\":\"" + "a".repeat(2 << 20) + "\"}\n"
                + "{\"type\":\"change_summary\",\"changes\":{}}\n");

        assertThat(events.isFinished()).isTrue();
    }

    @Property(tries = 300)
    void read_anyBytes_neverThrows(@ForAll byte[] bytes) throws IOException {
        var file = Files.createTempFile("events", ".jsonl");
        try {
            Files.write(file, bytes);
            assertThat(TofuEvents.read(file).planned()).isEmpty();
        } finally {
            Files.delete(file);
        }
    }

    private TofuEvents read(String text) throws IOException {
        return TofuEvents.read(Files.writeString(folder.resolve("out.jsonl"), text));
    }
}
