/** Small programs that use the library. Each has a main method. */
@NullMarked
package exactlyonce.example;

import org.jspecify.annotations.NullMarked;
