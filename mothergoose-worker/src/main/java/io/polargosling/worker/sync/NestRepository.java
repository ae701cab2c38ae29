package io.polargosling.worker.sync;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.nest.NestMemory;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import io.polargosling.nest.NestSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One branch of the Nest in a bare cache, fetched with little history, and read from its tree: nothing is checked out.
 * For one thread at a time.
 */
final class NestRepository {

    private static final Logger log = LoggerFactory.getLogger(NestRepository.class);
    private static final String HEAD = "refs/gosling/nest";
    /** Without a byte for so long a server is taken to be gone. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final List<Integer> DEPTHS = List.of(50, 1000, Integer.MAX_VALUE);

    static {
        OwnConfigOnly.install();
    }

    private final NestCache cache;
    private final String branch;
    private final NestLimits limits;
    private final TimeLimit time = new TimeLimit();
    private final NestMemory memory = NestMemory.empty();
    private Map<String, CommitFiles.Blob> blobs = Map.of();

    /** @param folder of the bare cache; made when it is missing */
    NestRepository(Path folder, String branch, NestLimits limits) {
        this.cache = new NestCache(folder, limits);
        this.branch = branch;
        this.limits = limits;
    }

    /**
     * Brings the cache up to date and tells the branch's head. More history than usual is fetched as long as one of
     * {@code sought} is not found before the head.
     *
     * @throws UnavailableException when the repository does not answer in time, or has no such branch
     * @throws InvalidException when it is larger than a Nest may be
     */
    CommitId fetch(NestConnection connection, Collection<CommitId> sought) {
        if (!Repository.isValidRefName(Constants.R_HEADS + branch)) {
            throw new InvalidException("gosling.nest.branch is \"" + branch + "\" (expected: the name of a branch)");
        }
        var cancelled = new AtomicBoolean();
        try {
            return time.within(
                    limits.time(),
                    "fetching branch \"" + branch + "\" of the Nest",
                    () -> fetch(connection, sought, cancelled));
        } finally {
            cancelled.set(true);
        }
    }

    private CommitId fetch(NestConnection connection, Collection<CommitId> sought, AtomicBoolean cancelled)
            throws IOException {
        try {
            return attempt(connection, sought, cancelled);
        } catch (IOException | GitAPIException | JGitInternalException e) {
            if (!cancelled.get() && isDamage(e)) {
                cache.discard("it is damaged: " + e.getMessage());
                try {
                    return attempt(connection, sought, cancelled);
                } catch (IOException | GitAPIException | JGitInternalException again) {
                    throw FetchFailure.of(again, connection, branch, limits);
                }
            }
            throw FetchFailure.of(e, connection, branch, limits);
        }
    }

    private CommitId attempt(NestConnection connection, Collection<CommitId> sought, AtomicBoolean cancelled)
            throws IOException, GitAPIException {
        try (var repository = cache.openToFetch();
                var git = new Git(repository)) {
            var head = fetch(git, connection, DEPTHS.getFirst(), cancelled);
            for (int depth : DEPTHS.subList(1, DEPTHS.size())) {
                boolean whole =
                        repository.getObjectDatabase().getShallowCommits().isEmpty();
                if (whole || sought.stream().allMatch(commit -> contains(repository, head, commit))) {
                    break;
                }
                if (!deepen(git, connection, depth, cancelled)) {
                    break;
                }
            }
            return head;
        } finally {
            if (!cancelled.get()) {
                cache.fetched();
            }
        }
    }

    private CommitId fetch(Git git, NestConnection connection, int depth, AtomicBoolean cancelled)
            throws IOException, GitAPIException {
        command(git, connection, cancelled).setDepth(depth).call();
        return Optional.ofNullable(git.getRepository().resolve(HEAD))
                .map(head -> CommitId.of(head.name()))
                .orElseThrow(() -> new UnavailableException("fetching the Nest: it has no branch \"" + branch + "\""));
    }

    /** More history is good to have; where it is too much, the head is taken without it. */
    private boolean deepen(Git git, NestConnection connection, int depth, AtomicBoolean cancelled)
            throws GitAPIException {
        try {
            command(git, connection, cancelled).setDepth(depth).call();
            return true;
        } catch (org.eclipse.jgit.api.errors.TransportException e) {
            if (FetchFailure.isTooLarge(e)) {
                log.warn("history of the nest not deepened depth={} cause=\"too large\"", depth);
                return false;
            }
            throw e;
        }
    }

    private FetchCommand command(Git git, NestConnection connection, AtomicBoolean cancelled) {
        var command = git.fetch();
        command.setTransportConfigCallback(connection::configure).setTimeout((int) SILENCE.toSeconds());
        return command.setRemote(connection.address().toString())
                .setRefSpecs(new RefSpec("+" + Constants.R_HEADS + branch + ":" + HEAD))
                .setTagOpt(TagOpt.NO_TAGS)
                .setProgressMonitor(new EmptyProgressMonitor() {
                    @Override
                    public boolean isCancelled() {
                        return cancelled.get() || Thread.currentThread().isInterrupted();
                    }
                });
    }

    /** True when {@code head} is {@code commit} or comes after it, as far as history was fetched. */
    boolean contains(CommitId head, CommitId commit) {
        try (var repository = cache.open()) {
            return contains(repository, head, commit);
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("reading the history of the Nest: " + e.getMessage(), e);
        }
    }

    private static boolean contains(Repository repository, CommitId head, CommitId commit) {
        if (head.equals(commit)) {
            return true;
        }
        try (var commits = new RevWalk(repository)) {
            return commits.isMergedInto(
                    commits.parseCommit(ObjectId.fromString(commit.value())),
                    commits.parseCommit(ObjectId.fromString(head.value())));
        } catch (MissingObjectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads all files of {@code commit}; those of eggs that were read before are not decoded again.
     *
     * @return empty when the cache was damaged; it is thrown away then, and has to be fetched anew
     * @throws InvalidException when there are more or larger files than a Nest may have
     */
    Optional<NestSnapshot> read(CommitId commit, NestRules rules) {
        try {
            try (var repository = cache.open()) {
                var files = CommitFiles.of(repository, ObjectId.fromString(commit.value()), limits, blobs);
                var snapshot = NestReader.read(files, rules, Inputs.none(), memory);
                blobs = files.blobs();
                return Optional.of(snapshot);
            } catch (IOException | UncheckedIOException e) {
                cache.discard("it is damaged: " + e.getMessage());
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UnavailableException("reading commit " + commit + " of the Nest: " + e.getMessage(), e);
        }
    }

    private static boolean isDamage(Exception failure) {
        return FetchFailure.causes(failure)
                .anyMatch(cause -> cause instanceof MissingObjectException
                        || cause instanceof CorruptObjectException
                        || cause instanceof PackInvalidException
                        || cause instanceof RepositoryNotFoundException);
    }
}
