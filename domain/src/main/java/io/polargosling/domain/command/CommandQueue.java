package io.polargosling.domain.command;

import java.time.Duration;
import java.util.List;

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
     * Puts all commands on their queues, in as few messages as hold them. A failure of one keeps no other from being
     * sent; nothing is thrown for it.
     *
     * @return what became of each, in the order given
     */
    List<SendOutcome> sendAll(List<Command> commands);

    /**
     * Asks the queue whether it is there.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the queue does not answer
     */
    void check();
}
