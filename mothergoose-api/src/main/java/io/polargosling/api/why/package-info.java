/** What became of one CI job, and why it still waits. */
@NullMarked
package io.polargosling.api.why;

import org.jspecify.annotations.NullMarked;
