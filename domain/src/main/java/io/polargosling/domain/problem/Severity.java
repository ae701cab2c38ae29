package io.polargosling.domain.problem;

/** How bad a finding is: an error keeps the object at its last good configuration, a warning does not. */
public enum Severity {
    ERROR,
    WARNING
}
