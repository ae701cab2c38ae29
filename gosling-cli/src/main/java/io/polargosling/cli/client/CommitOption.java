package io.polargosling.cli.client;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.InvalidException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** The option of commands that can wait for a commit. */
public final class CommitOption {

    @Option(
            names = "--commit",
            paramLabel = "SHA",
            description =
                    "Waits until the branch contains this commit. Default: the branch as the control plane knows it.")
    private @Nullable String commit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public CommitOption() {}

    /**
     * A request that names the commit, where one is given.
     *
     * @throws ParameterException when it is none
     */
    public ObjectNode request() {
        var body = ApiClient.object();
        if (commit != null) {
            try {
                body.put("commit", CommitId.of(commit).value());
            } catch (InvalidException e) {
                throw new ParameterException(spec.commandLine(), "--commit: " + e.getMessage(), e);
            }
        }
        return body;
    }
}
