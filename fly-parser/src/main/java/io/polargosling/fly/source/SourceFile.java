package io.polargosling.fly.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one file with an index of its lines. Any bytes are accepted: what is no UTF-8 becomes U+FFFD and is listed
 * in {@link #defects()}, a byte order mark is dropped, and a file above {@link #MAX_BYTES} has an empty text and one
 * defect. Two files are equal only when they are the same object.
 */
public final class SourceFile {

    /** The largest file that is read. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    /** A binary file taken for text would otherwise report each of its bytes. */
    private static final int MAX_DEFECTS = 100;

    private static final int MARK_LENGTH = 3;

    private final String name;
    private final String text;
    private final List<SourceDefect> defects;
    /** Made when first asked for: most files are read without anyone asking for a line. */
    private volatile int @Nullable [] lineStarts;

    private SourceFile(String name, String text, List<SourceDefect> defects) {
        this.name = name;
        this.text = text;
        this.defects = List.copyOf(defects);
    }

    /** Reads bytes as UTF-8; {@code name} is how diagnostics call the file. */
    public static SourceFile of(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new SourceFile(name, "", List.of(new SourceDefect(SourceDefect.Kind.TOO_LARGE, 0, 0)));
        }
        int from = startsWithMark(bytes) ? MARK_LENGTH : 0;
        String text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        // The quick way out: what that constructor cannot read it replaces by U+FFFD, which good files do not hold.
        if (text.indexOf('\uFFFD') < 0 && text.indexOf('\0') < 0) {
            return new SourceFile(name, text, List.of());
        }
        var defects = new ArrayList<SourceDefect>();
        String replaced = decode(bytes, from, defects);
        findNuls(replaced, defects);
        return new SourceFile(name, replaced, defects);
    }

    /** As for the UTF-8 bytes of the text. */
    public static SourceFile of(String name, String text) {
        return of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** What is wrong with the bytes, in no particular order, at most 200 entries. */
    public List<SourceDefect> defects() {
        return defects;
    }

    public SourceRange range(int startOffset, int endOffset) {
        return new SourceRange(this, startOffset, endOffset);
    }

    /** Line and column of an offset between 0 and the length of the text. */
    public SourcePosition position(int offset) {
        int line = line(offset);
        return new SourcePosition(line, text.codePointCount(lineStart(line), offset) + 1, offset);
    }

    /** The line of an offset between 0 and the length of the text, 1 for the first; cheaper than its position. */
    public int line(int offset) {
        int found = Arrays.binarySearch(lineStarts(), offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Offset of the first character of a line; lines count from 1. */
    public int lineStart(int line) {
        return lineStarts()[line - 1];
    }

    /** Offset behind the last character of a line, its line break excluded; lines count from 1. */
    public int lineEnd(int line) {
        int[] starts = lineStarts();
        int end = line < starts.length ? starts[line] - 1 : text.length();
        boolean carriageReturn = end > starts[line - 1] && line < starts.length && text.charAt(end - 1) == '\r';
        return carriageReturn ? end - 1 : end;
    }

    @Override
    public String toString() {
        return name;
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= MARK_LENGTH
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
    }

    private static String decode(byte[] bytes, int from, List<SourceDefect> defects) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        // One unit per byte is enough: no UTF-8 sequence is shorter than what it stands for.
        var out = CharBuffer.allocate(in.remaining() + 1);
        int previousEnd = -1;
        int invalidStart = -1;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                break;
            }
            in.position(in.position() + result.length());
            if (out.position() != previousEnd) {
                addInvalid(defects, invalidStart, previousEnd);
                invalidStart = out.position();
            }
            out.put('\uFFFD');
            previousEnd = out.position();
        }
        addInvalid(defects, invalidStart, previousEnd);
        return out.flip().toString();
    }

    private static void addInvalid(List<SourceDefect> defects, int start, int end) {
        if (start >= 0 && defects.size() < MAX_DEFECTS) {
            defects.add(new SourceDefect(SourceDefect.Kind.INVALID_UTF8, start, end));
        }
    }

    private static void findNuls(String text, List<SourceDefect> defects) {
        int limit = defects.size() + MAX_DEFECTS;
        int at = text.indexOf('\0');
        while (at >= 0 && defects.size() < limit) {
            int end = at + 1;
            while (end < text.length() && text.charAt(end) == '\0') {
                end++;
            }
            defects.add(new SourceDefect(SourceDefect.Kind.NUL, at, end));
            at = text.indexOf('\0', end);
        }
    }

    private int[] lineStarts() {
        int[] known = lineStarts;
        if (known == null) {
            known = findLineStarts(text);
            lineStarts = known;
        }
        return known;
    }

    private static int[] findLineStarts(String text) {
        int lines = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            lines++;
        }
        var starts = new int[lines];
        int line = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            starts[line++] = i + 1;
        }
        return starts;
    }
}
