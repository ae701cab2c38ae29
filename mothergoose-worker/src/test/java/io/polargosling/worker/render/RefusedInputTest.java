package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.worker.compute.ModuleWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Input that no runner can be made from is refused by the checks of the rendered module before a provider is called. By
 * default a few of the cases are tried, since each is a run of OpenTofu; the nightly run tries all.
 */
class RefusedInputTest {

    /** Each so many cases one is tried. */
    private static final int STEP = Integer.getInteger("gosling.render.refused-step", 12);

    private static final CloudFacts FACTS = CloudSamples.facts();

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    /**
     * A wrong input.
     *
     * @param on the runner that is made wrong
     * @param says what the refusal must hold: the value, or what was expected
     */
    record Wrong(String on, Consumer<ObjectNode> made, String says) {}

    private static Wrong wrong(String on, String name, Object value, String says) {
        return new Wrong(on, instance -> instance.putPOJO(name, value), says);
    }

    private static Wrong label(String on, String name, String value, String says) {
        return new Wrong(on, instance -> instance.withObject("/labels").put(name, value), says);
    }

    private static final List<Wrong> MACHINE = List.of(
            wrong("aws", "kind", "container", "of kind vm only, got [\"container\""),
            wrong("aws", "cpu", 0, "1 to 128 whole cores"),
            wrong("aws", "cpu", 1.5, "[1.5]"),
            wrong("aws", "memory_mb", 64, "128 to 524288 whole megabytes"),
            wrong("aws", "disk_gb", 4, "8 to 16384"),
            wrong("yandex", "disk_gb", 9000, "8 to 8192"),
            wrong("aws", "region", "frankfurt", "\"frankfurt\""),
            wrong("yandex", "region", "ru", "\"ru\""),
            wrong("aws", "subnet_id", "subnet-x", "\"subnet-x\""),
            wrong("yandex", "subnet_id", "default", "\"default\""),
            wrong("aws", "security_group_ids", List.of("sg-x"), "sg-x"),
            wrong("yandex", "security_group_ids", List.of("a", "b", "c", "d", "e", "f"), "at most 5"),
            wrong("aws", "identity", "a b", "\"a b\""),
            wrong("aws", "image", "debian", "[\"debian\"]"),
            wrong("aws", "user_data", "#!/bin/sh", "begins with #cloud-config"),
            wrong("aws", "user_data", "#cloud-config\n" + "x".repeat(16_384), "at most 16384 bytes"),
            wrong("aws", "enrolment_token", "x".repeat(20), "enrolment_token is set"),
            wrong("aws", "lifetime_seconds", 5, "60 to 31536000"),
            wrong("aws", "rift_server", "-x", "\"-x\""),
            wrong("aws", "environment", Map.of("GOSLING_X", "1"), "GOSLING_X"),
            label("aws", "gosling-egg", "other", "the egg's slug"),
            label("aws", "gosling-runner", "other", "the runner's id"),
            label("aws", "gosling-expires", "soon", "10 digits"),
            label("aws", "gosling-nest", "A:B", "at most 63"),
            label("aws", "Name", "x", "keys gosling-*"),
            new Wrong("aws", each -> each.withObject("/labels").remove("gosling-managed"), "at most 16 in all"));

    private static final List<Wrong> CONTAINER = List.of(
            wrong("aws", "cpu", 17, "at most 16 cores and 120 GB"),
            wrong("yandex", "cpu", 5, "at most 4 cores and 8192 MB"),
            wrong("yandex", "memory_mb", 8193, "at most 4 cores and 8192 MB"),
            wrong("aws", "disk_gb", 20, "21 to 200"),
            wrong("yandex", "disk_gb", 11, "1 to 10"),
            wrong("yandex", "preemptible", true, "preemptible is true"),
            wrong("aws", "image", "docker.io/x:latest", "docker.io/x:latest"),
            wrong("yandex", "image", "docker.io/x:latest", "docker.io/x:latest"),
            wrong("aws", "user_data", "#cloud-config\n", "user_data is set"),
            wrong("aws", "enrolment_token", "short", "16 to 512 printable characters"),
            wrong("aws", "api_url", "http://x", "https:// and a host"),
            wrong("aws", "lifetime_seconds", 3601, "60 to 3600"),
            wrong("aws", "identity", "arn:aws:s3:::x", "arn:aws:s3:::x"),
            wrong("yandex", "security_group_ids", List.of("enp0000000000000000a"), "enp0000000000000000a"),
            wrong("yandex", "environment", Map.of("A1", "x".repeat(5000)), "at most 4096 bytes"),
            wrong("yandex", "environment", Map.of("YC_X", "1"), "YC_X"));

