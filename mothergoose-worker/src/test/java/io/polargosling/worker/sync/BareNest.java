package io.polargosling.worker.sync;

import io.polargosling.domain.egg.CommitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A bare repository whose branch {@code main} is moved commit by commit. */
final class BareNest implements AutoCloseable {

    static {
        OwnConfigOnly.install();
    }

    final Path folder;
    private final Git git;
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, String> links = new TreeMap<>();
    private int commits;

    BareNest(Path folder) {
        this.folder = folder;
        try {
            git = Git.init().setBare(true).setDirectory(folder.toFile()).call();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    BareNest file(String path, String text) {
        files.put(path, text);
        return this;
    }

    BareNest link(String path, String target) {
        links.put(path, target);
        return this;
    }

    BareNest without(String path) {
        files.remove(path);
        return this;
    }

    BareNest egg(String name, int project) {
        return egg(name, project, 3);
    }

    BareNest egg(String name, int project, int maxRunners) {
        return file(path(name), """
                egg "%s" {
                  type = "vm"

                  cloud {
                    provider = "local"
                  }

                  runner {
                    tags        = ["%s"]
                    max_runners = %d
                  }

                  gitlab {
                    server     = "gitlab.example"
                    project_id = %d
                  }
                }
                """.formatted(name, name, maxRunners, project));
    }

    static String path(String egg) {
        return "Eggs/" + egg + "/config.fly";
    }

    /** The files every Nest has, so that none is missed. */
    BareNest policy(int failedThreshold) {
        file("MG/config.fly", """
                mothergoose {
                  cloud {
                    provider = "local"
                  }

                  database {
                    type = "h2"
                  }

                  nest {
                    url = "https://gitlab.example/infra/nest.git"
                  }
                }
                """);
        return file("UF/config.fly", """
                uglyfox {
                  pruning {
                    failed_threshold = %d
                    max_age          = "24h"
                    check_interval   = "5m"
                  }

                  runners_condition "default" {
                    eggs_entities = ["*"]

                    apex {
                      min_count = 0
                      max_count = 10
                    }
                  }
                }
                """.formatted(failedThreshold));
    }

    /** Commits the files on top of what the branch has. */
    CommitId commit() {
        return commit(true);
    }

    /** Commits the files as if nothing had been there before. */
    CommitId rewrite() {
        return commit(false);
    }

    /** An entry of a tree, whatever its name. */
    record Entry(String name, FileMode mode) {}

    /** Commits the files and, beside them at the top, entries that no index would take, of the given content. */
    CommitId with(List<Entry> entries, String content) throws IOException {
        commit();
        var repository = git.getRepository();
        try (var inserter = repository.newObjectInserter();
                var commits = new RevWalk(repository);
                var tree = new TreeWalk(repository)) {
            var blob = inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
            var below = new TreeFormatter();
            below.append("evil.fly", FileMode.REGULAR_FILE, blob);
            var folder = inserter.insert(below);
            var head = Optional.ofNullable(repository.resolve(Constants.R_HEADS + "main"))
                    .orElseThrow();
            var top = new TreeFormatter();
            tree.addTree(commits.parseCommit(head).getTree());
            while (tree.next()) {
                top.append(tree.getNameString(), tree.getFileMode(0), tree.getObjectId(0));
            }
            for (var entry : entries) {
                var name = entry.name().getBytes(StandardCharsets.UTF_8);
                var target = entry.mode().equals(FileMode.TREE) ? folder : blob;
                top.append(name, 0, name.length, entry.mode(), target, true);
            }
            return move(repository, commit(inserter, inserter.insert(top), Optional.of(head)));
        }
    }

    /** Commits folders within folders, {@code width} names for the same one at each level. */
    CommitId folded(String name, int width, int levels) throws IOException {
        var repository = git.getRepository();
        try (var inserter = repository.newObjectInserter()) {
            var tree = inserter.insert(new TreeFormatter());
            for (int level = 0; level < levels; level++) {
                var folder = new TreeFormatter();
                for (int i = 0; i < width; i++) {
                    folder.append("%s-%02d".formatted(name, i), FileMode.TREE, tree);
                }
                tree = inserter.insert(folder);
            }
            return move(repository, commit(inserter, tree, Optional.empty()));
        }
    }

    /** A commit on top of the branch that the branch does not have yet. */
    CommitId unpushed() {
        try {
            var repository = git.getRepository();
            var head = Optional.ofNullable(repository.resolve(Constants.R_HEADS + "main"));
            return CommitId.of(write(repository, head).name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the branch. */
    void push(CommitId commit) {
        try {
            move(git.getRepository(), ObjectId.fromString(commit.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommitId commit(boolean onTop) {
        try {
            var repository = git.getRepository();
            var main = Constants.R_HEADS + "main";
            var parent = onTop ? Optional.ofNullable(repository.resolve(main)) : Optional.<ObjectId>empty();
            return move(repository, write(repository, parent));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommitId move(Repository repository, ObjectId commit) throws IOException {
        var update = repository.updateRef(Constants.R_HEADS + "main");
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.update();
        return CommitId.of(commit.name());
    }

    private ObjectId write(Repository repository, Optional<ObjectId> parent) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            var index = DirCache.newInCore();
            var builder = index.builder();
            for (var file : files.entrySet()) {
                builder.add(entry(inserter, file, FileMode.REGULAR_FILE));
            }
            for (var link : links.entrySet()) {
                builder.add(entry(inserter, link, FileMode.SYMLINK));
            }
            builder.finish();
            return commit(inserter, index.writeTree(inserter), parent);
        }
    }

    private ObjectId commit(ObjectInserter inserter, ObjectId tree, Optional<ObjectId> parent) throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        parent.ifPresent(commit::setParentId);
        var person = new PersonIdent("test", "test@example.com");
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setMessage("change " + ++commits);
        var id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    private static DirCacheEntry entry(ObjectInserter inserter, Map.Entry<String, String> file, FileMode mode)
            throws IOException {
        var entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(mode);
        entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
        return entry;
    }

    @Override
    public void close() {
        git.close();
    }
}
