package io.polargosling.fly.decode;

/**
 * What is wrong with a text.
 *
 * @param offset index into the text of what is wrong, in UTF-16 units
 * @param message what was expected; of a text that may be a secret it repeats nothing
 * @param secret whether the text holds a secret, so that nothing of it may be shown
 */
public record Problem(int offset, String message, boolean secret) {

    /** Of a text that may be shown. */
    public Problem(int offset, String message) {
        this(offset, message, false);
    }
}
