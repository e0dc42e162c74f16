package exactlyonce.bench.peer;

import exactlyonce.bench.Kind;
import exactlyonce.bench.pair.BarePair;
import exactlyonce.bench.pair.Contestant;
import exactlyonce.bench.pair.Contestant.Role;
import exactlyonce.bench.pair.Payloads.Payload;
import exactlyonce.bench.pair.ProtocolPair;
import exactlyonce.bench.pair.QueuePair;
import exactlyonce.bench.pair.Subject;
import exactlyonce.bench.pair.WirePair;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.IntFunction;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/**
 * Everything that is measured with two threads. To measure a variant of the protocol, add a line
 * here.
 */
public final class Contestants {
  /** The protocol as it is compared: one unordered session, payloads by reference. */
  public static final String PROTOCOL = "this protocol";

  /** The protocol through sessions and the wire format, with payloads as bytes. */
  public static final String WIRE = "this protocol, session and wire";

  /** The same rings without a protocol. */
  public static final String BARE = "no protocol, same rings";

  /** A pair of single-producer queues. */
  public static final String SPSC = "no protocol, JCTools SPSC pair";

  /** The bounded cache: where messages are sent again, some take effect again. */
  public static final String CACHE = "Caffeine, pending map";

  /** The control that loses messages. */
  public static final String DROPPING = "control: drops messages";

  private static final String EXACTLY_ONCE = "exactly once, in the session";
  private static final String NONE = "none: nothing is remembered";
  private static final String RINGS = "two rings of 4 W frames, drained as a whole";

  private Contestants() {}

  /** Returns all, those of {@link Contestant.Provider}s included. */
  public static List<Contestant> all() {
    List<Contestant> all = new ArrayList<>(List.of(
        protocol(PROTOCOL, Kind.UNORDERED),
        protocol("this protocol, ordered", Kind.ORDERED),
        protocol("this protocol, two-way", Kind.TWO_WAY),
        new Contestant(
            WIRE,
            Role.PROTOCOL,
            EXACTLY_ONCE,
            "nothing in a session of any length",
            "as above, of byte frames; acknowledgements in batches, sent after each drain",
            false,
            WirePair::new),
        new Contestant(BARE, Role.LIMIT, NONE, "everything", RINGS, false, BarePair::new),
        queues(SPSC, SpscArrayQueue::new),
        queues("no protocol, JCTools MPSC pair", MpscArrayQueue::new),
        map(
            "ConcurrentHashMap, pending map",
            Memory::concurrentMap,
            "exactly once among the last W numbers",
            "what is older than W: a copy that late takes effect again"),
        map(
            "synchronized LinkedHashMap, pending map",
            Memory::lockedMap,
            "exactly once among the last W new numbers",
            "the eldest of W: a copy that late takes effect again"),
        map(
            CACHE,
            Memory::cache,
            "usually once: see the demonstration",
            "what its policy evicts, mostly the newest: a copy of them takes effect again"),
        new Contestant(
            DROPPING,
            Role.CONTROL,
            "claims all",
            "one message in 1,000",
            "",
            false,
            (conditions, effects, confirmations) -> new DroppingPair(effects, confirmations))));
    for (Contestant.Provider provider : ServiceLoader.load(Contestant.Provider.class)) {
      all.addAll(provider.contestants());
    }
    return all;
  }

  /**
   * Returns the one of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Contestant named(String name) {
    return all().stream()
        .filter(contestant -> contestant.name().equals(name))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("nothing is called " + name));
  }

  private static Contestant protocol(String name, Kind kind) {
    return new Contestant(
        name,
        Role.PROTOCOL,
        EXACTLY_ONCE,
        "nothing in a session of any length",
        RINGS + "; asks after 1 ms or more, looks twice as often",
        false,
        (conditions, effects, confirmations) ->
            new ProtocolPair(kind, conditions, effects, confirmations));
  }

  private static Contestant queues(String name, IntFunction<MessagePassingQueue<Payload>> create) {
    Subject.Factory factory = (conditions, effects, confirmations) -> new QueuePair(
        create.apply(2 * conditions.window()),
        create.apply(2 * conditions.window()),
        conditions,
        effects,
        confirmations);
    return new Contestant(
        name,
        Role.LIMIT,
        NONE,
        "everything",
        "two queues of 2 W, drained as a whole",
        false,
        factory);
  }

  private static Contestant map(
      String name, IntFunction<Memory> memory, String guarantee, String forgets) {
    return new Contestant(
        name,
        Role.PEER,
        guarantee,
        forgets,
        "the same rings, twice as long; W remembered; sends again after 1 ms",
        false,
        (conditions, effects, confirmations) ->
            new MapPair(memory.apply(conditions.window()), conditions, effects, confirmations));
  }
}
