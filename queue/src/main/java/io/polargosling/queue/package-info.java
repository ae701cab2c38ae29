/** Commands on SQS and, embedded, on ElasticMQ. */
@NullMarked
package io.polargosling.queue;

import org.jspecify.annotations.NullMarked;
