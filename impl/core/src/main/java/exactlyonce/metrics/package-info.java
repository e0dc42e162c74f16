/** The numbers that senders, hosts and transports publish, for a monitoring system to read. */
@NullMarked
package exactlyonce.metrics;

import org.jspecify.annotations.NullMarked;
