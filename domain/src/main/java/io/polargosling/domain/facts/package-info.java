/** What the store knows of an egg, as decisions and people take it: nobody else is asked. */
@NullMarked
package io.polargosling.domain.facts;

import org.jspecify.annotations.NullMarked;
