/** SQS over its older protocol, forms and XML, which is the one that Yandex Message Queue documents. */
@NullMarked
package io.polargosling.queue.ymq;

import org.jspecify.annotations.NullMarked;
