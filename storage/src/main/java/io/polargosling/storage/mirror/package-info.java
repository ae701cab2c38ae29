/**
 * The provider cache: packages of OpenTofu's providers as objects, and the list that says which of them are to be used.
 * One program fills it, another copies it to its host.
 */
@NullMarked
package io.polargosling.storage.mirror;

import org.jspecify.annotations.NullMarked;
