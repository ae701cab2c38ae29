/** Puts decisions on the rows of runners as orders. */
@NullMarked
package io.polargosling.uglyfox.act;

import org.jspecify.annotations.NullMarked;
