package io.polargosling.cli.binaries;

import io.polargosling.domain.binary.BinaryName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gosling binaries rollback}. */
@Command(name = "rollback", description = "Makes the version that was active before the active one again.")
final class RollbackCommand implements Callable<Integer> {

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

    RollbackCommand(ApiOptions api) {
        this.api = api;
    }

    @Override
    public Integer call() throws InterruptedException {
        // A second one would undo the first.
        var request = Request.post("/admin/binaries/" + binary.word() + "/rollback", "", false);
        return api.run(spec.commandLine(), control -> Changed.of(binary, control.call(request)));
    }
}
