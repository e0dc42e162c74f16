package exactlyonce.stress.model;

import exactlyonce.stress.model.Access.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state of the memory: for each location its writes in their order, for each thread what it must see.
 * Immutable.
 *
 * <ul>
 *   <li>A read returns any write that is not older than what the thread must see. Acquire: from then on
 *       the thread must see what the write has released.
 *   <li>A write goes anywhere after what the thread must see, not only to the end. Release: it carries
 *       what its thread must see.
 *   <li>An exchange comes directly after the write that it reads. One that fails is a read.
 *   <li>Between two volatile accesses of a thread there is a fence: what the first one orders is visible
 *       to everything after the second end of every later fence.
 *   <li>A plain access is ordered with every write to its location, and with every plain read if it
 *       writes. If not, this is a race.
 * </ul>
 */
public final class Memory {
  /** The distance of two writes, so that others find room between them. */
  private static final long GAP = 1L << 40;

  private final Locations locations;
  private final Variant variant;
  private final Message[] @Nullable [] messages; // by location; null: only the initial one
  private final ThreadViews[] threads;
  private final View fences; // what all fences so far have pushed

  private Memory(
      Locations locations,
      Variant variant,
      Message[] @Nullable [] messages,
      ThreadViews[] threads,
      View fences) {
    this.locations = locations;
    this.variant = variant;
    this.messages = messages;
    this.threads = threads;
    this.fences = fences;
  }

  /** Returns the memory in which nothing was written. */
  public static Memory initial(Locations locations, Variant variant, int threads) {
    ThreadViews[] views = new ThreadViews[threads];
    Arrays.fill(views, ThreadViews.NEW);
    return new Memory(locations, variant, new Message[0][], views, View.NONE);
  }

  /** Returns the writes to a location, in their order. */
  public List<Message> messages(int location) {
    return List.of(at(location));
  }

  /** Returns every way in which a thread's access may go. */
  public List<Effect> perform(int thread, Access access) {
    Memory memory = isFenceDue(thread, access.mode()) ? fence(thread) : this;
    return memory.go(thread, access, memory != this || variant == Variant.SEQUENTIAL);
  }

  /** Returns whether a thread has made a volatile access, and no fence since. */
  public boolean mayFence(int thread) {
    return threads[thread].pushed() != null && threads[thread].received() == null;
  }

  /** The fence between two volatile accesses of a thread. */
  public Memory fence(int thread) {
    ThreadViews own = threads[thread];
    if (own.pushed() == null || variant == Variant.SEQUENTIAL) {
      return this;
    }
    View pushed = fences.join(own.pushed());
    ThreadViews[] changed = threads.clone();
    changed[thread] = new ThreadViews(own.current(), own.read(), own.pushed(), pushed);
    return new Memory(locations, variant, messages, changed, pushed);
  }

  /** A thread starts that sees what all others did. */
  public Memory join(int thread) {
    View all = View.NONE;
    for (ThreadViews views : threads) {
      all = all.join(views.current());
    }
    return with(thread, ThreadViews.NEW.see(all));
  }

  private boolean isFenceDue(int thread, Mode mode) {
    return mode == Mode.VOLATILE && variant != Variant.SEQUENTIAL && mayFence(thread);
  }

  private List<Effect> go(int thread, Access access, boolean fenced) {
    ThreadViews own = threads[thread];
    View received = own.received();
    View floor = access.mode() == Mode.VOLATILE && received != null
        ? own.current().join(received)
        : own.current();
    int location = access.location();
    @Nullable String race = race(thread, access, floor);
    List<Effect> effects = new ArrayList<>();
    if (race != null) {
      effects.add(new Effect(this, 0, last(location), null, race, true));
      return effects;
    }
    boolean plain = access.mode() == Mode.PLAIN && !locations.isRacy(location);
    if (plain && access.kind() == Kind.READ) {
      effects.add(plainRead(thread, location));
      return effects;
    }
    Message[] all = at(location);
    for (int i = all.length - 1; i >= 0 && all[i].time() >= floor.time(location); i--) {
      boolean isLast = i == all.length - 1;
      if (access.kind() == Kind.WRITE) {
        if (isLast || !all[i + 1].attached()) {
          effects.add(write(thread, access, floor, i, null));
        }
      } else {
        int replacement = access.replacement().applyAsInt(all[i].value());
        if (access.kind() == Kind.READ || replacement == Access.NO_WRITE) {
          effects.add(read(thread, access, floor, all[i], fenced));
        } else if (isLast || !all[i + 1].attached()) {
          effects.add(write(thread, access, floor, i, all[i]));
        }
      }
      if (plain || variant == Variant.SEQUENTIAL) {
        break; // only the last one
      }
    }
    return effects;
  }

