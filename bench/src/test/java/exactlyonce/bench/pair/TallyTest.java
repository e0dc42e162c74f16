package exactlyonce.bench.pair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void acceptsEachOnceInAnyOrder() {
    assertThat(of(2, 0, 1).isExactly(3)).isTrue();
  }

  @Test
  void noticesWhatIsLost() {
    assertThat(of(0, 1).isExactly(3)).isFalse();
  }

  @Test
  void noticesWhatIsDoubled() {
    assertThat(of(0, 1, 2, 1).isExactly(3)).isFalse();
  }

  @Test
  void noticesALossThatADuplicateHides() {
    assertThat(of(0, 1, 1).isExactly(3)).isFalse();
  }

  @Test
  void noticesTwoErrorsWithTheSameSum() {
    assertThat(of(0, 2, 2, 2).isExactly(4)).isFalse(); // as much as 0, 1, 2, 3
  }

  private static Tally of(long... numbers) {
    Tally tally = new Tally();
    for (long number : numbers) {
      tally.add(number);
    }
    return tally;
  }
}
