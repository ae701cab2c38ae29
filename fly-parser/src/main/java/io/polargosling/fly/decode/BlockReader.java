package io.polargosling.fly.decode;

import io.polargosling.fly.eval.FlyValue;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.BlockLabel;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.BodyItem;
import io.polargosling.fly.syntax.Expression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one body under a closed schema. Asking for a name declares it; {@link #finish} reports what stands in the body and
 * was never asked for. Every problem becomes a diagnostic, so an empty answer means "absent or already reported".
 */
final class BlockReader {

    private final DecodeContext context;
    private final String title;
    private final String path;
    private final SourceRange header;
    private final BlockProblems problems;
    private boolean present = true;
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final Map<String, List<Block>> blocks = new LinkedHashMap<>();
    private final Set<String> knownAttributes = new LinkedHashSet<>();
    private final Set<String> knownBlocks = new LinkedHashSet<>();
    /** Names that are dealt with but never proposed. */
    private final Set<String> tolerated = new HashSet<>();

    private final Set<String> secrets = new HashSet<>();

    /** {@code title} names the block in diagnostics, {@code header} is where its absence of things is reported. */
    BlockReader(DecodeContext context, String title, Body body, SourceRange header) {
        this(context, title, "", body, header);
    }

    private BlockReader(DecodeContext context, String title, String path, Body body, SourceRange header) {
        this.context = context;
        this.title = title;
        this.path = path;
        this.header = header;
        this.problems = new BlockProblems(context, title, header);
        for (BodyItem item : body.items()) {
            switch (item) {
                case Attribute attribute -> attributes.putIfAbsent(attribute.name(), attribute);
                case Block block ->
                    blocks.computeIfAbsent(block.type(), type -> new ArrayList<>(1))
                            .add(block);
            }
        }
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
        return new AttributeReader(site(name), false);
    }

    private AttributeSite site(String name) {
        knownAttributes.add(name);
        return new AttributeSite(context, title, path, name, Optional.ofNullable(attributes.get(name)));
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** As {@link #attribute}; its absence is reported. */
    AttributeReader required(String name) {
        if (!has(name)) {
            problems.missingAttribute("the attribute \"" + name + "\"");
        }
        return new AttributeReader(site(name), true);
    }

    /** A required attribute with a second name; both at once is reported. */
    AttributeReader requiredAliased(String name, String alias) {
        knownAttributes.add(name);
        knownAttributes.add(alias);
        if (has(name) && has(alias)) {
            conflict(name, alias);
        }
        return required(has(alias) && !has(name) ? alias : name);
    }

    /** A secret: its value is never shown, and text that is no secret URI is reported without it. */
    Optional<Located<String>> secret(String name) {
        secrets.add(name);
        return new SecretReader(site(name)).secret();
    }

    /** A list of secrets, each as {@link #secret}; empty when there is none. */
    List<Located<String>> secretList(String name) {
        secrets.add(name);
        return new SecretReader(site(name)).secrets().orElse(List.of());
    }

    /** Every attribute, for blocks whose names are free; all are declared by this. */
    List<Attribute> all() {
        knownAttributes.addAll(attributes.keySet());
        return List.copyOf(attributes.values());
    }

    /** A block that may stand once and has no labels. */
    Optional<BlockReader> block(String type) {
        knownBlocks.add(type);
        return once(type, blocks.getOrDefault(type, List.of()));
    }

    private Optional<BlockReader> once(String type, List<Block> found) {
        found.stream().skip(1).forEach(repeated -> problems.duplicateBlock(type, found.getFirst(), repeated));
        return found.stream().findFirst().map(block -> unlabelled(block, type));
    }

    /** As {@link #block}; in place of one that is absent, one in which nothing is written. */
    BlockReader orEmpty(String type) {
        return block(type).orElseGet(() -> empty(type));
    }

    /** A block of that type in which nothing is written. */
    BlockReader empty(String type) {
        var reader = new BlockReader(context, type, below(type), new Body(List.of(), header), header);
        reader.present = false;
        return reader;
    }

    /** False for one that only stands for an absent block. */
    boolean isPresent() {
        return present;
    }

    /** As {@link #block}, for one that had another name formerly: that is accepted with a warning. */
    Optional<BlockReader> renamedBlock(String type, String former) {
        knownBlocks.add(type);
        tolerated.add(former);
        List<Block> old = blocks.getOrDefault(former, List.of());
        old.forEach(block -> problems.formerName(type, block));
        var both = new ArrayList<>(blocks.getOrDefault(type, List.of()));
        both.addAll(old);
        both.sort(Comparator.comparing(Block::header));
        return once(type, both);
    }

    /** As {@link #block}; its absence is reported. */
    Optional<BlockReader> requiredBlock(String type) {
        if (!hasBlock(type)) {
            problems.missingBlock(type);
        }
        return block(type);
    }

    /** Blocks without labels that may stand any number of times. */
    List<BlockReader> repeated(String type) {
        knownBlocks.add(type);
        var found = new ArrayList<BlockReader>();
        for (Block block : blocks.getOrDefault(type, List.of())) {
            found.add(unlabelled(block, type + "." + found.size()));
        }
        return found;
    }

    /** Blocks with one label each. */
    List<Labelled> labelled(String type) {
        knownBlocks.add(type);
        var found = new ArrayList<Labelled>();
        for (Block block : blocks.getOrDefault(type, List.of())) {
            if (block.labels().size() == 1) {
                BlockLabel label = block.labels().getFirst();
                var name = new Located<>(label.value(), label.range());
                String inner = below(type + "." + found.size());
                found.add(new Labelled(name, new BlockReader(context, type, inner, block.body(), block.header())));
            } else {
                problems.notOneLabel(block);
            }
        }
        return found;
    }

    /** A block with the name it carries. */
    record Labelled(Located<String> name, BlockReader reader) {}

    private BlockReader unlabelled(Block block, String inner) {
        if (!block.labels().isEmpty()) {
            problems.labelled(block);
        }
        return new BlockReader(context, block.type(), below(inner), block.body(), block.header());
    }

    /** The same, with more to name in its expressions. */
    BlockReader withRoot(String name, FlyValue value) {
        var more = new BlockReader(context.withRoot(name, value), title, path, new Body(List.of(), header), header);
        more.attributes.putAll(attributes);
        more.blocks.putAll(blocks);
        return more;
    }

    /** Reports that one of several attributes is needed or that more than one is written. */
    void exactlyOne(String first, String second) {
        if (has(first) && has(second)) {
            conflict(first, second);
        } else if (!has(first) && !has(second)) {
            problems.missingAttribute("exactly one of \"%s\" and \"%s\"".formatted(first, second));
        }
    }

    private void conflict(String first, String second) {
        SourceRange one = Objects.requireNonNull(attributes.get(first)).nameRange();
        SourceRange other = Objects.requireNonNull(attributes.get(second)).nameRange();
        problems.conflict(first, second, one.compareTo(other) < 0 ? other : one);
    }

    /** A block that has no place here; the reason is the detail of the diagnostic. */
    void refuseBlock(String type, String reason) {
        tolerated.add(type);
        blocks.getOrDefault(type, List.of()).forEach(block -> problems.refused(block, reason));
    }

    /** An attribute that has no place here; the reason is the detail of the diagnostic. */
    void refuse(String name, String reason) {
        tolerated.add(name);
        Attribute attribute = attributes.get(name);
        if (attribute != null) {
            problems.refused(attribute, reason);
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
            if (!knownAttributes.contains(name) && !tolerated.contains(name)) {
                if (!secrets.isEmpty()) {
                    // A misspelt name may stand before a secret.
                    context.diagnostics().hide(attribute.value().range());
                }
                problems.unknown("attribute", name, knownAttributes, knownBlocks, attribute.nameRange());
            }
        });
        blocks.forEach((type, all) -> {
            if (!knownBlocks.contains(type) && !tolerated.contains(type)) {
                all.forEach(block -> problems.unknown("block", type, knownBlocks, knownAttributes, block.typeRange()));
            }
        });
    }
}
