/** Every {@code gosling.*} setting as one typed record, the same for all programs; an unknown key stops the start. */
@NullMarked
package io.polargosling.settings;

import org.jspecify.annotations.NullMarked;
