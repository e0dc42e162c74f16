package exactlyonce.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForgettingTest {
  @Test
  void aBoundedCacheForgetsWhatAWindowRemembers() {
    assertThat(Forgetting.ofMap()).isZero();
    assertThat(Forgetting.ofCache()).isPositive();
  }
}
