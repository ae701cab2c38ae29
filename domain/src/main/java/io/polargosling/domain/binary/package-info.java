/** The programs that runners are given: stored versions, and which one is active. */
@NullMarked
package io.polargosling.domain.binary;

import org.jspecify.annotations.NullMarked;
