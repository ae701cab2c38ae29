package io.polargosling.simulator.server;

import java.util.regex.Pattern;

/** Whether a push to a branch concerns a hook. */
final class BranchFilter {

    private BranchFilter() {}

    static boolean allows(Hook hook, String ref) {
        String branch = ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : ref;
        if (hook.branchFilter.isEmpty()) {
            return true;
        }
        return switch (hook.branchFilterStrategy) {
            case "all_branches" -> true;
            case "regex" -> Pattern.compile(hook.branchFilter).matcher(branch).find();
            default -> branch.matches(("\\Q" + hook.branchFilter + "\\E").replace("*", "\\E.*\\Q"));
        };
    }
}
