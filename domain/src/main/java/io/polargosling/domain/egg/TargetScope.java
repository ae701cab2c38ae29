package io.polargosling.domain.egg;

/** What an egg serves on its GitLab server. */
public sealed interface TargetScope {

    /** GitLab's id of the project or group, 1 to 999999999. */
    long id();

    /** One project. */
    record Project(long id) implements TargetScope {}

    /** A group with all its projects and subgroups. */
    record Group(long id) implements TargetScope {}
}