  private Effect plainRead(int thread, int location) {
    int reads = locations.reads(location, thread);
    long count = last(reads).time() + 1;
    Message counted = new Message(count, 0, View.NONE, false, false, thread);
    ThreadViews own = threads[thread];
    Memory after = with(reads, new Message[] {counted})
        .with(thread, own.see(own.current().with(reads, count)));
    Message read = last(location);
    return new Effect(after, read.value(), read, null, null, variant == Variant.SEQUENTIAL);
  }

  private Effect read(int thread, Access access, View floor, Message read, boolean fenced) {
    ThreadViews own = threads[thread];
    Mode mode = access.mode();
    if (mode == Mode.PLAIN) { // racy: not even coherent
      return new Effect(this, read.value(), read, null, null, fenced);
    }
    View seen =
        mode.acquires() || variant == Variant.SEQUENTIAL ? floor.join(read.view()) : own.current();
    ThreadViews after = own.alsoRead(read.view()).see(seen.with(access.location(), read.time()));
    if (mode == Mode.VOLATILE) {
      after = after.afterVolatile(passedOn(after));
    }
    return new Effect(with(thread, after), read.value(), read, null, null, fenced);
  }

  /** A write after message {@code i}, by an exchange if that message is read. */
  private Effect write(int thread, Access access, View floor, int i, @Nullable Message read) {
    int location = access.location();
    Mode mode = access.mode();
    Message[] all = at(location);
    long time =
        i == all.length - 1 ? all[i].time() + GAP : (all[i].time() + all[i + 1].time()) >>> 1;
    if (time == all[i].time()) {
      throw new IllegalStateException("no room between two writes");
    }
    ThreadViews own = threads[thread];
    View seen = own.current();
    View ordered = floor;
    if (read != null) {
      own = own.alsoRead(read.view());
      if (mode.acquires()) {
        seen = floor.join(read.view());
        ordered = seen;
      }
    }
    ordered = ordered.with(location, time);
    View carried = mode.releases() ? passedOn(own.see(ordered)) : View.NONE;
    if (read != null && isPassedThroughExchanges()) {
      carried = carried.join(read.view());
    }
    ThreadViews after = own.see(seen.with(location, time));
    if (mode == Mode.VOLATILE) {
      after = after.afterVolatile(passedOn(own.see(ordered)));
    }
    boolean plain = mode == Mode.PLAIN && read == null && !locations.isRacy(location);
    int value = access.replacement().applyAsInt(read == null ? 0 : read.value());
    Message written = new Message(time, value, carried, read != null, plain, thread);
    Message[] more = new Message[all.length + 1];
    System.arraycopy(all, 0, more, 0, i + 1);
    more[i + 1] = written;
    System.arraycopy(all, i + 1, more, i + 2, all.length - i - 1);
    Memory memory = with(location, more).with(thread, after);
    return new Effect(memory, read == null ? 0 : read.value(), read, written, null, true);
  }

  private boolean isPassedThroughExchanges() {
    return variant == Variant.WITH_RELEASE_SEQUENCES || variant == Variant.CUMULATIVE;
  }

  private View passedOn(ThreadViews views) {
    return variant == Variant.CUMULATIVE ? views.current().join(views.read()) : views.current();
  }

