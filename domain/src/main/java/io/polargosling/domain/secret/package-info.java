/** Secret URIs, secret values that print as a mask, and the port that reads them. */
@NullMarked
package io.polargosling.domain.secret;

import org.jspecify.annotations.NullMarked;
