package io.polargosling.worker.binary;

/** Which program is to be started. */
public sealed interface ProgramChoice {

    /** This one. */
    record Stored(StoredProgram program) implements ProgramChoice {}

    /** The one found on this machine, since nothing is asked for and nothing is active. */
    record OfMachine() implements ProgramChoice {}

    /**
     * None: the version wanted is not stored for this platform, or its bytes are gone or wrong.
     *
     * @param version the one wanted
     * @param reason what is wrong, and what to do
     */
    record Unavailable(String version, String reason) implements ProgramChoice {}
}
