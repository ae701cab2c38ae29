package io.polargosling.domain.secret;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reading and writing secrets by URI. Messages of errors name the scheme, never the path or the value. */
public interface Secrets {

    /** How long a value that was replaced is still accepted from others. */
    Duration OVERLAP = Duration.ofMinutes(10);

    /**
     * The secret behind {@code uri}.
     *
     * @return empty when the backend answers that it has no such secret or key
     * @throws io.polargosling.domain.problem.UnavailableException when the backend does not answer
     * @throws io.polargosling.domain.problem.InvalidException when no backend of that scheme is set up
     */
    Optional<SecretValue> find(SecretUri uri);

    /**
     * The values that others may prove themselves with: the current one first, then the one it replaced while that is
     * less than {@link #OVERLAP} ago. May be as old as a cache allows, but shows every write of this process.
     *
     * @return empty when the backend answers that it has no such secret or key
     * @throws io.polargosling.domain.problem.UnavailableException when the backend does not answer
     * @throws io.polargosling.domain.problem.InvalidException when no backend of that scheme is set up
     */
    List<SecretValue> accepted(SecretUri uri);

    /**
     * As {@link #find}, for a secret that must be there.
     *
     * @param place what needs it, such as {@code egg "web", gitlab.api_token}; stands in the message
     * @throws io.polargosling.domain.problem.NotFoundException when there is none
     */
    SecretValue read(SecretUri uri, String place);

    /**
     * Writes a secret, new or changed.
     *
     * @throws io.polargosling.domain.problem.InvalidException when the backend of that scheme cannot be written
     */
    void write(SecretUri uri, SecretValue value);

    /**
     * Writes {@code value} unless there is a secret already, and tells which one is there now; two processes that do
     * this at once get the same answer.
     */
    SecretValue createIfAbsent(SecretUri uri, SecretValue value);
}
