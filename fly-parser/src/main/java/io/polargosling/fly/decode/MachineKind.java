package io.polargosling.fly.decode;

/** The values of {@code type}. */
public enum MachineKind {
    VM,
    SERVERLESS
}
