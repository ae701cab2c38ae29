/** Telling why a CI job waits. */
@NullMarked
package io.polargosling.cli.why;

import org.jspecify.annotations.NullMarked;
