package io.polargosling.cli.secret;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.secret.SecretValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gosling secret check}. */
@Command(name = "check", description = "Tells whether a secret is there and can be read; never shows it.")
final class CheckCommand implements Callable<Integer> {

    private final Optional<SecretValue> passphrase;

    @Parameters(index = "0", paramLabel = "URI", description = "local://NAME/KEY")
    private String uri = "";

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The data folder of the keystore.")
    private Path data = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CheckCommand(Optional<SecretValue> passphrase) {
        this.passphrase = passphrase;
    }

    @Override
    public Integer call() {
        var wanted = SecretCommand.localUri(spec, uri);
        boolean there = SecretCommand.keystore(data, passphrase).find(wanted).isPresent();
        spec.commandLine().getOut().println(there ? "there" : "not there");
        return there ? ExitCode.DONE : ExitCode.NOT_FOUND;
    }
}
