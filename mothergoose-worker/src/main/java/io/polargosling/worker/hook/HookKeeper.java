package io.polargosling.worker.hook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.gitlab.WantedHook;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import io.polargosling.worker.group.GroupDiscovery;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.target.GroupProjects;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the hooks of targets: one at a project; one at a group where its licence has group hooks, else one at each
 * project that is kept under the group, the Nest's apart, which has its own; never both. Hooks with another address than
 * ours are not touched.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}; what was done before stays.
 */
public final class HookKeeper {

    private static final Logger log = LoggerFactory.getLogger(HookKeeper.class);
    /** Of a group's projects that refuse, so many are named. */
    private static final int MAX_PROBLEMS = 5;

    private final Storage storage;
    private final GitLab gitlab;
    private final HookAddress address;
    private final HookSecrets secrets;
    private final OneHook hook;
    private final Optional<NestProject> nest;
    private final GroupProjects projects;
    /** Up to which project a group's hooks were kept before GitLab was away: the rest must get its turn. */
    private final Map<TargetId, Long> keptUpTo = new ConcurrentHashMap<>();

    /** @param address where the API takes webhooks */
    public HookKeeper(
            Storage storage,
            GitLab gitlab,
            Secrets secrets,
            HookAddress address,
            Settings settings,
            InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.address = address;
        this.secrets = new HookSecrets(secrets, gitlab, settings.secrets().autocreateWebhookSecret(), clock);
        this.hook = new OneHook(gitlab.hooks());
        this.nest = NestProject.of(settings.nest());
        this.projects = new GroupProjects(storage);
    }

    /**
     * Brings the hook of a project to what it should be.
     *
     * @return what stands against it
     * @throws InvalidException when GitLab refuses
     * @throws NotFoundException when its secret is not there
     */
    public List<HookProblem> keepProject(Target target, GitLabAccess access) {
        if (!address.isReachableFrom(access.server())) {
            return List.of(HookProblem.unreachable(access.server(), address));
        }
        var place =
                project(target, access, target.id().scope().id(), target.hook().id());
        var kept = hook.keep(place, wanted(target, access));
        save(target, kept.hook());
        return kept.wasDisabled() ? List.of(HookProblem.disabled(place.name(), kept.hook())) : List.of();
    }

    /**
     * Brings the hook of a group, or those of its projects, to what they should be.
     *
     * @param all whether to look at every project, or at the fresh ones only, where projects have the hooks
     * @return what stands against them
     * @throws InvalidException when GitLab refuses all
     * @throws NotFoundException when the secret is not there
     */
    public List<HookProblem> keepGroup(Target target, GitLabAccess access, GroupDiscovery.Found found, boolean all) {
        if (!address.isReachableFrom(access.server())) {
            return List.of(HookProblem.unreachable(access.server(), address));
        }
        var wanted = wanted(target, access);
        if (gitlab.hooks().groupHooksAllowed(access, target.id().scope().id())) {
            return keepGroupHook(target, access, wanted);
        }
        found.gone().forEach(project -> removeFromProject(target, access, project));
        return keepProjectHooks(target, access, wanted, all ? projects.kept(target) : found.fresh(), all);
    }

    /** Deletes the hooks of a target that takes none any more. */
    public void remove(Target target, GitLabAccess access) {
        if (target.hook().equals(TargetHook.none())) {
            return;
        }
        switch (target.id().scope()) {
            case TargetScope.Project project ->
                hook.remove(project(target, access, project.id(), target.hook().id()), address.url());
            case TargetScope.Group group -> {
                boolean hasOwn = target.hook().id().isPresent();
                if (hasOwn || gitlab.hooks().groupHooksAllowed(access, group.id())) {
                    hook.remove(group(target, access), address.url());
                }
                if (!hasOwn) {
                    projects.kept(target).forEach(project -> removeFromProject(target, access, project));
                }
            }
        }
        storage.targets().saveHook(target.id(), TargetHook.none());
    }

