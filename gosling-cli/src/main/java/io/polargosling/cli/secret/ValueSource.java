package io.polargosling.cli.secret;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a secret's value comes from: typed unseen on a terminal, else standard input. Never an argument. */
final class ValueSource {

    private static final int LONGEST = 64 << 10;

    private final Optional<Console> terminal;
    private final InputStream in;

    private ValueSource(Optional<Console> terminal, InputStream in) {
        this.terminal = terminal;
        this.in = in;
    }

    static ValueSource of(InputStream in) {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return new ValueSource(in.equals(System.in) ? console : Optional.empty(), in);
    }

    /**
     * The value, without one line break at its end.
     *
     * @throws InvalidException when there is none, or when it is no text
     */
    SecretValue read() {
        String text = terminal.map(ValueSource::ask).orElseGet(this::readAll);
        if (text.isEmpty()) {
            throw new InvalidException("reading the secret: the value is empty (expected: it on standard input)");
        }
        return SecretValue.of(text);
    }

    private static String ask(Console console) {
        char[] typed = console.readPassword("Value (not shown): ");
        return typed == null ? "" : new String(typed);
    }

    private String readAll() {
        try {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new InvalidException("reading the secret: longer than " + LONGEST + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidException("reading the secret: standard input is not UTF-8 text");
        } catch (IOException e) {
            throw new InvalidException("reading the secret from standard input: " + e.getMessage());
        }
    }
}
