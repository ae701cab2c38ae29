/** That the pictures show what is so. */
@NullMarked
package io.polargosling.testkit.picture;

import org.jspecify.annotations.NullMarked;
