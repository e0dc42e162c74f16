package exactlyonce.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Whatever answers commands: a program, or our library in this one. Used by one thread at a time. */
public interface Port extends AutoCloseable {

  /**
   * Has it do what a command says; returns its answer, an object.
   *
   * @throws PortException if there is no answer, or it is none
   */
  JsonNode answer(ObjectNode command) throws PortException, InterruptedException;

  @Override
  void close();
}
