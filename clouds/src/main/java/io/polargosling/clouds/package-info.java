/** What exists on AWS and Yandex Cloud, and turning that on and off. */
@NullMarked
package io.polargosling.clouds;

import org.jspecify.annotations.NullMarked;
