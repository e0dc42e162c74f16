package exactlyonce.stress.model;

import org.jspecify.annotations.Nullable;

/**
 * What one thread must see, and what it passes on.
 *
 * @param current what it must see
 * @param read what the messages said that it has read, acquired or not
 * @param pushed what its last volatile access ordered before the next one; null if there was none
 * @param received what the fence since then has made visible; null as long as there was none
 */
record ThreadViews(
    View current,
    View read,
    @Nullable View pushed,
    @Nullable View received) {
  static final ThreadViews NEW = new ThreadViews(View.NONE, View.NONE, null, null);

  ThreadViews see(View seen) {
    return new ThreadViews(seen, read, pushed, received);
  }

  ThreadViews alsoRead(View said) {
    return new ThreadViews(current, read.join(said), pushed, received);
  }

  ThreadViews afterVolatile(View ordered) {
    return new ThreadViews(current, read, ordered, null);
  }
}
