package io.polargosling.domain.command;

import java.time.Duration;

/** Sending commands. */
public interface CommandQueue {

    /**
     * Puts the command on its queue; when this returns, it survives the death of every process here.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the queue did not take it
     */
    void send(Command command);

    /**
     * As {@link #send(Command)}, but it is received only after {@code delay}.
     *
     * @param delay 0 to 15 minutes; longer ones are cut, fractions of a second rounded up
     */
    void send(Command command, Duration delay);

    /**
     * Asks the queue whether it is there.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the queue does not answer
     */
    void check();
}
