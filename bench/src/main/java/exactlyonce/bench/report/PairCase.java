package exactlyonce.bench.report;

import exactlyonce.bench.pair.PairRun.Shape;
import exactlyonce.bench.pair.PairRun.Times;
import exactlyonce.bench.pair.Subject.Conditions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A measurement with two threads.
 *
 * @param shape how messages are sent
 * @param contestant the name
 * @param conditions of the run
 */
record PairCase(Shape shape, String contestant, Conditions conditions) {
  static final int WINDOW = 1024;

  PairCase(Shape shape, String contestant) {
    this(shape, contestant, new Conditions(WINDOW, 0));
  }

  /** Returns a name that no other case has. */
  String id() {
    return String.format(
        Locale.ROOT,
        "%s, %s, W = %d, loss %.0f %%",
        shape.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        contestant,
        conditions.window(),
        100 * conditions.loss());
  }

  /** Returns a part of a file name that no other case has. */
  String fileName() {
    return id().replaceAll("[^A-Za-z0-9.]+", "-");
  }

  /** Returns the arguments of {@link Fork#main}. */
  List<String> arguments(Times times, Path file) {
    return List.of(
        shape.name(),
        contestant,
        Integer.toString(conditions.window()),
        Double.toString(conditions.loss()),
        Integer.toString(times.warmups()),
        Integer.toString(times.iterations()),
        Long.toString(times.iteration().toMillis()),
        file.toString());
  }
}
