/**
 * Shipped classes with one seeded bug each, for the stress tests to catch.
 *
 * <p>A {@link exactlyonce.stress.twins.Twin} is made from the class file as it is shipped: a few calls in it are
 * changed, as its {@link exactlyonce.stress.twins.Edit}s say. The test is the one that the shipped class must
 * pass, and so is the rest of the library.
 */
@NullMarked
package exactlyonce.stress.twins;

import org.jspecify.annotations.NullMarked;
