package io.polargosling.cli.check;

import io.polargosling.cli.files.GivenFiles;
import io.polargosling.cli.files.NestPath;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks at everything the paths of a command line mean: whole Nests, parts of them, and files that are in none. */
final class CheckedPaths {

    private static final String SHARED_FILE = "variables.fly";

    private final Map<Path, List<NestPath>> nests = new LinkedHashMap<>();
    private final List<Path> loose = new ArrayList<>();
    private final SortedSet<String> files = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private CheckedPaths() {}

    /**
     * Reads and judges all of it.
     *
     * @throws NotFoundException when there is no such path, or nothing to check in it
     * @throws UnavailableException when a file cannot be read
     */
    static Checked of(List<Path> paths, boolean strict) {
        var checked = new CheckedPaths();
        paths.forEach(checked::sort);
        checked.nests.forEach(checked::nest);
        checked.loose.forEach(checked::loose);
        return new Checked(checked.files, checked.problems, strict);
    }

    private void sort(Path path) {
        NestPath.of(path)
                .ifPresentOrElse(
                        inside -> nests.computeIfAbsent(inside.root(), root -> new ArrayList<>())
                                .add(inside),
                        () -> loose.add(path));
    }

    /** Rules cross files, so the whole Nest is read; what concerns the paths is kept. */
    private void nest(Path root, List<NestPath> paths) {
        // Of the installation the files will meet, only its own defaults are known here.
        NestFiles content = NestFiles.ofDirectory(root);
        var nest = NestReader.read(content, NestRules.defaults());
        String prefix = nests.size() == 1 && loose.isEmpty() ? "" : shown(root) + "/";
        for (String file : content.paths()) {
            if (file.endsWith(".fly") && covered(file, paths)) {
                files.add(prefix + file);
            }
        }
        for (Problem problem : Problem.of(nest.findings(), nest.diagnostics())) {
            if (covered(problem.file(), paths)) {
                problems.add(problem.inFile(prefix + problem.file()));
            }
        }
    }

    private static boolean covered(String file, List<NestPath> paths) {
        return paths.stream().anyMatch(path -> path.covers(file));
    }

    private void loose(Path path) {
        var found = GivenFiles.find(List.of(path));
        if (!found.problems().isEmpty()) {
            throw new UnavailableException(String.join("; ", found.problems()));
        }
        if (found.files().isEmpty()) {
            throw new NotFoundException("\"" + path
                    + "\" has no *.fly file in it and is in no Nest (expected: a folder with Eggs or UF in it, a path"
                    + " below one, or *.fly files)");
        }
        Path shared = path.resolve(SHARED_FILE).normalize();
        SharedScope scope = found.files().contains(shared) ? LooseFile.shared(shared) : SharedScope.empty();
        for (Path file : found.files()) {
            String name = shown(file);
            files.add(name);
            problems.addAll(LooseFile.check(file, name, scope));
        }
    }

    /** From the folder the command was started in when that is above, else from the root. */
    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = path.toAbsolutePath().normalize();
        return (whole.startsWith(here) ? here.relativize(whole) : whole)
                .toString()
                .replace('\\', '/');
    }
}
