/** A stand-in for YDB that speaks its wire protocol, so that the real driver runs against it. */
@NullMarked
package io.polargosling.storage.jdbc.ydbdouble;

import org.jspecify.annotations.NullMarked;
