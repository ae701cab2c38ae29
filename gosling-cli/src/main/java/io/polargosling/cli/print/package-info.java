/** How commands print and how they end. */
@NullMarked
package io.polargosling.cli.print;

import org.jspecify.annotations.NullMarked;
