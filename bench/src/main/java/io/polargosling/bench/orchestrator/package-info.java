/** How quickly a waiting job becomes a machine, beside OpenTofu alone. */
@NullMarked
package io.polargosling.bench.orchestrator;

import org.jspecify.annotations.NullMarked;