    private List<HookProblem> keepGroupHook(Target target, GitLabAccess access, WantedHook wanted) {
        var place = group(target, access);
        var kept = hook.keep(place, wanted);
        boolean projectsHadThem = target.hook().id().isEmpty() && target.hook().status() != TargetHook.Status.UNKNOWN;
        if (projectsHadThem) {
            projects.kept(target).forEach(project -> removeFromProject(target, access, project));
        }
        save(target, kept.hook());
        return kept.wasDisabled() ? List.of(HookProblem.disabled(place.name(), kept.hook())) : List.of();
    }

    private List<HookProblem> keepProjectHooks(
            Target target, GitLabAccess access, WantedHook wanted, List<KnownProject> chosen, boolean all) {
        var problems = new ArrayList<HookProblem>();
        var worst = TargetHook.Status.EXECUTABLE;
        long from = all ? keptUpTo.getOrDefault(target.id(), 0L) : 0L;
        for (var project : chosen.stream()
                .sorted(Comparator.comparingLong(KnownProject::id))
                .filter(project -> project.id() > from)
                .filter(project -> !isNest(access.server(), project.id()))
                .toList()) {
            var place = project(target, access, project.id(), OptionalLong.empty());
            try {
                var kept = hook.keep(place, wanted);
                if (kept.hook().status().compareTo(worst) > 0) {
                    worst = kept.hook().status();
                }
                if (kept.wasDisabled()) {
                    problems.add(HookProblem.disabled(place.name(), kept.hook()));
                }
            } catch (InvalidException | NotFoundException e) {
                problems.add(HookProblem.refused(place.name() + ": " + e.getMessage()));
            }
            if (all) {
                keptUpTo.put(target.id(), project.id());
            }
        }
        if (all) {
            keptUpTo.remove(target.id());
        }
        if (all || target.hook().equals(TargetHook.none())) {
            save(target, new TargetHook(OptionalLong.empty(), worst));
        }
        return List.copyOf(problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
    }

    /** One that lies in another group of ours by now has that one's hook; one out of reach keeps what it has. */
    private void removeFromProject(Target target, GitLabAccess access, KnownProject project) {
        boolean hasMoved = storage.projects()
                .find(project.server(), project.id())
                .filter(now -> now.groupId() != target.id().scope().id())
                .isPresent();
        if (hasMoved) {
            return;
        }
        try {
            hook.remove(project(target, access, project.id(), OptionalLong.empty()), address.url());
        } catch (InvalidException | NotFoundException e) {
            log.info(
                    "hook not deleted egg={} project={} cause=\"{}\"",
                    target.id().egg(),
                    project.id(),
                    e.getMessage());
        }
    }

    private WantedHook wanted(Target target, GitLabAccess access) {
        var declared = target.declared();
        return address.wanted(
                secrets.of(declared.webhookSecret(), access, EggTargets.place(declared, "webhook_secret")));
    }

    private HookPlace project(Target target, GitLabAccess access, long projectId, OptionalLong known) {
        var server = access.server();
        // A hook that a group has at this project looks the same; who knows its own need not guess.
        boolean isInGroup =
                known.isPresent() && storage.projects().find(server, projectId).isPresent();
        return new HookPlace(
                access,
                new TargetScope.Project(projectId),
                known,
                hooksOfOthers(target, server, projectId),
                !isInGroup && !isNest(server, projectId));
    }

    private boolean isNest(GitLabServer server, long projectId) {
        return nest.filter(project -> project.is(server, projectId)).isPresent();
    }

    private static HookPlace group(Target target, GitLabAccess access) {
        return new HookPlace(access, target.id().scope(), target.hook().id(), Set.of(), true);
    }

    /** The hooks that other targets have at this very project. */
    private Set<Long> hooksOfOthers(Target target, GitLabServer server, long projectId) {
        return storage.eggs().projectTargets(server, projectId).stream()
                .filter(other -> !other.id().equals(target.id()))
                .flatMap(other -> storage.targets().find(other.id()).stream())
                .map(other -> other.hook().id())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .collect(Collectors.toSet());
    }

    private void save(Target target, TargetHook now) {
        if (!target.hook().equals(now)) {
            storage.targets().saveHook(target.id(), now);
        }
    }
}
