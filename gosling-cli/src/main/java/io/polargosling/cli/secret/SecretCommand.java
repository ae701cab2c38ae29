package io.polargosling.cli.secret;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.secrets.LocalSecrets;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gosling secret}, the root of its subcommands. */
@Command(
        name = "secret",
        description = "Secrets of the local keystore. GOSLING_KEYSTORE_PASSPHRASE opens it, when it has a passphrase.",
        synopsisSubcommandLabel = "COMMAND")
public final class SecretCommand implements Runnable {

    private static final String PASSPHRASE = "GOSLING_KEYSTORE_PASSPHRASE";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SecretCommand() {}

    /**
     * The command with its subcommands.
     *
     * @param variables this process's environment
     * @param in where a value is read from when there is no terminal
     */
    public static CommandLine with(Map<String, String> variables, InputStream in) {
        var passphrase = Optional.ofNullable(variables.get(PASSPHRASE)).map(SecretValue::of);
        return new CommandLine(new SecretCommand())
                .addSubcommand(new SetCommand(passphrase, ValueSource.of(in)))
                .addSubcommand(new CheckCommand(passphrase));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed: set or check");
    }

    static Secrets keystore(Path dataFolder, Optional<SecretValue> passphrase) {
        return LocalSecrets.open(dataFolder.toAbsolutePath().normalize(), passphrase, false);
    }

    /** The URI {@code text}, which must be one of the local keystore. */
    static SecretUri localUri(CommandSpec spec, String text) {
        try {
            var uri = SecretUri.of(text);
            if (uri.scheme() == SecretUri.Scheme.LOCAL) {
                return uri;
            }
            throw new ParameterException(
                    spec.commandLine(), uri.scheme().word() + "://: only local://NAME/KEY can be used here");
        } catch (InvalidException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
