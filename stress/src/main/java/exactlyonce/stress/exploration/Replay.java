package exactlyonce.stress.exploration;

import exactlyonce.stress.model.Access;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a thread under test, from its start: its accesses get the answers that are already known, and
 * the first one without an answer stops it. At most one is under way in each thread of the explorer.
 */
public final class Replay {
  private static final ThreadLocal<@Nullable Replay> CURRENT = new ThreadLocal<>();

  private final Shared shared;
  private final int[] answers;
  private final List<String> notes = new ArrayList<>();
  private int position;
  private @Nullable Access next;
  private @Nullable Throwable thrown;

  private Replay(Shared shared, int[] answers) {
    this.shared = shared;
    this.answers = answers;
  }

  /**
   * Runs a thread until it needs an answer that is not known, or ends.
   *
   * @param shared the memory that the thread shares with others
   * @param answers the answers that are known
   */
  static Replay of(Runnable thread, Shared shared, int[] answers) {
    Replay replay = new Replay(shared, answers);
    CURRENT.set(replay);
    try {
      thread.run();
    } catch (Throwable e) {
      replay.thrown = e; // Stop, or an exception of the code under test
    } finally {
      CURRENT.remove();
    }
    return replay;
  }

  /** Returns the run that is under way in this thread; null if memory is to be accessed as it is. */
  public static @Nullable Replay current() {
    return CURRENT.get();
  }

  /** Returns the shared memory. */
  public Shared shared() {
    return shared;
  }

  /** Returns what an access returns: the number of the value that it reads. */
  public int answer(Access access) {
    if (next == null && position < answers.length) {
      return answers[position++];
    }
    if (next == null) {
      next = access;
    }
    throw Replay.<RuntimeException>unchecked(new Stop());
  }

  /** Records something that the outcome of the run consists of. */
  public static void note(@Nullable Object what) {
    Replay replay = CURRENT.get();
    if (replay != null) {
      replay.notes.add(String.valueOf(what));
    }
  }

  /** Returns the access that has no answer; null if the thread has ended. */
  @Nullable Access next() {
    return next;
  }

  /** Returns what it has noted. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns what it threw; null if it did not end by that. */
  @Nullable Throwable failure() {
    return next == null ? thrown : null;
  }

  // Throws what the signatures of the code under test do not admit.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable e) throws E {
    throw (E) e;
  }
}
