/** {@code gosling list}: what there is, one a line. */
@NullMarked
package io.polargosling.cli.list;

import org.jspecify.annotations.NullMarked;
