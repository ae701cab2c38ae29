/** MotherGoose's own configuration as the Nest declares it. */
@NullMarked
package io.polargosling.domain.mothergoose;

import org.jspecify.annotations.NullMarked;
