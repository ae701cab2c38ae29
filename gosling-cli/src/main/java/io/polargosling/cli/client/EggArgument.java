package io.polargosling.cli.client;

import io.polargosling.domain.egg.EggName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an egg. */
public final class EggArgument implements ITypeConverter<EggName> {

    /** For picocli. */
    public EggArgument() {}

    @Override
    public EggName convert(String text) {
        if (!EggName.isValid(text)) {
            throw new TypeConversionException("\"" + text + "\" (expected: the name of an egg)");
        }
        return EggName.of(text);
    }
}
