package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import java.util.Collection;
import java.util.Optional;

/** Words and reports what is wrong with the names in a block; {@code title} is the block's. */
record BlockProblems(DecodeContext context, String title, SourceRange header) {

    private static final int LONGEST = 60;

    void missingAttribute(String what) {
        context.missing("attribute", title, what, header);
    }

    void missingBlock(String type) {
        context.missing("block", title, "a block \"" + type + "\"", header);
    }

    void duplicateBlock(String type, Block first, Block repeated) {
        context.error(
                "duplicate-block",
                "Block given twice",
                "The %s block already has the block \"%s\" at %s; one is allowed."
                        .formatted(title, type, first.typeRange()),
                repeated.header());
    }

    void formerName(String type, Block block) {
        context.diagnostics()
                .add(Diagnostic.warning(
                                "former-name",
                                "Former name of a block",
                                "\"%s\" is the former name of \"%s\".".formatted(block.type(), type),
                                block.typeRange())
                        .suggesting(Optional.of("Write \"" + type + " { ... }\".")));
    }

    void notOneLabel(Block block) {
        context.error(
                "labels",
                "Wrong number of labels",
                "A %s block has one label, its name; found %d."
                        .formatted(block.type(), block.labels().size()),
                block.header());
    }

    void labelled(Block block) {
        context.error(
                "labels",
                "Wrong number of labels",
                "A " + block.type() + " block has no label; found "
                        + block.labels().size() + ".",
                block.labels().getFirst().range());
    }

    void conflict(String first, String second, SourceRange later) {
        context.error(
                "conflict",
                "Attributes exclude each other",
                "Of \"" + first + "\" and \"" + second + "\" the " + title + " block takes only one.",
                later);
    }

    void refused(Attribute attribute, String reason) {
        context.error("not-allowed", "Attribute not allowed here", reason, attribute.nameRange());
    }

    void refused(Block block, String reason) {
        context.error("not-allowed", "Block not allowed here", reason, block.header());
    }

    /** {@code known} are the names of its own form, {@code other} those of the other one. */
    void unknown(String what, String name, Collection<String> known, Collection<String> other, SourceRange range) {
        boolean wrongForm = other.contains(name);
        String expected = known.isEmpty() ? "none is allowed" : "expected one of: " + String.join(", ", known);
        Optional<String> advice = wrongForm
                ? Optional.of(
                        what.equals("block") ? "Write \"" + name + " = ...\"." : "Write \"" + name + " { ... }\".")
                : DidYouMean.advice(name, known);
        context.error(
                "unknown-" + what,
                "Unknown " + what,
                "\"%s\" is no %s of %s (%s).".formatted(shortened(name), what, title, expected),
                range,
                advice);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 3) + "...";
    }
}
