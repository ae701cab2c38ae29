/** The stores on SQL databases; {@link io.polargosling.storage.jdbc.JdbcStorage} is the only way in. */
@NullMarked
package io.polargosling.storage.jdbc;

import org.jspecify.annotations.NullMarked;
