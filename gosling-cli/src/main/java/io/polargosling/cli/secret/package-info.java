/** Putting secrets into the local keystore, and asking whether they are there. */
@NullMarked
package io.polargosling.cli.secret;

import org.jspecify.annotations.NullMarked;
