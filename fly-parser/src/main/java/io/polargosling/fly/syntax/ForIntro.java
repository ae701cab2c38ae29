package io.polargosling.fly.syntax;

import java.util.Optional;

/**
 * What a {@code for} goes through: {@code for key, value in collection}.
 *
 * @param key the name for the index or key; empty when only the value has one
 */
public record ForIntro(Optional<String> key, String value, Expression collection) {}
