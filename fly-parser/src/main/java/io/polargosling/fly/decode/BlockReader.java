package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.BlockLabel;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.Expression;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one body under a closed schema. Asking for a name declares it; {@link #finish} reports what stands in the body and
 * was never asked for. Every problem becomes a diagnostic, so an empty answer means "absent or already reported".
 */
final class BlockReader {

    private final DecodeContext context;
    private final String title;
    private final SourceRange header;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final Map<String, List<Block>> blocks = new LinkedHashMap<>();
    private final Set<String> knownAttributes = new LinkedHashSet<>();
    private final Set<String> knownBlocks = new LinkedHashSet<>();
    private final Set<String> secrets = new HashSet<>();

    /** {@code title} names the block in diagnostics, {@code header} is where its absence of things is reported. */
    BlockReader(DecodeContext context, String title, Body body, SourceRange header) {
        this.context = context;
        this.title = title;
        this.header = header;
        body.attributes().forEach(attribute -> attributes.putIfAbsent(attribute.name(), attribute));
        body.blocks()
                .forEach(block -> blocks.computeIfAbsent(block.type(), type -> new ArrayList<>())
                        .add(block));
    }

    DecodeContext context() {
        return context;
    }

    String title() {
        return title;
    }

    SourceRange header() {
        return header;
    }

    /** Whether the attribute is written, right or wrong; one set to null counts as absent. */
    boolean has(String name) {
        Attribute attribute = attributes.get(name);
        return attribute != null && !(attribute.value() instanceof Expression.NullLiteral);
    }

    boolean hasBlock(String type) {
        return blocks.containsKey(type);
    }

    /** The value of an optional attribute. */
    AttributeReader attribute(String name) {
        knownAttributes.add(name);
        return new AttributeReader(context, title, name, Optional.ofNullable(attributes.get(name)));
    }

    /** As {@link #attribute}; its absence is reported. */
    AttributeReader required(String name) {
        if (!has(name)) {
            context.missing("attribute", title, "the attribute \"" + name + "\"", header);
        }
        return attribute(name);
    }

    /** An attribute with a second name; both at once is reported. */
    AttributeReader aliased(String name, String alias) {
        knownAttributes.add(alias);
        if (has(name) && has(alias)) {
            conflict(List.of(name, alias));
        }
        return has(alias) && !has(name) ? attribute(alias) : attribute(name);
    }

    /** A secret: its value is never shown, and text that is no secret URI is reported without it. */
    Optional<Located<String>> secret(String name) {
        secrets.add(name);
        return attribute(name).secret();
    }

    /** Every attribute, for blocks whose names are free; all are declared by this. */
    List<Attribute> all() {
        knownAttributes.addAll(attributes.keySet());
        return List.copyOf(attributes.values());
    }

    /** A block that may stand once and has no labels. */
    Optional<BlockReader> block(String type) {
        knownBlocks.add(type);
        List<Block> found = blocks.getOrDefault(type, List.of());
        for (Block repeated : found.subList(Math.min(1, found.size()), found.size())) {
            context.error(
                    "duplicate-block",
                    "Block given twice",
                    "The %s block already has the block \"%s\" at %s; one is allowed."
                            .formatted(title, type, found.getFirst().typeRange()),
                    repeated.header());
        }
        return found.stream().findFirst().map(this::unlabelled);
    }

    /** As {@link #block}; its absence is reported. */
    Optional<BlockReader> requiredBlock(String type) {
        if (!hasBlock(type)) {
            context.missing("block", title, "a block \"" + type + "\"", header);
        }
        return block(type);
    }

    /** Blocks without labels that may stand any number of times. */
    List<BlockReader> repeated(String type) {
        knownBlocks.add(type);
        return blocks.getOrDefault(type, List.of()).stream()
                .map(this::unlabelled)
                .toList();
    }

    /** Blocks with one label each. */
    List<Labelled> labelled(String type) {
        knownBlocks.add(type);
        var found = new ArrayList<Labelled>();
        for (Block block : blocks.getOrDefault(type, List.of())) {
            if (block.labels().size() == 1) {
                BlockLabel label = block.labels().getFirst();
                var name = new Located<>(label.value(), label.range());
                found.add(new Labelled(name, new BlockReader(context, type, block.body(), block.header())));
            } else {
                context.error(
                        "labels",
                        "Wrong number of labels",
                        "A %s block has one label, its name; found %d."
                                .formatted(type, block.labels().size()),
                        block.header());
            }
        }
        return found;
    }

    /** A block with the name it carries. */
    record Labelled(Located<String> name, BlockReader reader) {}

    private BlockReader unlabelled(Block block) {
        if (!block.labels().isEmpty()) {
            context.error(
                    "labels",
                    "Wrong number of labels",
                    "A " + block.type() + " block has no label; found "
                            + block.labels().size() + ".",
                    block.labels().getFirst().range());
        }
        return new BlockReader(context, block.type(), block.body(), block.header());
    }

    /** Reports that one of several attributes is needed or that more than one is written. */
    void exactlyOne(String first, String second) {
        if (has(first) && has(second)) {
            conflict(List.of(first, second));
        } else if (!has(first) && !has(second)) {
            context.missing("attribute", title, "exactly one of \"%s\" and \"%s\"".formatted(first, second), header);
        }
    }

    private void conflict(List<String> names) {
        Attribute later = names.stream()
                .flatMap(name -> Optional.ofNullable(attributes.get(name)).stream())
                .max((a, b) -> a.nameRange().compareTo(b.nameRange()))
                .orElseThrow();
        context.error(
                "conflict",
                "Attributes exclude each other",
                "Of \"" + String.join("\" and \"", names) + "\" the " + title + " block takes only one.",
                later.nameRange());
    }

    /** An attribute that has no place here; the reason is the detail of the diagnostic. */
    void refuse(String name, String reason) {
        knownAttributes.add(name);
        Attribute attribute = attributes.get(name);
        if (attribute != null) {
            context.error("not-allowed", "Attribute not allowed here", reason, attribute.nameRange());
        }
    }

    /** Where an attribute's value stands, else the block's header. */
    SourceRange valueRange(String name) {
        Attribute attribute = attributes.get(name);
        return attribute == null ? header : attribute.value().range();
    }

    /** Reports everything that was never asked for. */
    void finish() {
        attributes.forEach((name, attribute) -> {
            if (!knownAttributes.contains(name)) {
                if (!secrets.isEmpty()) {
                    // A misspelt name may stand before a secret.
                    context.diagnostics().hide(attribute.value().range());
                }
                unknown("attribute", name, knownAttributes, knownBlocks, attribute.nameRange());
            }
        });
        blocks.forEach((type, all) -> {
            if (!knownBlocks.contains(type)) {
                all.forEach(block -> unknown("block", type, knownBlocks, knownAttributes, block.typeRange()));
            }
        });
    }

    private void unknown(
            String what, String name, Collection<String> known, Collection<String> other, SourceRange range) {
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
        return name.length() <= 60 ? name : name.substring(0, 57) + "...";
    }
}
