package exactlyonce.matrix;

import exactlyonce.conformance.WrongPort;
import java.util.List;
import java.util.stream.Stream;

/** Ports that do not keep to the protocol of the vectors, and what is said about them. */
final class WrongPorts implements Source {
  @Override
  public List<SeededBug> bugs() {
    return Stream.of(WrongPort.values())
        .map(port -> SeededBug.of(
            "`" + port + "`", port.said().replace("|", "\\|"), Check.VECTORS, "`PortCommandTest`"))
        .toList();
  }
}
