package io.polargosling.fly.eval.regex;

import java.util.List;
import java.util.function.IntPredicate;

/** A pattern as a tree. */
sealed interface Node {

    /** One code point. */
    record One(IntPredicate accepts) implements Node {}

    record Sequence(List<Node> parts) implements Node {}

    /** The first that matches wins. */
    record Choice(List<Node> options) implements Node {}

    /** {@code most} is -1 for any number; a greedy one prefers more. */
    record Repeat(Node inner, int least, int most, boolean greedy) implements Node {}

    /** Notes where the inner one matches; groups count from 1. */
    record Group(int index, Node inner) implements Node {}

    /** A place between two code points. */
    record Place(Kind kind) implements Node {
        enum Kind {
            TEXT_START,
            TEXT_END,
            LINE_START,
            LINE_END,
            WORD_BORDER,
            NO_WORD_BORDER
        }
    }
}
