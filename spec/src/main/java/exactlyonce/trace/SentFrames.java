package exactlyonce.trace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a trace send the frame that another one receives. What has been sent follows from
 * which events are explained, so TLC need not keep it in its states. Immutable and thread-safe.
 *
 * <p>A step that a crash cut short counts as having sent its frame.
 */
final class SentFrames {
  /** A frame, as far as events tell: {@code about} is a seq, or a nonce in OPEN and OPENED. */
  private record Frame(String type, long session, long about) {}

  /** For each thread that sends a frame, the first event with which it does so. */
  private static final class Senders {
    private final int[] threads;
    private final int[] events;

    Senders(int[] threads, int[] events) {
      this.threads = threads;
      this.events = events;
    }

    boolean haveSent(int[] cursor, int first) {
      for (int i = 0; i < threads.length; i++) {
        if (cursor[first + threads[i]] > events[i]) {
          return true;
        }
      }
      return false;
    }
  }

  private static final Senders NOBODY = new Senders(new int[0], new int[0]);

  /** Instead of the senders to an event that receives no frame. */
  private static final Senders NOT_NEEDED = new Senders(new int[0], new int[0]);

  private static final Set<String> REQUESTS = Set.of("ReceiveData", "ReceiveCheck", "ReceiveSeal");

  /** Of each event of each thread: who sends what it receives. */
  private final Senders[][] senders;

  SentFrames(Trace trace) {
    Map<Frame, Senders> all = new HashMap<>();
    for (int thread = 0; thread < trace.threads().size(); thread++) {
      List<TraceEvent> events = trace.threads().get(thread);
      for (int event = 0; event < events.size(); event++) {
        Frame frame = sentBy(events.get(event));
        if (frame != null) {
          int sender = thread;
          int number = event;
          all.compute(frame, (f, known) -> with(known, sender, number));
        }
      }
    }
    senders = trace.threads().stream()
        .map(events -> events.stream().map(e -> sendersTo(e, all)).toArray(Senders[]::new))
        .toArray(Senders[][]::new);
  }

  private static Senders with(@Nullable Senders known, int thread, int event) {
    if (known == null) {
      return new Senders(new int[] {thread}, new int[] {event});
    }
    int count = known.threads.length;
    if (known.threads[count - 1] == thread) {
      return known; // the threads come in order, and their events too
    }
    int[] threads = Arrays.copyOf(known.threads, count + 1);
    int[] events = Arrays.copyOf(known.events, count + 1);
    threads[count] = thread;
    events[count] = event;
    return new Senders(threads, events);
  }

  private static Senders sendersTo(TraceEvent event, Map<Frame, Senders> all) {
    Frame frame = receivedBy(event);
    return frame == null ? NOT_NEEDED : all.getOrDefault(frame, NOBODY);
  }

  /**
   * Whether this event receives no frame, or one that the explained events have sent.
   *
   * @param cursor how many events of each thread are explained
   * @param first where the threads of this trace begin in it
   */
  boolean wasSent(int[] cursor, int first, int thread, int event) {
    Senders who = senders[thread][event];
    return who == NOT_NEEDED || who.haveSent(cursor, first);
  }

  private static @Nullable Frame receivedBy(TraceEvent e) {
    return switch (e.action()) {
      case "ReceiveData" -> aboutMessage("DATA", e);
      case "ReceiveCheck" -> aboutMessage("CHECK", e);
      case "ReceiveSeal" -> aboutMessage("SEAL", e);
      case "ReceiveAck" -> aboutMessage("DELIVERED", e);
      case "ReceiveRejected" -> aboutMessage("REJECTED", e);
      case "ReceiveUnknown" -> aboutMessage("UNKNOWN", e);
      case "ReceiveSealed" -> aboutMessage("SEALED", e);
      case "ReceiveInProgress" -> aboutMessage("IN_PROGRESS", e);
      case "ReceiveOpen" -> new Frame("OPEN", 0, e.nonce());
      case "ReceiveOpened" -> new Frame("OPENED", e.session(), e.nonce());
      case "ReceiveClose" -> new Frame("CLOSE", e.session(), 0);
      case "ReceiveGone" -> new Frame("GONE", e.session(), 0);
      default -> null;
    };
  }

  private static @Nullable Frame sentBy(TraceEvent e) {
    String result = e.result() == null ? "" : e.result();
    return switch (e.action()) {
      case "Submit" -> aboutMessage("DATA", e);
      case "ReceiveUnknown" -> result.equals("RESENT") ? aboutMessage("DATA", e) : null;
      case "TimeOut" -> aboutMessage(result, e);
      case "Cancel" -> aboutMessage("SEAL", e);
      case "Deliver" -> aboutMessage("DELIVERED", e);
      case "Reject" -> aboutMessage("REJECTED", e);
      case "OpenSession", "RepeatOpen" -> new Frame("OPEN", 0, e.nonce());
      case "ReceiveOpen" -> new Frame("OPENED", e.session(), e.nonce());
      case "ReceiveOpened" -> result.equals("CLOSED") ? new Frame("CLOSE", e.session(), 0) : null;
      case "CloseSession", "RepeatClose" -> new Frame("CLOSE", e.session(), 0);
      case "ReceiveClose" -> new Frame("GONE", e.session(), 0);
      default -> REQUESTS.contains(e.action()) ? answer(result, e) : null;
    };
  }

  /** What a receiver answers has the name of its result. */
  private static @Nullable Frame answer(String result, TraceEvent e) {
    return switch (result) {
      case "DELIVERED", "REJECTED", "UNKNOWN", "SEALED", "IN_PROGRESS" -> aboutMessage(result, e);
      case "GONE" -> new Frame("GONE", e.session(), 0);
      default ->
        e.action().equals("ReceiveSeal") && result.equals(TraceAction.CRASHED)
            ? aboutMessage("SEALED", e)
            : null;
    };
  }

  private static Frame aboutMessage(String type, TraceEvent e) {
    return new Frame(type, e.session(), e.seq());
  }
}
