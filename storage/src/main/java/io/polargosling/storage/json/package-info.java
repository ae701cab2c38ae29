/** The JSON form of domain values, the same in every kind of database. */
@NullMarked
package io.polargosling.storage.json;

import org.jspecify.annotations.NullMarked;
