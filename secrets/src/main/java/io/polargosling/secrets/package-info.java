/** Secret URIs to values. */
@NullMarked
package io.polargosling.secrets;

import org.jspecify.annotations.NullMarked;
