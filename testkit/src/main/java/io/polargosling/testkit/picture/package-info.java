/** Pictures of the documentation that are drawn from the data they show. */
@NullMarked
package io.polargosling.testkit.picture;

import org.jspecify.annotations.NullMarked;
