package io.polargosling.cli.binaries;

import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.SemanticVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gosling binaries activate}. */
@Command(name = "activate", description = "Makes a stored version the one used where nothing else is asked for.")
final class ActivateCommand implements Callable<Integer> {

    @Mixin
    private final ApiOptions api;

    @Parameters(
            index = "0",
            paramLabel = "BINARY",
            converter = Program.class,
            description = "gosling, opentofu or gitlab-runner")
    private BinaryName binary = BinaryName.GOSLING;

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            converter = Program.Version.class,
            description = "A stored version.")
    private SemanticVersion version = SemanticVersion.of("0.0.0");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ActivateCommand(ApiOptions api) {
        this.api = api;
    }

    @Override
    public Integer call() throws InterruptedException {
        // Of letters, digits and a few signs only, so it needs no escaping.
        var request = Request.post(
                "/admin/binaries/" + binary.word() + "/activate", "{\"version\":\"" + version.text() + "\"}", true);
        return api.run(spec.commandLine(), control -> Changed.of(binary, control.call(request)));
    }
}
