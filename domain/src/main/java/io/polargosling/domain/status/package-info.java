/** What an egg is doing, read in a few calls. */
@NullMarked
package io.polargosling.domain.status;

import org.jspecify.annotations.NullMarked;
