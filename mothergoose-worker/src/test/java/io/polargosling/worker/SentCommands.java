package io.polargosling.worker;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was sent; nothing is ever received. */
public final class SentCommands implements CommandQueue {

    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    /** One command. */
    public record Sent(Command command, Duration delay) {}

    @Override
    public void send(Command command) {
        send(command, Duration.ZERO);
    }

    @Override
    public void send(Command command, Duration delay) {
        sent.add(new Sent(command, delay));
    }

    @Override
    public List<SendOutcome> sendAll(List<Command> commands) {
        commands.forEach(this::send);
        return commands.stream()
                .<SendOutcome>map(command -> new SendOutcome.Sent())
                .toList();
    }

    @Override
    public void check() {
        // It is always there.
    }

    /** Everything, in order. */
    public List<Sent> all() {
        return List.copyOf(sent);
    }

    /** Without their delays. */
    public List<Command> commands() {
        return sent.stream().map(Sent::command).toList();
    }

    /** Forgets what was sent. */
    public void clear() {
        sent.clear();
    }
}
