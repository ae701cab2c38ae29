/** The stores, each backend beside the bare statements on the same database in the same run. */
@NullMarked
package io.polargosling.bench.storage;

import org.jspecify.annotations.NullMarked;
