/** The gosling command. */
@NullMarked
package io.polargosling.cli;

import org.jspecify.annotations.NullMarked;
