package io.polargosling.fly.decode;

/**
 * What is wrong with a text.
 *
 * @param offset index into the text of what is wrong, in UTF-16 units
 * @param message what was expected; of a text that may be a secret it repeats nothing
 */
public record Problem(int offset, String message) {}
