/** Objects in a folder and in S3-compatible buckets. */
@NullMarked
package io.polargosling.storage.object;

import org.jspecify.annotations.NullMarked;
