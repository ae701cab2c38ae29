/** What can go wrong, as values with a place and as the five exceptions every adapter translates to. */
@NullMarked
package io.polargosling.domain.problem;

import org.jspecify.annotations.NullMarked;
