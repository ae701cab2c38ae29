/** Showing how eggs are doing, and what would be done about them next. */
@NullMarked
package io.polargosling.cli.status;

import org.jspecify.annotations.NullMarked;
