/** The domain's store ports on SQL databases and on DynamoDB. */
@NullMarked
package io.polargosling.storage;

import org.jspecify.annotations.NullMarked;
