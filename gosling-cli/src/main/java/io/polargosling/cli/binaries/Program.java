package io.polargosling.cli.binaries;

import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.SemanticVersion;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the words of the command line, so that no other text ever gets into a path of the API. */
final class Program implements ITypeConverter<BinaryName> {

    @Override
    public BinaryName convert(String word) {
        return BinaryName.parse(word)
                .orElseThrow(() ->
                        new TypeConversionException("\"" + word + "\" (expected: gosling, opentofu or gitlab-runner)"));
    }

    /** Reads a version. */
    static final class Version implements CommandLine.ITypeConverter<SemanticVersion> {
        @Override
        public SemanticVersion convert(String text) {
            return SemanticVersion.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + text + "\" (expected: a semantic version such as 1.12.6)"));
        }
    }
}
