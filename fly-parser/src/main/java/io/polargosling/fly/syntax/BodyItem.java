package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;

/** What a body is made of. */
public sealed interface BodyItem permits Attribute, Block {

    /** From the name or type to the end of the value or the closing brace. */
    SourceRange range();
}
