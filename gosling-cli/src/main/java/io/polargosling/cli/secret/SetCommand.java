package io.polargosling.cli.secret;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.secret.SecretValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gosling secret set}. */
@Command(name = "set", description = "Writes a secret; its value is read from standard input.")
final class SetCommand implements Callable<Integer> {

    private final Optional<SecretValue> passphrase;
    private final ValueSource source;

    @Parameters(index = "0", paramLabel = "URI", description = "local://NAME/KEY")
    private String uri = "";

    // So that a value given here is refused without being printed, as an unknown argument would be.
    @Parameters(index = "1..*", arity = "0..*", hidden = true)
    private List<String> surplus = new ArrayList<>();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The data folder of the keystore.")
    private Path data = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SetCommand(Optional<SecretValue> passphrase, ValueSource source) {
        this.passphrase = passphrase;
        this.source = source;
    }

    @Override
    public Integer call() {
        if (!surplus.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "the value is read from standard input, never from the command line");
        }
        var target = SecretCommand.localUri(spec, uri);
        SecretCommand.keystore(data, passphrase).write(target, source.read());
        spec.commandLine().getOut().println("written");
        return ExitCode.DONE;
    }
}
