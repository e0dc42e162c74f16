package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SequenceDiagramTest {
  private final SequenceDiagram diagram = new SequenceDiagram();

  @Test
  void anErrorIsDrawn() {
    assertThatThrownBy(() -> diagram.drawnIfItFails(() -> {
          diagram.requestSent("DATA 0 a");
          diagram.requestArrives("DATA 0 a");
          diagram.atReceiver("handles 0 a");
          diagram.replySent("ACK 0");
          diagram.lost("ACK 0");
          diagram.replyArrives("ACK 0");
          diagram.atSender("DELIVERED 0");
          throw new AssertionError("delivered twice");
        }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("""
            delivered twice

            sender                            network                           receiver
            |--- DATA 0 a ------------------->|                                 |
            |                                 |--- DATA 0 a ------------------->|
            |                                 |                                 | handles 0 a
            |                                 |<-- ACK 0 -----------------------|
            |                                 | ACK 0 is lost                   |
            |<-- ACK 0 -----------------------|                                 |
            | DELIVERED 0                     |                                 |
            """);
  }

  @Test
  void whatSucceedsIsNotDrawn() {
    diagram.drawnIfItFails(() -> diagram.atSender("opens"));
    assertThat(diagram.toString()).contains("| opens");
  }
}
