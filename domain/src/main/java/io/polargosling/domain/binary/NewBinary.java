package io.polargosling.domain.binary;

/**
 * A build that somebody has for the library.
 *
 * @param source where it came from, such as {@code upload}, on one line
 * @param by who brings it
 */
public record NewBinary(BinaryName binary, BinaryBuild build, String source, String by) {}
