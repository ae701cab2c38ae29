package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Executor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that user data brings, run by a shell. */
class MachineProgramsTest {

    private static final long BORN = 1_800_000_000;
    private static final long SOFT = Duration.ofHours(7).toSeconds();
    private static final long HARD = Duration.ofHours(30).toSeconds();
    private static final String OFF = "systemctl poweroff";

    @TempDir
    private Path folder = Path.of("");

    private FreshMachine machine(CloudInitInputs inputs) throws IOException {
        var machine = FreshMachine.of(folder, MachineInputs.text(inputs));
        machine.remote("gosling", MachineInputs.GOSLING);
        machine.remote("gitlab-runner", MachineInputs.AGENT);
        return machine;
    }

    private FreshMachine shellMachine() throws IOException {
        return machine(MachineInputs.yandex());
    }

    @Test
    void setup_freshMachine_installsWhatItVerifiedAndStartsGosling() throws Exception {
        var machine = shellMachine();
        machine.write("/home/gitlab-runner/.bash_logout", "clear_console");

        assertThat(machine.run("setup")).isEqualTo(new FreshMachine.Result(0, ""));

        assertThat(machine.path("/usr/local/bin/gosling")).isExecutable().hasBinaryContent(MachineInputs.GOSLING);
        assertThat(machine.path("/usr/local/bin/gitlab-runner")).isExecutable().hasBinaryContent(MachineInputs.AGENT);
        assertThat(machine.path("/home/gitlab-runner/.bash_logout")).doesNotExist();
        assertThat(machine.calls()).endsWith("systemctl enable --now gosling.service");
        assertThat(machine.calls()).noneMatch(call -> call.contains("docker") || call.startsWith("apt-get"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"apt-get", "dnf"})
    void setup_dockerExecutor_installsDockerAndGit(String installer) throws Exception {
        var machine = machine(MachineInputs.aws());
        machine.without("git");
        machine.without("apt-get");
        machine.standIn(installer, "");

        assertThat(machine.run("setup").status()).isZero();

        var installs = machine.calls().stream()
                .filter(call -> call.startsWith(installer + " "))
                .map(call -> call.substring(call.indexOf(" install ")))
                .toList();
        assertThat(installs).containsExactly(" install git", " install docker.io");
        assertThat(machine.calls()).endsWith("systemctl enable --now docker", "systemctl enable --now gosling.service");
    }

    @Test
    void setup_noPackageHasIt_saysSoAndStartsNothing() throws Exception {
        var machine = machine(MachineInputs.aws());
        machine.standIn("apt-get", "exit 100\n");

        var result = machine.run("setup");

        assertThat(result).isEqualTo(new FreshMachine.Result(1, "gosling-setup: no package gave dockerd\n"));
        assertThat(machine.calls()).noneMatch(call -> call.startsWith("systemctl"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gosling", "gitlab-runner"})
    void setup_wrongChecksum_neverRunsTheProgramAndSaysSo(String program) throws Exception {
        var machine = shellMachine();
        var ran = folder.resolve("ran");
        machine.remote(program, ("#!/bin/sh\ntouch " + ran + "\n").getBytes(StandardCharsets.UTF_8));

        var result = machine.run("setup");

        assertThat(result.status()).isOne();
        assertThat(result.output()).contains("gosling-setup: " + program + " has SHA-256 ", "nothing of it was run");
        assertThat(machine.read("/dev/console")).isEqualTo(result.output());
        assertThat(machine.calls()).allMatch(call -> call.startsWith("curl "));
        assertThat(machine.path("/usr/local/bin/" + program)).doesNotExist();
        assertThat(machine.path("/var/lib/gosling/" + program)).doesNotExist();
        assertThat(machine.path("/var/lib/gosling/" + program + ".part")).doesNotExist();
        assertThat(ran).doesNotExist();
    }

    @Test
    void setup_programCannotBeFetched_saysSo() throws Exception {
        var machine = shellMachine();
        machine.standIn("curl", "exit 28\n");

        var result = machine.run("setup");

        assertThat(result)
                .isEqualTo(new FreshMachine.Result(1, "gosling-setup: fetching gosling: curl ended with 28\n"));
        assertThat(machine.calls()).hasSize(1);
    }

    @Test
    void setup_secondRun_fetchesNothingAndChangesNothing() throws Exception {
        var machine = shellMachine();
        machine.run("setup");
        machine.forgetCalls();

        assertThat(machine.run("setup").status()).isZero();

        assertThat(machine.calls()).containsExactly("systemctl enable --now gosling.service");
        assertThat(machine.path("/usr/local/bin/gosling")).hasBinaryContent(MachineInputs.GOSLING);
    }

    @Test
    void setup_goslingIsAnArchive_isUnpacked() throws Exception {
        var made = Files.createDirectories(folder.resolve("made/gosling/bin"));
        Files.write(made.resolve("gosling"), MachineInputs.GOSLING);
        assertThat(made.resolve("gosling").toFile().setExecutable(true)).isTrue();
        var archive = folder.resolve("gosling.tar.gz");
        var tar = new ProcessBuilder(
                        "tar", "-C", folder.resolve("made").toString(), "-czf", archive.toString(), "gosling")
                .start();
        assertThat(tar.waitFor(20, TimeUnit.SECONDS)).isTrue();
        var machine = machine(MachineInputs.inputs(
                Files.readAllBytes(archive), Map.of(), Executor.SHELL, Optional.empty(), CloudProvider.AWS));
        machine.remote("gosling", Files.readAllBytes(archive));

        assertThat(machine.run("setup").status()).isZero();
        assertThat(machine.run("setup").status()).as("again").isZero();

        assertThat(machine.path("/usr/local/bin/gosling")).isExecutable().hasBinaryContent(MachineInputs.GOSLING);
        assertThat(machine.run("start").output()).startsWith("gosling runner --runner-id abc123def456");
    }

    @Test
    void start_becomesGosling_withWhatTheMachineIs() throws Exception {
        var machine = shellMachine();
        machine.run("setup");
        var etc = machine.path("/etc/gosling");
        var work = machine.path("/var/lib/gosling/work");

        assertThat(machine.run("start").output().strip())
                .isEqualTo("gosling runner --runner-id abc123def456 --egg-name web --mothergoose-url"
                        + " https://goose.example.org/api/ --enrolment-token-file " + etc + "/token --work-dir " + work
                        + " --agent " + machine.path("/usr/local/bin/gitlab-runner")
                        + " --agent-user gitlab-runner --drain-limit 555s");
    }

    @Test
    void lockMetadata_twice_addsEachRuleOnce() throws Exception {
        var machine = shellMachine();

        assertThat(machine.run("lock-metadata").status()).isZero();
        assertThat(machine.run("lock-metadata").status()).isZero();

        assertThat(machine.calls().stream().filter(call -> call.contains(" -I ")))
                .containsExactly(
                        "iptables -w -t raw -I PREROUTING -d 169.254.169.254 -j DROP",
                        "iptables -w -t filter -I OUTPUT -d 169.254.169.254 -m owner ! --uid-owner 0 -j REJECT");
    }

    @Test
    void lockMetadata_ruleIsNotTaken_failsSoThatGoslingIsNotStarted() throws Exception {
        var machine = shellMachine();
        machine.standIn("iptables", "exit 3\n");

        assertThat(machine.run("lock-metadata").status()).isEqualTo(3);
    }

    private static List<String> watched(FreshMachine machine, long age, long uptime) throws Exception {
        machine.forgetCalls();
        machine.now(BORN + age);
        machine.uptime(uptime);
        machine.run("watch");
        return machine.calls().stream()
                .filter(call -> call.contains("poweroff"))
                .toList();
    }

    /** As gosling leaves it. */
    private static void goslingSays(FreshMachine machine, String contact, int jobs) throws IOException {
        machine.write("/var/lib/gosling/work/contact", contact + "\n");
        machine.write("/var/lib/gosling/work/jobs", jobs + "\n");
    }

    @Test
    void watch_neverEnrolled_powersOffAfterHalfAnHour() throws Exception {
        var machine = shellMachine();

        assertThat(watched(machine, 0, 60)).isEmpty();
        assertThat(watched(machine, 1739, 1799)).isEmpty();
        assertThat(watched(machine, 1740, 1800)).containsExactly(OFF);
        assertThat(machine.read("/dev/console")).contains("no job and no contact for 1800 s, powering off");
    }

    @Test
    void watch_contactBeforeSilence_countsFromTheLastOne() throws Exception {
        var machine = shellMachine();
        watched(machine, 0, 60);
        goslingSays(machine, "1", 0);
        assertThat(watched(machine, 3540, 3600)).isEmpty();

        assertThat(watched(machine, 5339, 5399)).isEmpty();
        assertThat(watched(machine, 5340, 5400)).containsExactly(OFF);
    }

    @Test
    void watch_silentWithAJob_waitsForItsEnd() throws Exception {
        var machine = shellMachine();
        machine.runs("agent", true);
        goslingSays(machine, "1", 2);
        assertThat(watched(machine, 0, 60)).isEmpty();
        assertThat(watched(machine, 9000, 9060)).isEmpty();

        goslingSays(machine, "1", 0);
        assertThat(watched(machine, 9060, 9120)).containsExactly(OFF);
    }

    @Test
    void watch_goslingIsDeadAndItsWordOld_looksForJobsItself() throws Exception {
        var machine = shellMachine();
        goslingSays(machine, "1", 0);
        Files.setLastModifiedTime(
                machine.path("/var/lib/gosling/work/jobs"),
                FileTime.from(Instant.now().minus(Duration.ofMinutes(10))));
        machine.runs("agent", true);
        watched(machine, 0, 60);

        machine.runs("container", true);
        assertThat(watched(machine, 3600, 3660)).as("a container of a job").isEmpty();
        machine.runs("container", false);
        machine.runs("job", true);
        assertThat(watched(machine, 3660, 3720)).as("a process of a job").isEmpty();
        machine.runs("job", false);
        assertThat(watched(machine, 3720, 3780)).containsExactly(OFF);
    }

    @Test
    void watch_noAgent_hasNoJobWhateverWasSaidLast() throws Exception {
        var machine = shellMachine();
        goslingSays(machine, "1", 3);
        watched(machine, 0, 60);

        assertThat(watched(machine, 3600, 3660)).containsExactly(OFF);
    }

    @Test
    void watch_startedAgainAfterAStop_givesGoslingTime() throws Exception {
        var machine = shellMachine();
        goslingSays(machine, "1", 0);
        watched(machine, 0, 60);
        Files.delete(machine.path("/run/gosling/contact"));

        assertThat(watched(machine, 20_000, 60))
                .as("hours stopped are no silence")
                .isEmpty();
        assertThat(watched(machine, 21_740, 1800)).containsExactly(OFF);
    }

    @Test
    void watch_clockIsSetForward_isNoSilence() throws Exception {
        var machine = shellMachine();
        goslingSays(machine, "1", 0);
        watched(machine, 0, 60);

        assertThat(watched(machine, 7200, 120)).isEmpty();
    }

    @Test
    void watch_pastTheSoftAge_endsWithTheLastJob() throws Exception {
        var machine = shellMachine();
        machine.runs("agent", true);
        goslingSays(machine, "1", 1);
        assertThat(watched(machine, 0, 60)).isEmpty();
        goslingSays(machine, "2", 0);
        assertThat(watched(machine, SOFT - 1, SOFT)).isEmpty();

        goslingSays(machine, "3", 1);
        assertThat(watched(machine, SOFT + 60, SOFT + 120)).as("a job runs").isEmpty();
        goslingSays(machine, "4", 0);
        assertThat(watched(machine, SOFT + 120, SOFT + 180)).containsExactly(OFF);
    }

    @Test
    void watch_pastTheHardAge_endsInTheMiddleOfAJob() throws Exception {
        var machine = shellMachine();
        machine.runs("agent", true);
        goslingSays(machine, "1", 1);
        watched(machine, 0, 60);
        assertThat(watched(machine, HARD - 1, HARD)).isEmpty();

        assertThat(watched(machine, HARD, HARD + 60)).containsExactly("systemctl poweroff --force");
    }

    @Test
    void watch_systemdDoesNotAnswer_powersOffWithoutIt() throws Exception {
        var machine = shellMachine();
        machine.standIn("systemctl", "exit 1\n");
        watched(machine, 0, 60);

        assertThat(watched(machine, HARD, HARD + 60)).containsExactly("systemctl poweroff --force", "poweroff -f");
    }

    @Test
    void watch_twiceInAMinute_changesNothing() throws Exception {
        var machine = shellMachine();
        goslingSays(machine, "1", 0);
        watched(machine, 0, 60);
        var born = machine.read("/var/lib/gosling/born");
        var seen = machine.read("/run/gosling/contact");

        assertThat(watched(machine, 30, 90)).isEmpty();
        assertThat(machine.read("/var/lib/gosling/born")).isEqualTo(born);
        assertThat(machine.read("/run/gosling/contact")).isEqualTo(seen);
    }
}
