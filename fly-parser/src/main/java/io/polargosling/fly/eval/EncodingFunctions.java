package io.polargosling.fly.eval;

import static io.polargosling.fly.eval.FlyFunction.Parameter.ANY;
import static io.polargosling.fly.eval.FlyFunction.Parameter.TEXT;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** Functions between values and texts that stand for them. */
final class EncodingFunctions {

    private EncodingFunctions() {}

    static Map<String, FlyFunction> all() {
        return Map.of(
                "jsonencode", FlyFunction.of(EncodingFunctions::jsonEncode, ANY),
                "jsondecode", FlyFunction.of(EncodingFunctions::jsonDecode, TEXT),
                "base64encode", FlyFunction.of(EncodingFunctions::base64Encode, TEXT),
                "base64decode", FlyFunction.of(EncodingFunctions::base64Decode, TEXT),
                "sha256", FlyFunction.of(EncodingFunctions::sha256, TEXT),
                "urlencode", FlyFunction.of(EncodingFunctions::urlEncode, TEXT));
    }

    private static Outcome jsonEncode(Arguments arguments) {
        return arguments.walkable(0) ? Outcome.of(JsonText.of(arguments.value(0))) : Outcome.tooLarge();
    }

    private static Outcome jsonDecode(Arguments arguments) {
        return switch (JsonReader.read(arguments.text(0))) {
            case JsonReader.Value(FlyValue value) -> Outcome.of(value);
            case JsonReader.Malformed(int offset, String message) ->
                Outcome.problem(0, "the text is no JSON: " + message + " at character " + (offset + 1));
        };
    }

    private static Outcome base64Encode(Arguments arguments) {
        return Outcome.of(Base64.getEncoder().encodeToString(utf8(arguments)));
    }

    /** Line breaks between the digits do not count. */
    private static Outcome base64Decode(Arguments arguments) {
        String digits = arguments.text(0).replace("\r", "").replace("\n", "");
        byte[] bytes;
        try {
            if (digits.length() % 4 != 0) {
                return Outcome.problem(0, "the text is no base64 with padding");
            }
            bytes = Base64.getDecoder().decode(digits);
        } catch (IllegalArgumentException e) {
            return Outcome.problem(0, "the text is no base64 with padding");
        }
        try {
            return Outcome.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Outcome.problem(0, "the bytes behind the base64 are not UTF-8");
        }
    }

    private static Outcome sha256(Arguments arguments) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(utf8(arguments));
            return Outcome.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 (expected: part of every JDK)", e);
        }
    }

    /** For a query: a blank becomes a plus sign. */
    private static Outcome urlEncode(Arguments arguments) {
        return Outcome.of(URLEncoder.encode(arguments.text(0), StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~"));
    }

    private static byte[] utf8(Arguments arguments) {
        return arguments.text(0).getBytes(StandardCharsets.UTF_8);
    }
}