  private @Nullable String race(int thread, Access access, View floor) {
    int location = access.location();
    if (locations.isRacy(location) || variant == Variant.SEQUENTIAL) {
      return null;
    }
    Message[] all = at(location);
    boolean plain = access.mode() == Mode.PLAIN;
    for (int i = all.length - 1; i > 0 && all[i].time() > floor.time(location); i--) {
      if (plain || all[i].plain()) {
        return "race with a write of thread " + all[i].writer();
      }
    }
    if (access.kind() == Kind.READ) {
      return null;
    }
    for (int other = 0; other < threads.length; other++) {
      int reads = locations.reads(location, other);
      if (other != thread && last(reads).time() > floor.time(reads)) {
        return "race with a plain read of thread " + other;
      }
    }
    return null;
  }

  /**
   * Adds what distinguishes this state: neither times nor writes that no thread can read any more matter.
   *
   * @param running for each thread whether it has more to do
   */
  public void addTo(Fingerprint fingerprint, boolean[] running) {
    int bound = Math.min(locations.bound(), messages.length);
    long[] floor = new long[bound];
    for (int location = 0; location < bound; location++) {
      floor[location] = floor(location, running);
      if (locations.isCount(location)) {
        if (floor[location] < last(location).time()) {
          // What matters is only whether the last of these reads is seen.
          floor[location] = last(location).time() - 1;
          fingerprint.add(~(long) location);
        }
        continue;
      }
      Message[] all = at(location);
      int from = all.length - 1 - age(location, floor[location]);
      if (all.length - from > 1 || all[from].value() != locations.initial(location)) {
        fingerprint.add(((long) location << 32) + all.length - from);
        for (int i = from; i < all.length; i++) {
          fingerprint.add(all[i].value());
          fingerprint.add((all[i].attached() ? 1 : 0) + (all[i].plain() ? 2 : 0));
        }
      }
    }
    for (int location = 0; location < bound; location++) {
      Message[] all = at(location);
      for (int i = all.length - 1; i >= 0 && all[i].time() >= floor[location]; i--) {
        add(all[i].view(), floor, fingerprint);
      }
    }
    add(fences, floor, fingerprint);
    for (int thread = 0; thread < threads.length; thread++) {
      if (running[thread]) {
        ThreadViews views = threads[thread];
        add(views.current(), floor, fingerprint);
        add(views.pushed(), floor, fingerprint);
        add(views.received(), floor, fingerprint);
        if (variant == Variant.CUMULATIVE) {
          add(views.read(), floor, fingerprint);
        }
      }
    }
  }

  private void add(@Nullable View view, long[] floor, Fingerprint fingerprint) {
    if (view == null) {
      fingerprint.add(-1);
      return;
    }
    for (int location = 0; location < floor.length; location++) {
      if (view.time(location) > floor[location]) {
        fingerprint.add(((long) location << 32) + age(location, view.time(location)));
      }
    }
    fingerprint.add(-2);
  }

  /** The time that every running thread must see. */
  private long floor(int location, boolean[] running) {
    long floor = Long.MAX_VALUE;
    for (int thread = 0; thread < threads.length; thread++) {
      if (running[thread]) {
        floor = Math.min(floor, threads[thread].current().time(location));
      }
    }
    return floor == Long.MAX_VALUE ? last(location).time() : floor;
  }

  /** How many writes came later. */
  private int age(int location, long time) {
    Message[] all = at(location);
    int age = 0;
    while (age < all.length - 1 && all[all.length - 1 - age].time() > time) {
      age++;
    }
    return age;
  }

  private Message last(int location) {
    Message[] all = at(location);
    return all[all.length - 1];
  }

  private Message[] at(int location) {
    Message[] all = location < messages.length ? messages[location] : null;
    return all != null
        ? all
        : new Message[] {
          new Message(0, locations.initial(location), View.NONE, false, false, Message.INITIAL)
        };
  }

  private Memory with(int location, Message[] all) {
    Message[] @Nullable [] changed =
        Arrays.copyOf(messages, Math.max(messages.length, locations.bound()));
    changed[location] = all;
    return new Memory(locations, variant, changed, threads, fences);
  }

  private Memory with(int thread, ThreadViews views) {
    ThreadViews[] changed = threads.clone();
    changed[thread] = views;
    return new Memory(locations, variant, messages, changed, fences);
  }
}
