package io.polargosling.domain.binary;

/** What came of adding a build. */
public sealed interface AddOutcome {

    /** It is new. */
    record Added(BinaryVersion stored) implements AddOutcome {}

    /** The same content was stored for this version and platform before; nothing was changed. */
    record Present(BinaryVersion stored) implements AddOutcome {}

    /** Other content is stored for this version and platform; nothing was changed. */
    record Different(BinaryVersion stored) implements AddOutcome {}
}
