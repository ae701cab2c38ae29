/** Large things that no row can hold, by key: plan files, artifacts, binaries. */
@NullMarked
package io.polargosling.domain.object;

import org.jspecify.annotations.NullMarked;
