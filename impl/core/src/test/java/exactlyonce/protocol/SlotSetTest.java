package exactlyonce.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotSetTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 32, 64, 128, 1024})
  void itIsTheSetOfTheLastNumbers(int slots) {
    SlotSet set = new SlotSet(slots);
    TreeSet<Long> model = new TreeSet<>();
    SplittableRandom random = new SplittableRandom(slots);
    long end = random.nextLong(3L * slots);
    for (int step = 0; step < 2000; step++) {
      end += random.nextLong(0, 3);
      long seq = end - 1 - random.nextLong(slots);
      if (random.nextInt(3) == 0) {
        set.add(seq);
        model.removeIf(other -> (other - seq) % slots == 0);
        model.add(seq);
      } else {
        set.remove(seq);
        model.remove(seq);
      }
      while (!model.isEmpty() && model.first() < end - slots) {
        set.remove(model.pollFirst()); // before its slot gets another number
      }
      long from = end - 1 - random.nextLong(slots);
      Long first = model.ceiling(from);
      if (first == null) {
        assertThat(set.next(from, end)).isGreaterThanOrEqualTo(end);
      } else {
        assertThat(set.next(from, end)).isEqualTo(first);
      }
    }
  }
}
