package io.polargosling.simulator.server;

/** A key that may read, or write, one project's repository. */
record DeployKey(long id, long projectId, String title, String key, boolean canPush) {}
