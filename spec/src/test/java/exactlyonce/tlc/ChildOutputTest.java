package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A process may be killed while it writes a line. */
class ChildOutputTest {
  @Test
  void halfALineSaysNothing() {
    String end = ChildOutput.end(12);
    assertThat(ChildOutput.code(end)).hasValue(12);
    assertThat(ChildOutput.code(ChildOutput.end(-1))).hasValue(-1);
    for (int length = 1; length < end.length(); length++) {
      assertThat(ChildOutput.code(end.substring(0, length)))
          .as(end.substring(0, length))
          .isEmpty();
    }
    assertThat(ChildOutput.numbers("%7 5 2 3")).hasValue(new long[] {7, 5, 2, 3});
    for (String half : new String[] {"%", "%7", "%7 ", "%7 5 2 "}) {
      assertThat(ChildOutput.numbers(half)).as(half).isEmpty();
    }
  }
}
