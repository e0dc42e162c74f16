package exactlyonce.conformance.branches;

/**
 * A place in the bytecode where the library decides what to do, or has something done, and what is changed
 * there.
 *
 * @param name its class and method, and its number there
 * @param change {@code inverted}: a condition; {@code case N elsewhere}: a case of a switch is taken for
 *     another one; {@code no M}: a method that returns nothing is not called
 * @param file the source
 * @param line in it
 */
public record Branch(String name, String change, String file, int line) {}
