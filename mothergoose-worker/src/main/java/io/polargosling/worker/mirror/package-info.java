/** Copies the providers that OpenTofu needs from the cache to this host, so that no run fetches anything. */
@NullMarked
package io.polargosling.worker.mirror;

import org.jspecify.annotations.NullMarked;
