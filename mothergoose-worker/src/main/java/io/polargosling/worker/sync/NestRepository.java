package io.polargosling.worker.sync;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * One branch of the Nest in a bare cache; files are read from the tree, nothing is checked out, links and submodules
 * are not followed.
 */
final class NestRepository {

    private static final String HEAD = "refs/gosling/nest";
    private static final int TIMEOUT_SECONDS = 60;
    private static final int MAX_FILES = 50_000;
    /** One byte above what the language accepts, so that a file that is too large is told from one that is not. */
    private static final long MAX_FILE_BYTES = 5 * 1024 * 1024 + 1;

    private static final long MAX_TOTAL_BYTES = 100L * 1024 * 1024;

    static {
        OwnConfigOnly.install();
    }

    private final Path cache;
    private final String url;
    private final String branch;

    /** @param cache folder of the bare cache; made when it is missing */
    NestRepository(Path cache, String url, String branch) {
        this.cache = cache;
        this.url = url;
        this.branch = branch;
    }

    /**
     * Brings the cache up to date and tells the branch's head.
     *
     * @throws UnavailableException when the repository does not answer or has no such branch
     */
    CommitId fetch() {
        try (var repository = open();
                var git = new Git(repository)) {
            git.fetch()
                    .setRemote(url)
                    .setRefSpecs(new RefSpec("+refs/heads/" + branch + ":" + HEAD))
                    .setTimeout(TIMEOUT_SECONDS)
                    .call();
            var head = repository.resolve(HEAD);
            if (head == null) {
                throw new UnavailableException("fetching the Nest: it has no branch \"" + branch + "\"");
            }
            return CommitId.of(head.name());
        } catch (IOException | GitAPIException | JGitInternalException e) {
            throw new UnavailableException("fetching branch \"" + branch + "\" of the Nest: " + withoutLogin(e), e);
        }
    }

    /** True when {@code commit} comes after {@code earlier}; false too when the branch no longer has the earlier one. */
    boolean descends(CommitId commit, CommitId earlier) {
        try (var repository = open();
                var commits = new RevWalk(repository)) {
            return commits.isMergedInto(
                    commits.parseCommit(ObjectId.fromString(earlier.value())),
                    commits.parseCommit(ObjectId.fromString(commit.value())));
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            throw new UnavailableException("reading the history of the Nest: " + e.getMessage(), e);
        }
    }

    /**
     * The Fly files of {@code commit}, by path.
     *
     * @throws InvalidException when there are more or larger files than a Nest may have
     */
    Map<String, byte[]> flyFiles(CommitId commit) {
        try (var repository = open();
                var commits = new RevWalk(repository);
                var tree = new TreeWalk(repository)) {
            tree.addTree(
                    commits.parseCommit(ObjectId.fromString(commit.value())).getTree());
            tree.setRecursive(true);
            return read(repository, tree);
        } catch (IOException e) {
            throw new UnavailableException("reading commit " + commit + " of the Nest: " + e.getMessage(), e);
        }
    }

    private static Map<String, byte[]> read(Repository repository, TreeWalk tree) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        int seen = 0;
        long bytes = 0;
        while (tree.next()) {
            if (++seen > MAX_FILES) {
                throw new InvalidException("reading the Nest: more than " + MAX_FILES + " files");
            }
            var mode = tree.getFileMode(0);
            boolean regular = FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
            if (regular && tree.getPathString().endsWith(".fly")) {
                var blob = repository.open(tree.getObjectId(0));
                var content = new byte[(int) Math.min(blob.getSize(), MAX_FILE_BYTES)];
                try (var in = blob.openStream()) {
                    in.readNBytes(content, 0, content.length);
                }
                bytes += content.length;
                if (bytes > MAX_TOTAL_BYTES) {
                    throw new InvalidException(
                            "reading the Nest: more than " + MAX_TOTAL_BYTES + " bytes of .fly files");
                }
                files.put(tree.getPathString(), content);
            }
        }
        return files;
    }

    /** Some of JGit's messages hold the address as it was given, with the token that may be in it. */
    private static String withoutLogin(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("://[^/]*@", "://");
    }

    private Repository open() throws IOException {
        var repository =
                new FileRepositoryBuilder().setGitDir(cache.toFile()).setBare().build();
        if (!repository.getObjectDatabase().exists()) {
            repository.create(true);
        }
        return repository;
    }
}
