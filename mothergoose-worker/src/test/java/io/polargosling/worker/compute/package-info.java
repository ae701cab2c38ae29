/** The compute module under the real OpenTofu, on doubles of the cloud providers. */
@NullMarked
package io.polargosling.worker.compute;

import org.jspecify.annotations.NullMarked;
