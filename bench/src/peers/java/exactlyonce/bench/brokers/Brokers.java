package exactlyonce.bench.brokers;

import exactlyonce.bench.pair.Contestant;
import exactlyonce.bench.pair.Contestant.Role;
import java.util.List;

/** All of them. Created by {@link java.util.ServiceLoader}. */
public final class Brokers implements Contestant.Provider {
  /** Created by the loader. */
  public Brokers() {}

  @Override
  public List<Contestant> contestants() {
    return List.of(
        new Contestant(
            "Aeron IPC with responses",
            Role.PEER,
            "reliable and in order while both sides live",
            "everything if one side starts again",
            "embedded media driver, shared threading; the receiver answers each message on a second stream",
            false,
            AeronPair::new),
        new Contestant(
            "Pekko reliable delivery",
            Role.PEER,
            "exactly once while both controllers live, at least once if the consumer starts again",
            "everything, without a durable queue",
            "point to point in one actor system, flow control window W; each message asks for its"
                + " confirmation",
            true,
            PekkoPair::new),
        new Contestant(
            "Artemis in-VM, duplicate detection",
            Role.PEER,
            "once into the queue while its id is in the cache of 20,000; from there at least once",
            "ids beyond its cache",
            "not persistent; sends are confirmed asynchronously, when the queue has the message",
            true,
            ArtemisPair::new),
        new Contestant(
            "MQTT quality of service 2",
            Role.PEER,
            "once between a client and the broker; the sender learns that the broker has it",
            "everything, in memory; the broker has 10 in flight to a subscriber",
            "Moquette 0.17 and two Paho clients in one process, over loopback, in memory; W in flight,"
                + " a command queue of 8 W",
            true,
            MqttPair::new));
  }
}
