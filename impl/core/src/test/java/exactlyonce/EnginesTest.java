package exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestEngine;

/**
 * All three test engines run in one Surefire run: they are compatible with one JUnit Platform
 * version.
 */
class EnginesTest {

  @Test
  void jupiterJqwikAndArchUnitArePresent() {
    assertThat(ServiceLoader.load(TestEngine.class))
        .extracting(TestEngine::getId)
        .contains("junit-jupiter", "jqwik", "archunit");
  }

  @Property
  void aSlotIsTheLowBitsOfASeq(
      @ForAll @LongRange(min = 0, max = (1L << 60) - 1) long seq,
      @ForAll @IntRange(min = 0, max = 30) int log2) {
    long window = 1L << log2;
    assertThat(seq & (window - 1)).isEqualTo(Math.floorMod(seq, window));
  }
}
