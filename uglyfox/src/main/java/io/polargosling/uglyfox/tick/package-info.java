/** When runners are judged: by duty and when asked. */
@NullMarked
package io.polargosling.uglyfox.tick;

import org.jspecify.annotations.NullMarked;
