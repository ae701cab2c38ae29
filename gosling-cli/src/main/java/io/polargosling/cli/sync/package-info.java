/** {@code gosling sync}: asking the control plane to read the Nest. */
@NullMarked
package io.polargosling.cli.sync;

import org.jspecify.annotations.NullMarked;
