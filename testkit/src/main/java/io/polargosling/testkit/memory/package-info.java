/** A whole {@link io.polargosling.domain.store.Storage} in memory, for histories that take millions of calls. */
@NullMarked
package io.polargosling.testkit.memory;

import org.jspecify.annotations.NullMarked;
