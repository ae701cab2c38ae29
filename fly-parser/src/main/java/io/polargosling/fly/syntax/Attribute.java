package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;

/** {@code name = value} */
public record Attribute(String name, Expression value, SourceRange nameRange, SourceRange range) implements BodyItem {}
