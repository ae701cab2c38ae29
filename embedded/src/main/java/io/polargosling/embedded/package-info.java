/** Files of H2, opened so that no commit it has acknowledged is lost when the process is killed. */
@NullMarked
package io.polargosling.embedded;

import org.jspecify.annotations.NullMarked;
