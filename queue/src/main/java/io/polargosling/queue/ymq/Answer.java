package io.polargosling.queue.ymq;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An element of an answer: either a text or more elements. */
final class Answer {

    private static final int MAX_DEPTH = 16;
    private static final XMLInputFactory XML = factory();

    private final String name;
    private final List<Answer> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private Answer(String name) {
        this.name = name;
    }

    /**
     * The outermost element.
     *
     * @throws XMLStreamException when the bytes are no XML, or such as no queue sends: with a document type, or deep
     */
    static Answer parse(byte[] bytes) throws XMLStreamException {
        var reader = XML.createXMLStreamReader(new ByteArrayInputStream(bytes));
        try {
            return parse(reader);
        } finally {
            reader.close();
        }
    }

    String name() {
        return name;
    }

    /** The elements called {@code wanted} right below. */
    Stream<Answer> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted));
    }

    /** The first element called {@code wanted} right below, or an empty one. */
    Answer at(String wanted) {
        return all(wanted).findFirst().orElseGet(() -> new Answer(wanted));
    }

    /** The text of the element called {@code wanted} right below. */
    Optional<String> text(String wanted) {
        return all(wanted).findFirst().map(child -> child.text.toString());
    }

    /** The pairs of {@code Name} and {@code Value} in the elements called {@code wanted}. */
    Map<String, String> pairs(String wanted) {
        var pairs = new LinkedHashMap<String, String>();
        all(wanted)
                .forEach(pair -> pairs.put(
                        pair.text("Name").orElse(""), pair.text("Value").orElse("")));
        return pairs;
    }

    private static Answer parse(XMLStreamReader reader) throws XMLStreamException {
        var root = new Answer("");
        var open = new ArrayDeque<Answer>();
        open.push(root);
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    if (open.size() > MAX_DEPTH) {
                        throw new XMLStreamException("deeper than " + MAX_DEPTH + " elements");
                    }
                    var child = new Answer(reader.getLocalName());
                    open.element().children.add(child);
                    open.push(child);
                }
                case XMLStreamReader.END_ELEMENT -> open.pop();
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA ->
                    open.element().text.append(reader.getText());
                case XMLStreamReader.DTD -> throw new XMLStreamException("a document type");
                default -> {}
            }
        }
        return root.children.getFirst();
    }

    // An answer is data of the other side: nothing in it may make us read files or grow without end.
    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // The JDK counts every &quot; for an entity, and ten messages of JSON have more than its 100,000. Without a
        // document type there are no others, and the length of an answer is bounded.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        return factory;
    }
}
