package io.polargosling.simulator.server;

import java.util.Locale;

/** A project; its groups exist as far as its path names them. */
record Project(long id, String path, long namespaceId, String defaultBranch) {

    /** The display name of the project: {@code ledger-api} becomes {@code Ledger Api}. */
    String name() {
        return titled(path.substring(path.lastIndexOf('/') + 1));
    }

    /** The full path of the group the project lies in. */
    String groupPath() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    String groupName() {
        return titled(groupPath().substring(groupPath().lastIndexOf('/') + 1));
    }

    /** Group and project display names joined by {@code " / "}. */
    String fullName() {
        StringBuilder full = new StringBuilder();
        for (String part : path.split("/", -1)) {
            full.append(full.isEmpty() ? "" : " / ").append(titled(part));
        }
        return full.toString();
    }

    /** True when the project lies in the group or in a group below it. */
    boolean inGroup(String group) {
        return path.toLowerCase(Locale.ROOT).startsWith(group.toLowerCase(Locale.ROOT) + "/");
    }

    private static String titled(String slug) {
        StringBuilder title = new StringBuilder();
        for (String word : slug.split("[-_ ]", -1)) {
            if (!word.isEmpty()) {
                title.append(title.isEmpty() ? "" : " ")
                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1));
            }
        }
        return title.toString();
    }
}
