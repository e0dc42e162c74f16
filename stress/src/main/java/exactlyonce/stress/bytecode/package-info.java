/**
 * The code under test as it is shipped, with a hook in the place of each access to shared memory.
 *
 * <p>A class loader of its own reads the class files and puts a call of {@link
 * exactlyonce.stress.bytecode.Hooks} in place of each call of a {@code VarHandle} or of an atomic, and of
 * each plain access to an array of {@code long}, {@code int} or {@code Object}, or to a field that is not
 * final. While no thread under test is run, the hooks access memory as the code says.
 *
 * <p>Shared are the arrays in the fields of objects that the set-up makes, and what {@link
 * exactlyonce.stress.exploration.Plain} makes. Static initializers are as they were. The elements of a
 * plainly accessed array of another type than {@code Object} cannot be references.
 */
@NullMarked
package exactlyonce.stress.bytecode;

import org.jspecify.annotations.NullMarked;
