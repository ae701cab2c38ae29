package io.polargosling.nest;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds eggs that may take each other's jobs. Only a group's runners are seen by projects of others, so two eggs of
 * projects never compete. One warning for an egg, about the first of the others, keeps the work and the list short: there
 * may be as many pairs as eggs times eggs.
 */
final class TagChecks {

    /** Stands among tags for jobs that have none. */
    private static final String UNTAGGED = "";

    private final NestProblems problems;
    private final Map<Key, Earlier> earlier = new HashMap<>();

    private record Key(GitLabServer server, String tag) {}

    /** Who was seen with a tag. */
    private static final class Earlier {
        private @Nullable Declared first;
        private @Nullable Declared firstGroup;
        private int count;
        private int groups;
    }

    TagChecks(NestProblems problems) {
        this.problems = problems;
    }

    void check(List<Declared> eggs) {
        eggs.forEach(this::check);
    }

    private void check(Declared egg) {
        var tags = new HashSet<>(filter(egg).tags());
        if (filter(egg).runUntagged()) {
            tags.add(UNTAGGED);
        }
        @Nullable Declared rival = null;
        int rivals = 0;
        var servers = new HashMap<GitLabServer, Boolean>();
        egg.targets().forEach(target -> servers.merge(target.binding().server(), isGroup(target), Boolean::logicalOr));
        for (Map.Entry<GitLabServer, Boolean> server : servers.entrySet()) {
            boolean group = server.getValue();
            for (String tag : tags) {
                Earlier seen = earlier.computeIfAbsent(new Key(server.getKey(), tag), key -> new Earlier());
                @Nullable Declared found = group ? seen.first : seen.firstGroup;
                rivals = Math.max(rivals, group ? seen.count : seen.groups);
                if (found != null && (rival == null || found.name().compareTo(rival.name()) < 0)) {
                    rival = found;
                }
                add(seen, egg, group);
            }
        }
        if (rival != null) {
            warn(egg, rival, rivals > 1);
        }
    }

    private static void add(Earlier seen, Declared egg, boolean group) {
        seen.count++;
        seen.first = seen.first == null ? egg : seen.first;
        if (group) {
            seen.groups++;
            seen.firstGroup = seen.firstGroup == null ? egg : seen.firstGroup;
        }
    }

    private void warn(Declared egg, Declared rival, boolean more) {
        SortedSet<String> common = new TreeSet<>(filter(egg).tags());
        common.retainAll(filter(rival).tags());
        boolean hidden =
                egg.places().tags().sensitive() || rival.places().tags().sensitive();
        String tags = hidden ? "some tags" : "the tags " + String.join(", ", common);
        problems.add(
                egg.subject(),
                Diagnostic.warning(
                        "tag-overlap",
                        "Tags overlap",
                        "The runners of \"%s\" and \"%s\" (%s)%s both take %s and may take each other's jobs."
                                .formatted(
                                        egg.name(),
                                        rival.name(),
                                        rival.places().tags().range(),
                                        more ? ", and of others," : "",
                                        common.isEmpty() ? "jobs without tags" : tags),
                        egg.places().tags().range()));
    }

    private static JobFilter filter(Declared egg) {
        return egg.entry().runner().jobs();
    }

    private static boolean isGroup(Declared.Target target) {
        return target.binding().scope() instanceof TargetScope.Group;
    }
}
