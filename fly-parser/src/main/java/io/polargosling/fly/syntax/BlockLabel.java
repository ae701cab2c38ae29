package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;

/** A label of a block, its escapes resolved. */
public record BlockLabel(String value, boolean quoted, SourceRange range) {}