    @Test
    void machines_ofAllWrongInputs_areRefusedBeforeAnyCall() {
        assertRefused(RunnerKind.VM, MACHINE);
    }

    @Test
    void containers_ofAllWrongInputs_areRefusedBeforeAnyCall() {
        assertRefused(RunnerKind.SERVERLESS, CONTAINER);
    }

    @Test
    void root_ofVariantsAndZonesThatDoNotFit_refusesThem() {
        var all = List.of(
                wrong("aws", "variant", "aws-lambda", "\"aws-lambda\""),
                wrong("yandex", "zone", "eu-central-1a", "each in its region"));

        assertRefused(RunnerKind.VM, all);
        assertThat(MACHINE.size() + CONTAINER.size() + all.size()).isGreaterThanOrEqualTo(40);
    }

    private void assertRefused(RunnerKind kind, List<Wrong> wrongs) {
        var tried = IntStream.iterate(0, i -> i < wrongs.size(), i -> i + STEP)
                .mapToObj(wrongs::get)
                .collect(Collectors.groupingBy(Wrong::on));
        tried.forEach((place, wrong) -> assertRefused(kind, place, wrong));
    }

    /** A workspace of one variant, of which nothing is to be looked up: so no provider has a reason to be called. */
    private void assertRefused(RunnerKind kind, String place, List<Wrong> wrongs) {
        boolean aws = place.equals("aws");
        boolean machine = kind == RunnerKind.VM;
        var at = CloudSamples.withSubnet(
                aws ? CloudSamples.aws() : CloudSamples.yandex(),
                aws ? "subnet-0123456789abcdef0" : "e9b0000000000000000a");
        var placement = CloudSamples.withImage(
                at,
                machine
                        ? (aws ? "ami-0123456789abcdef0" : "fd80000000000000000a")
                        : (aws ? CloudSamples.ECR : CloudSamples.YANDEX_IMAGE));
        var egg = CloudSamples.egg("web", Optional.of(kind), placement);
        var runner = CloudSamples.runner(runnerIn(place), egg, kind, placement);
        var workspace = RenderedWorkspace.in(folder.resolve(place))
                .wants(
                        Optional.of(CloudFleet.of(FACTS).shared(egg.name(), List.of(egg))),
                        CloudSamples.variants(Map.of(runner.id(), CloudSamples.fresh(FACTS, runner, egg))))
                .initialised();
        var variables = workspace.variables();
        for (var wrong : wrongs) {
            workspace.variables(withWrong(variables, wrong));

            var outcome = workspace.plan();

            assertThat(outcome.exit()).as(wrong.says()).isEqualTo(1);
            assertThat(oneLine(outcome.said())).contains("Invalid value for variable", wrong.says());
        }
        assertThat(workspace.cloud().calls()).isEmpty();
    }

    private static String runnerIn(String place) {
        return "%-12s".formatted(place).replace(' ', '0');
    }

    private static String withWrong(String variables, Wrong wrong) {
        var tree = JsonMapper.shared().readTree(variables);
        wrong.made().accept((ObjectNode) tree.path("worker_instances").path(runnerIn(wrong.on())));
        return JsonMapper.shared().writeValueAsString(tree);
    }

    /** OpenTofu breaks its texts into lines with a bar before each. */
    private static String oneLine(String said) {
        return Stream.of(said.split("\n"))
                .map(line -> line.replaceFirst("^[│╷╵|]? ?", ""))
                .collect(Collectors.joining(" "))
                .replaceAll(" +", " ");
    }
}
