package io.polargosling.cli.parse;

import io.polargosling.domain.problem.NotFoundException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The names of the files to read: those of the command line, then those of a list, line by line as it comes. */
final class FileNames {

    private FileNames() {}

    /**
     * Hands over each name until {@code take} says no more.
     *
     * @param list a file with a name on each line, {@code -} for the input; empty for none
     * @throws NotFoundException when there is no such list
     */
    static void forEach(List<String> given, String list, InputStream in, Predicate<String> take) {
        for (String name : given) {
            if (!take.test(name)) {
                return;
            }
        }
        if (list.isEmpty()) {
            return;
        }
        try (var lines = new BufferedReader(new InputStreamReader(
                list.equals("-") ? in : Files.newInputStream(Path.of(list)), StandardCharsets.UTF_8))) {
            for (String name = lines.readLine(); name != null; name = lines.readLine()) {
                if (!name.isEmpty() && !take.test(name)) {
                    return;
                }
            }
        } catch (NoSuchFileException e) {
            throw new NotFoundException("the list \"" + list + "\" does not exist");
        } catch (IOException e) {
            throw new UncheckedIOException("reading the list of files", e);
        }
    }
}
