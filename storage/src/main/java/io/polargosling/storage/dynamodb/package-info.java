/** The domain's store ports on one table of DynamoDB. */
@NullMarked
package io.polargosling.storage.dynamodb;

import org.jspecify.annotations.NullMarked;
