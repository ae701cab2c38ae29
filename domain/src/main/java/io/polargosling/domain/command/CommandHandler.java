package io.polargosling.domain.command;

/** Carries out commands; each may arrive more than once. */
@FunctionalInterface
public interface CommandHandler {

    /** Carries out {@code command}; when this throws, the command is delivered again later. */
    void handle(Command command);
}
