/** What was last read from the Nest, and the history of syncs. */
@NullMarked
package io.polargosling.domain.sync;

import org.jspecify.annotations.NullMarked;
