package io.polargosling.cli.binaries;

import io.polargosling.domain.binary.BinaryName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that change one program have in common. */
abstract class OneBinary implements Callable<Integer> {

    @Mixin
    private final ApiOptions api;

    @Parameters(
            index = "0",
            paramLabel = "BINARY",
            converter = Program.class,
            description = "gosling, opentofu or gitlab-runner")
    private BinaryName binary = BinaryName.GOSLING;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    OneBinary(ApiOptions api) {
        this.api = api;
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
        return api.run(spec.commandLine(), this::change);
    }

    /** Does it. */
    abstract ApiOptions.Result change(ControlPlane control) throws RefusedException, InterruptedException;
}
