/** The history of Nest syncs. */
@NullMarked
package io.polargosling.api.sync;

import org.jspecify.annotations.NullMarked;
