package io.polargosling.domain.inventory;

/** One cloud: what exists in it, and turning that on and off. */
public record Cloud(Inventory inventory, PowerSwitch power) {}
