/** How every bench shows and keeps what it measured. */
@NullMarked
package io.polargosling.bench.report;

import org.jspecify.annotations.NullMarked;
