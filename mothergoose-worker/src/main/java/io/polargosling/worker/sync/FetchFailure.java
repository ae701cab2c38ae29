package io.polargosling.worker.sync;

import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;

/** What JGit throws, as what an operator can act upon. */
final class FetchFailure {

    private FetchFailure() {}

    /** Says what went wrong; holds no login. */
    static GoslingException of(Exception failure, NestConnection connection, String branch, NestLimits limits) {
        var doing = "fetching branch \"" + branch + "\" of the Nest: ";
        if (connection.refusal().isPresent()) {
            return new InvalidException(doing + connection.refusal().get());
        }
        if (isTooLarge(failure)) {
            return new InvalidException(doing + "it holds a file of more than " + limits.bytes()
                    + " bytes, or more than " + limits.packBytes()
                    + " bytes in all (expected: less, see gosling.sync.max-bytes); what was stored stays");
        }
        if (isKeyRefused(failure)) {
            return new InvalidException(doing + connection.address().host()
                    + " refuses the deploy key (expected: the public half of the secret"
                    + " deploy-keys/mothergoose-private among the Nest's deploy keys there)");
        }
        return new UnavailableException(doing + withoutLogin(failure), failure);
    }

    static boolean isTooLarge(Exception failure) {
        return causes(failure)
                .anyMatch(cause ->
                        cause instanceof TooLargePackException || cause instanceof TooLargeObjectInPackException);
    }

    private static boolean isKeyRefused(Exception failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof SshException refused
                        && refused.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE);
    }

    /** The failure and what caused it. */
    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    /** Some of JGit's messages hold the address as it was given. */
    private static String withoutLogin(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("://[^/]*@", "://");
    }
}
