package io.polargosling.nest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a path of a Nest says about the file. */
final class NestPaths {

    static final String VARIABLES = "variables.fly";
    static final String POLICY = "UF/config.fly";
    static final String INFRASTRUCTURE = "MG/config.fly";
    private static final String ENDING = ".fly";
    private static final Pattern EGG = Pattern.compile("Eggs/([^/]+)/config\\.fly");
    private static final Pattern EGG_OR_FOLDER = Pattern.compile("Eggs/([^/]+)(?:/config\\.fly)?");
    private static final Pattern JOB = Pattern.compile("Jobs/([^/]+)\\.fly");

    private NestPaths() {}

    static boolean isFly(String path) {
        return path.endsWith(ENDING);
    }

    /** The folder's name, when an egg or a bucket belongs there. */
    static Optional<String> egg(String path) {
        return group(EGG, path);
    }

    /** The name of the egg or bucket that has its file or its folder at this path. */
    static Optional<String> eggOrFolder(String path) {
        return group(EGG_OR_FOLDER, path);
    }

    /** The file's name without its ending, when a job belongs there. */
    static Optional<String> job(String path) {
        return group(JOB, path);
    }

    /** Whether it looks like a file of the language and has no place. */
    static boolean isStray(String path) {
        boolean known = path.equals(VARIABLES)
                || path.equals(POLICY)
                || path.equals(INFRASTRUCTURE)
                || egg(path).isPresent()
                || job(path).isPresent();
        return isFly(path) && !known;
    }

    private static Optional<String> group(Pattern pattern, String path) {
        Matcher matcher = pattern.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
