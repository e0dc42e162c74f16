/** Each access mode of the classes under test made weaker, one at a time, and the client that notices. */
@NullMarked
package exactlyonce.stress.weakening;

import org.jspecify.annotations.NullMarked;
