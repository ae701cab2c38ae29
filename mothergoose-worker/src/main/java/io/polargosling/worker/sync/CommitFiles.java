package io.polargosling.worker.sync;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.nest.NestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The Fly files of one commit, read from its tree. A path is only a name here, so nothing in it leads anywhere: links and
 * submodules are listed and never followed, and an entry whose name no file can have is left out.
 *
 * <p>Reading throws {@link UncheckedIOException} when the repository lacks what it should hold.
 */
final class CommitFiles implements NestFiles {

    /** Deeper than any place a file may have. */
    private static final int MAX_DEPTH = 100;

    private final Repository repository;
    private final SortedMap<String, Blob> blobs = new TreeMap<>();
    private final SortedSet<String> links = new TreeSet<>();
    private final Map<String, byte[]> contents = new HashMap<>();

    /** A blob's id and how large it is. */
    record Blob(ObjectId id, long size) {}

    private CommitFiles(Repository repository) {
        this.repository = repository;
    }

    /**
     * The files of {@code commit}; {@code repository} must stay open while they are read.
     *
     * @param known blobs that were read before, by path; the others are read at once, since one reader with its cache
     *     undoes Git's deltas many times as fast as a reader for each
     * @throws InvalidException when there are more files or bytes than a Nest may have
     */
    static CommitFiles of(Repository repository, ObjectId commit, NestLimits limits, Map<String, Blob> known)
            throws IOException {
        var files = new CommitFiles(repository);
        try (var commits = new RevWalk(repository);
                var tree = new TreeWalk(repository)) {
            tree.addTree(commits.parseCommit(commit).getTree());
            files.walk(tree, limits, known);
        }
        return files;
    }

    private void walk(TreeWalk tree, NestLimits limits, Map<String, Blob> known) throws IOException {
        int seen = 0;
        int folders = 0;
        long bytes = 0;
        while (tree.next()) {
            var mode = tree.getFileMode(0);
            if (FileMode.TREE.equals(mode)) {
                require(++folders <= limits.files(), "more than " + limits.files() + " folders");
                require(tree.getDepth() < MAX_DEPTH, "folders more than " + MAX_DEPTH + " deep");
                if (isName(tree.getNameString())) {
                    tree.enterSubtree();
                }
                continue;
            }
            require(++seen <= limits.files(), "more than " + limits.files() + " files");
            if (!isName(tree.getNameString())) {
                continue;
            }
            var path = tree.getPathString();
            if (FileMode.SYMLINK.equals(mode) || FileMode.GITLINK.equals(mode)) {
                links.add(path);
            } else if (path.endsWith(".fly")) {
                var blob = blob(path, tree.getObjectReader(), tree.getObjectId(0), known.get(path));
                bytes += blob.size();
                require(bytes <= limits.bytes(), "more than " + limits.bytes() + " bytes of .fly files");
                blobs.putIfAbsent(path, blob);
            }
        }
    }

    private Blob blob(String path, ObjectReader reader, ObjectId id, @Nullable Blob known) throws IOException {
        if (known != null && known.id().equals(id)) {
            return known;
        }
        var loader = reader.open(id, Constants.OBJ_BLOB);
        try (var in = loader.openStream()) {
            contents.put(path, in.readNBytes(SourceFile.MAX_BYTES + 1));
        }
        return new Blob(id, loader.getSize());
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !".".equals(name)
                && !"..".equals(name)
                && !Constants.DOT_GIT.equalsIgnoreCase(name)
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0;
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new InvalidException("reading the Nest: " + what + " (expected: fewer)");
        }
    }

    /** Blobs by path, to be known when the next commit is read. */
    Map<String, Blob> blobs() {
        return new HashMap<>(blobs);
    }

    @Override
    public SortedSet<String> paths() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(blobs.keySet()));
    }

    @Override
    public SortedSet<String> links() {
        return Collections.unmodifiableSortedSet(links);
    }

    @Override
    public Optional<String> contentId(String path) {
        return Optional.ofNullable(blobs.get(path)).map(blob -> blob.id().name());
    }

    @Override
    public byte[] read(String path) {
        var content = contents.get(path);
        if (content != null) {
            return content.clone();
        }
        var blob = Optional.ofNullable(blobs.get(path))
                .orElseThrow(() -> new UnavailableException("reading \"" + path + "\" of the Nest: no such file"));
        try (var in = repository.open(blob.id(), Constants.OBJ_BLOB).openStream()) {
            return in.readNBytes(SourceFile.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
