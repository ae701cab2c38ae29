package io.polargosling.domain.egg;

/** A target's identity: what it is on which server, and for which egg. */
public record TargetId(GitLabServer server, TargetScope scope, EggName egg) {}
