package io.polargosling.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** A Nest: a bare repository that is pushed to from a working copy beside it. */
public final class NestRepository {

    static final String BRANCH = "main";
    static final String NO_COMMIT = "0".repeat(40);

    private final Path bare;
    private final Path work;
    private String head = NO_COMMIT;

    private NestRepository(Path bare, Path work) {
        this.bare = bare;
        this.work = work;
    }

    /** An empty one, {@code nest.git} in {@code folder}. */
    static NestRepository create(Path folder) {
        var nest = new NestRepository(folder.resolve("nest.git"), folder.resolve("nest"));
        try (var remote = init(nest.bare, true);
                var local = init(nest.work, false)) {
            assert remote.getRepository().isBare() && !local.getRepository().isBare();
            return nest;
        } catch (GitAPIException e) {
            throw new IllegalStateException("making the Nest in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Git init(Path folder, boolean bare) throws GitAPIException {
        return Git.init()
                .setDirectory(folder.toFile())
                .setBare(bare)
                .setInitialBranch(BRANCH)
                .call();
    }

    /** Where it is cloned from. */
    public String url() {
        return bare.toUri().toString().replaceFirst("^file:/+", "file:///");
    }

    /** The commit pushed last. */
    public String head() {
        return head;
    }

    /** Makes {@code text} the content of {@code file}, to be pushed. */
    public void write(String file, String text) {
        try {
            var path = work.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file + " of the Nest: " + e.getMessage(), e);
        }
    }

    /** Commits and pushes what was written; the commit before. */
    public String push(String message) {
        var before = head;
        try (var git = Git.open(work.toFile())) {
            git.add().addFilepattern(".").call();
            var author = new PersonIdent("Demo", "demo@example.com");
            var commit = git.commit()
                    .setMessage(message)
                    .setAuthor(author)
                    .setCommitter(author)
                    .setSign(false)
                    .call();
            for (var result : git.push()
                    .setRemote(bare.toUri().toString())
                    .setRefSpecs(new RefSpec("refs/heads/" + BRANCH))
                    .call()) {
                for (var update : result.getRemoteUpdates()) {
                    if (update.getStatus() != RemoteRefUpdate.Status.OK) {
                        throw new IllegalStateException("pushing the Nest: " + update.getStatus());
                    }
                }
            }
            head = commit.name();
            return before;
        } catch (IOException | GitAPIException e) {
            throw new IllegalStateException("pushing the Nest to " + bare + ": " + e.getMessage(), e);
        }
    }
}
