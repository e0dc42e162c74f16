package exactlyonce.stress.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.stress.model.Fingerprint;
import org.junit.jupiter.api.Test;

class FingerprintSetTest {
  @Test
  void keepsWhatWasAddedWhileItGrows() {
    FingerprintSet set = new FingerprintSet();
    for (int number = 0; number < 10_000; number++) {
      assertThat(set.add(of(number))).isTrue();
    }
    for (int number = 0; number < 10_000; number++) {
      assertThat(set.add(of(number))).isFalse();
    }
    assertThat(set.size()).isEqualTo(10_000);
  }

  private static Fingerprint of(long number) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(number);
    return fingerprint;
  }
}
