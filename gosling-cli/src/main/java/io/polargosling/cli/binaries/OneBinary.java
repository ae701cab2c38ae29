package io.polargosling.cli.binaries;

import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.domain.binary.BinaryName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that change one program have in common. */
abstract class OneBinary implements Callable<Integer> {

    @Mixin
    private final ApiReport report;

    @Parameters(
            index = "0",
            paramLabel = "BINARY",
            converter = Program.class,
            description = "gosling, opentofu or gitlab-runner")
    private BinaryName binary = BinaryName.GOSLING;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    OneBinary(ApiReport report) {
        this.report = report;
    }

    /** The program given. */
    final BinaryName binary() {
        return binary;
    }

    /** This command as it was called. */
    final CommandSpec spec() {
        return spec;
    }

    @Override
    public final Integer call() throws InterruptedException {
        return report.run(spec.commandLine(), this::change);
    }

    /** Does it. */
    abstract Shown change(ApiSession session) throws RefusedCallException, InterruptedException;
}
