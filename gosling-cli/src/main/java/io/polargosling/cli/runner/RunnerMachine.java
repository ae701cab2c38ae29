package io.polargosling.cli.runner;

import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.Backoff;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Puts a runner's parts together and runs them. */
final class RunnerMachine {

    private final RunnerOptions options;
    private final String goslingVersion;
    private final Map<String, String> variables;
    private final RunnerTiming timing;
    private final RunnerClocks clocks = RunnerClocks.ofSystem();
    private final Instant started = clocks.wall().instant();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Inbox inbox = new Inbox();
    private final ActLog log;

    RunnerMachine(
            RunnerOptions options,
            String goslingVersion,
            Map<String, String> variables,
            RunnerTiming timing,
            Consumer<String> lines) {
        this.options = options;
        this.goslingVersion = goslingVersion;
        this.variables = variables;
        this.timing = timing;
        this.log = new ActLog(lines, clocks.wall(), options.eggName(), options.runnerId());
    }

    /** As SIGTERM; from any thread, any number of times. */
    void terminate() {
        inbox.put(new Inbox.Message.Terminate());
    }

    /** As SIGINT; from any thread, any number of times. */
    void interrupt() {
        inbox.put(new Inbox.Message.Interrupt());
    }

    /** Enrols, unless it has before, and lives; gives the status to exit with. */
    int run() throws InterruptedException {
        var kept = KeptBootstrap.in(options.workDir(), options.runnerId());
        var before = kept.find();
        boolean spent = before.isPresent() && !Files.exists(options.tokenFile());
        Optional<SecretValue> token = spent ? Optional.empty() : Optional.of(EnrolmentToken.read(options.tokenFile()));
        var program = AgentProgram.of(options.agent().program(), options.agent().user(), variables, options.workDir());
        var api = new RunnerApi(
                ApiClient.of(options.mothergoose(), timing.request()), options.runnerId(), goslingVersion);
        if (token.isEmpty()) {
            return live(api, program, before.orElseThrow());
        }
        var enrolment = new Enrolment(api, inbox, clocks.steady(), new Backoff(clocks.steady(), random), log);
        return switch (enrolment.run(token.get())) {
            case Enrolment.Result.Over over -> {
                if (over.exitCode() == ExitCode.CONFLICT && before.isPresent()) {
                    // Its first heartbeat arrived, and it died before it knew.
                    yield live(api, program, before.get());
                }
                if (!over.message().isEmpty()) {
                    log.warn(over.message());
                }
                yield over.exitCode();
            }
            case Enrolment.Result.Enrolled enrolled -> {
                remember(kept, enrolled);
                yield live(api, program, enrolled.bootstrap());
            }
        };
    }

    private void remember(KeptBootstrap kept, Enrolment.Result.Enrolled enrolled) {
        try {
            kept.keep(enrolled.text());
        } catch (IOException e) {
            // It works as long as it runs.
            log.warn("the enrolment cannot be kept for a restart", "reason=\"" + e.getMessage() + "\"");
        }
    }

    private int live(RunnerApi api, AgentProgram program, RunnerBootstrap bootstrap) throws InterruptedException {
        log.info("enrolled", "gitlab_runner=" + bootstrap.gitlab().id());
        var pulse = new Pulse(api, bootstrap, options, clocks, random, inbox);
        List<SecretValue> secrets = List.of(bootstrap.gitlab().token(), bootstrap.runnerToken());
        try (var agentLog = new MaskedLog(options.workDir().resolve("agent.log"), secrets)) {
            pulse.showing(agentLog::tail);
            var crashes = new CrashRule(timing.restart());
            var keeper = new AgentKeeper(
                    program,
                    options.workDir(),
                    options.runnerId().value(),
                    bootstrap,
                    timing.stop(),
                    agentLog,
                    crashes,
                    inbox);
            keeper.prepare();
            Thread.ofVirtual().start(() -> inbox.put(new Inbox.Message.AgentVersion(program.version())));
            var config = timing.lifetime()
                    .map(most -> bootstrap.config().endingBy(started.plus(most)))
                    .orElse(bootstrap.config());
            return new RunnerLife(options.tokenFile(), config, timing, clocks, pulse, keeper, inbox, log).live();
        } catch (InvalidException e) {
            return failed(pulse, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return failed(pulse, "writing to " + options.workDir() + ": " + e.getMessage());
        }
    }

    private int failed(Pulse pulse, String reason) throws InterruptedException {
        log.warn(reason);
        pulse.tell("failure-agent-not-started", reason);
        if (!pulse.farewell(timing.farewell())) {
            log.warn("the last heartbeat did not arrive");
        }
        return ExitCode.FAILED;
    }
}
