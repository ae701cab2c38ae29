package io.polargosling.fly.decode;

/**
 * What the caller knows and the language does not.
 *
 * @param secretUri judges secret URIs; its messages must repeat nothing of the text
 * @param condition judges the conditions of UglyFox's rules
 */
public record Checkers(StringChecker secretUri, StringChecker condition) {}
