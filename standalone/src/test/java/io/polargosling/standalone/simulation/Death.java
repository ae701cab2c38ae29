package io.polargosling.standalone.simulation;

/** The end of a simulated process, at whatever call it had come to; no code of ours may catch it. */
final class Death extends Error {

    private static final long serialVersionUID = 1L;

    Death(String process) {
        super(process, null, false, false);
    }
}
