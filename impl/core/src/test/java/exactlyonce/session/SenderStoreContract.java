package exactlyonce.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.SenderStore.Phase;
import exactlyonce.session.SenderStore.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * What every {@link SenderStore} that keeps what it is given must do, as tests of any such store.
 * {@link #fencingRules} are for storage that another sender may take over while the first one runs.
 *
 * @param <P> payload, with {@code equals}
 */
public final class SenderStoreContract<P> {
  private static final long SESSION = 5;
  private static final int WINDOW = 4;
  private static final int LARGE_WINDOW = 1024;

  private final Supplier<? extends Supplier<? extends SenderStore<P>>> storages;
  private final IntFunction<? extends P> payloads;

  /**
   * Creates the tests.
   *
   * @param storages creates empty storage, which then creates a store for each sender that is
   *     started on it
   * @param payloads returns a different payload for each number
   */
  public SenderStoreContract(
      Supplier<? extends Supplier<? extends SenderStore<P>>> storages,
      IntFunction<? extends P> payloads) {
    this.storages = storages;
    this.payloads = payloads;
  }

  /** Returns one test for each rule, those of fencing included. */
  public Stream<DynamicTest> tests() {
    return Stream.of(rules(), fencingRules())
        .flatMap(rules -> rules.entrySet().stream())
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), rule.getValue()));
  }

  /** Returns the rules by their names. */
  public Map<String, Executable> rules() {
    Map<String, Executable> rules = new LinkedHashMap<>();
    rules.put("a session is found as it was opened", () -> new Run().sessionIsFound());
    rules.put("messages are found", () -> new Run().messagesAreFound());
    rules.put("each slot keeps its latest message", () -> new Run().slotsKeepTheLatest());
    rules.put("an append may be repeated", () -> new Run().appendMayBeRepeated());
    rules.put("each phase is found, with the messages", () -> new Run().phasesAreFound());
    rules.put("a new session has no messages", () -> new Run().newSessionIsEmpty());
    rules.put("a new session may have another window", () -> new Run().anotherWindow());
    rules.put("what is cleared is not found", () -> new Run().clearedIsNotFound());
    rules.put("what is cancelled is found so", () -> new Run().cancelledIsFound());
    rules.put("a message that is not there is not cancelled", () -> new Run().lateCancellations());
    rules.put("threads append at once", () -> new Run().threadsAppendAtOnce());
    return rules;
  }

  /** Returns the rules of fencing by their names. */
  public Map<String, Executable> fencingRules() {
    Map<String, Executable> rules = new LinkedHashMap<>();
    rules.put("a replaced sender writes nothing", () -> new Run().replacedWritesNothing());
    rules.put(
        "a replaced sender writes nothing to the next session",
        () -> new Run().replacedWritesNothingToTheNextSession());
    rules.put("no append is missed by a takeover", () -> new Run().noAppendIsMissed());
    return rules;
  }

  /** One storage. */
  private final class Run {
    private final Supplier<? extends SenderStore<P>> storage = storages.get();
    private SenderStore<P> store = storage.get();

    Run() {
      assertThat(store.load()).as("empty storage").isNull();
    }

    /** Opens a session and continues after a crash. */
    private void open() {
      store.open(SESSION, WINDOW, ReplyMode.WITH_REPLIES);
      assertStored(Phase.OPEN);
    }

    private P payload(long seq) {
      return payloads.apply((int) seq);
    }

    private void append(long... seqs) {
      for (long seq : seqs) {
        store.append(seq, payload(seq));
      }
    }

    private Stored<P> restart() {
      store = storage.get();
      return store.load();
    }

    /** After a crash, and after another. */
    private void assertStored(Phase phase, long... seqs) {
      assertStored(phase, Set.of(), seqs);
    }

    private void assertStored(Phase phase, Set<Long> cancelled, long... seqs) {
      Map<Long, P> entries = new LinkedHashMap<>();
      for (long seq : seqs) {
        entries.put(seq, payload(seq));
      }
      Stored<P> expected =
          new Stored<>(phase, SESSION, WINDOW, ReplyMode.WITH_REPLIES, entries, cancelled);
      assertThat(restart()).isEqualTo(expected);
      assertThat(restart()).isEqualTo(expected);
    }

    void sessionIsFound() {
      open();
      store.open(6, 8, ReplyMode.WITHOUT_REPLIES);
      assertThat(restart())
          .isEqualTo(new Stored<P>(Phase.OPEN, 6, 8, ReplyMode.WITHOUT_REPLIES, Map.of()));
    }

    void messagesAreFound() {
      open();
      append(0, 2);
      assertStored(Phase.OPEN, 0, 2);
      append(1, 3);
      assertStored(Phase.OPEN, 0, 1, 2, 3);
    }

    void slotsKeepTheLatest() {
      open();
      append(0, 1, 2, 3, 4, 6, 5, 8);
      assertStored(Phase.OPEN, 3, 5, 6, 8);
    }

    void appendMayBeRepeated() {
      open();
      append(0, 1, 0, 1);
      assertStored(Phase.OPEN, 0, 1);
    }

    void phasesAreFound() {
      open();
      append(0, 1);
      store.draining();
      assertStored(Phase.DRAINING, 0, 1);
      store.closing();
      assertStored(Phase.CLOSING, 0, 1);
      store.clear();
      open();
      append(0);
      store.ended();
      append(1); // a thread that got its number earlier
      assertStored(Phase.ENDED, 0, 1);
    }

    void newSessionIsEmpty() {
      store.open(4, WINDOW, ReplyMode.WITH_REPLIES);
      append(0, 1);
      store.draining();
      open();
      append(7);
      assertStored(Phase.OPEN, 7);
    }

    void anotherWindow() {
      store.open(4, 2 * WINDOW, ReplyMode.WITH_REPLIES);
      append(0, 1, 6, 7);
      open();
      append(7, 8);
      assertStored(Phase.OPEN, 7, 8);
    }

    void clearedIsNotFound() {
      open();
      append(0);
      store.closing();
      store.clear();
      assertThat(restart()).isNull();
      open();
    }

    void cancelledIsFound() {
      open();
      append(0, 1, 2, 3);
      store.cancelled(SESSION, 0);
      store.cancelled(SESSION, 2);
      assertStored(Phase.OPEN, Set.of(0L, 2L), 0, 1, 2, 3);
      store.cancelled(SESSION, 1);
      store.cancelled(SESSION, 1);
      append(4);
      assertStored(Phase.OPEN, Set.of(1L, 2L), 1, 2, 3, 4);
      append(6);
      open();
      append(0, 1);
      assertStored(Phase.OPEN, 0, 1);
    }

    void lateCancellations() {
      store.cancelled(SESSION, 0); // of no session
      store.open(4, WINDOW, ReplyMode.WITH_REPLIES);
      append(0, 1);
      open();
      append(0, 2, 5);
      store.cancelled(4, 0); // of an earlier session
      store.cancelled(SESSION, 1); // of an earlier lap
      store.cancelled(SESSION, 6); // of one that was not appended
      store.cancelled(SESSION, 3);
      assertStored(Phase.OPEN, 0, 2, 5);
      store.closing();
      store.clear();
      store.cancelled(SESSION, 0);
      assertThat(restart()).isNull();
    }

    void threadsAppendAtOnce() throws Exception {
      store.open(SESSION, LARGE_WINDOW, ReplyMode.WITH_REPLIES);
      Appending appending = new Appending(store);
      appending.await(50);
      Set<Long> appended = appending.stop();
      assertThat(restart().entries().keySet()).isEqualTo(appended);
    }

    void replacedWritesNothing() {
      open();
      append(0);
      SenderStore<P> replaced = store;
      assertStored(Phase.OPEN, 0);
      assertRefusesAll(replaced);
      assertStored(Phase.OPEN, 0);
    }

    void replacedWritesNothingToTheNextSession() {
      store.open(4, WINDOW, ReplyMode.WITH_REPLIES);
      append(0);
      SenderStore<P> replaced = store;
      restart();
      store.ended();
      store.clear();
      assertRefusesAll(replaced);
      open();
      append(1);
      assertRefusesAll(replaced);
      assertStored(Phase.OPEN, 1);
    }

    private void assertRefusesAll(SenderStore<P> replaced) {
      assertRefused(() -> replaced.append(0, payload(9)));
      assertRefused(() -> replaced.append(2, payload(2)));
      assertRefused(() -> replaced.cancelled(SESSION, 0));
      assertRefused(replaced::draining);
      assertRefused(replaced::closing);
      assertRefused(replaced::ended);
      assertRefused(replaced::clear);
      assertRefused(() -> replaced.open(6, WINDOW, ReplyMode.WITH_REPLIES));
    }

    private void assertRefused(Executable write) {
      assertThatThrownBy(write::execute).isInstanceOf(RuntimeException.class);
    }

    void noAppendIsMissed() throws Exception {
      store.open(SESSION, LARGE_WINDOW, ReplyMode.WITH_REPLIES);
      Appending appending = new Appending(store);
      appending.await(20);
      Set<Long> found = restart().entries().keySet();
      appending.toTheEnd();
      appending.await(found.size() + 20);
      Set<Long> appended = appending.stop();
      assertThat(found)
          .as("appended by the first sender, found by the second")
          .containsAll(appended);
      assertThat(restart().entries().keySet()).as("written after the takeover").isEqualTo(found);
    }
  }

  /** Threads that append the messages from 0 on, each once, until they are refused or stopped. */
  private final class Appending {
    private static final int THREADS = 4;
    private static final long PAUSE_NANOS = 200_000;

    private final AtomicLong next = new AtomicLong();
    private final Set<Long> appended = ConcurrentHashMap.newKeySet();
    private final List<FutureTask<?>> threads = new ArrayList<>();
    private volatile long end = LARGE_WINDOW / 2; // so that some are left for after the takeover
    private volatile boolean stopped;

    Appending(SenderStore<P> store) {
      for (int i = 0; i < THREADS; i++) {
        FutureTask<?> task = new FutureTask<>(() -> append(store), null);
        threads.add(task);
        Thread thread = new Thread(task, "contract");
        thread.setDaemon(true);
        thread.start();
      }
    }

    private void append(SenderStore<P> store) {
      try {
        while (!stopped && next.get() < LARGE_WINDOW) {
          long most = end;
          long seq = next.getAndUpdate(number -> Math.min(number + 1, most));
          if (seq < most) {
            store.append(seq, payloads.apply((int) seq));
            appended.add(seq);
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (RuntimeException e) {
        // Refused: the sender was replaced.
      }
    }

    /** Half of the messages are appended before this is called, at the most. */
    void toTheEnd() {
      end = LARGE_WINDOW;
    }

    /** Waits until so many messages are appended, or no thread appends any longer. */
    void await(int count) throws InterruptedException {
      while (appended.size() < count && !threads.stream().allMatch(FutureTask::isDone)) {
        Thread.sleep(1);
      }
    }

    Set<Long> stop() throws Exception {
      stopped = true;
      for (FutureTask<?> thread : threads) {
        thread.get(1, TimeUnit.MINUTES);
      }
      return appended;
    }
  }
}
