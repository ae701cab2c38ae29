/** Making configurations of eggs effective, and going back to earlier ones. */
@NullMarked
package io.polargosling.cli.deploy;

import org.jspecify.annotations.NullMarked;
