package io.polargosling.domain.plan;

import java.util.OptionalLong;

/**
 * What a plan is bound to; it is applied only while all of this still holds.
 *
 * @param fileHash SHA-256 of the encrypted plan file, 64 hexadecimal digits
 * @param variablesHash SHA-256 of the variables it was made with, 64 hexadecimal digits
 * @param stateSerial serial of the state it was made from; empty when there was no state yet, or it cannot be told
 */
public record PlanBinding(String fileHash, String variablesHash, OptionalLong stateSerial) {}
