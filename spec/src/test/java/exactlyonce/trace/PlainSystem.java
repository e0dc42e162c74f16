package exactlyonce.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sender, a receiver and the network between them, as the page about traces describes them: the
 * state of an independent judge of small traces. Nothing is forgotten and nothing is compressed: all
 * messages of all sessions are kept, and all frames that were ever sent. Shares no rule with the
 * modules that TLC uses.
 */
final class PlainSystem {
  private record Message(long session, long seq) {}

  private record Handler(String thread, Message message) {}

  /** What a handler has left behind. */
  private record Ended(boolean rejected, @Nullable String digest) {}

  private static final String CRASHED = "CRASHED";

  private final boolean ordered;
  private final boolean crashes;
  private final long window;

  // The sender's memory, and its disk.
  private String phase = "IDLE";
  private long session;
  private long nonce;
  private Map<Message, String> outbox = new HashMap<>(); // PENDING, SEALING or DECIDED
  private Set<Message> withoutPayload = new HashSet<>(); // of those: sealed, but never submitted
  private Set<Long> leftOut = new HashSet<>(); // by threads that must crash
  private Set<Message> doubts = new HashSet<>(); // still to be reported
  private Map<Message, String> lateQuestions = new HashMap<>(); // about sessions that are gone
  private boolean isOpenOnDisk;
  private boolean isClosingOnDisk;
  private long sessionOnDisk;
  private Set<Message> appended = new HashSet<>();
  private long draining;
  private Set<Message> doubtsOnDisk = new HashSet<>();

  // The receiver's memory, and its disk. States: BUFFERED, CLAIMED, DELIVERED, REJECTED, SEALED;
  // FAILED
  // if its turn had come.
  private Map<Long, Long> sessions = new HashMap<>(); // and their nonces
  private Map<Message, String> known = new HashMap<>();
  private Map<Long, Long> sessionsOnDisk = new HashMap<>();
  private Map<Message, String> onDisk = new HashMap<>();
  private Set<Message> lateStarts = new HashSet<>(); // buffered when their session ended

  // What happens nowhere in particular.
  private Set<String> sent = new HashSet<>();
  private Set<String> perhapsSent = new HashSet<>(); // by steps that were cut short
  private Set<Handler> handlers = new HashSet<>();
  private Map<Message, Ended> ends = new HashMap<>();
  private Set<String> stopped = new HashSet<>(); // threads cut short, with their sides
  private long lastNonce;
  private long lastSession;

  PlainSystem(TraceKind kind, int window) {
    ordered = kind.ordered();
    crashes = kind.crashes();
    this.window = window;
    if (!crashes) {
      phase = "OPEN";
      sessions.put(0L, 0L);
    }
  }

  private PlainSystem(PlainSystem from) {
    ordered = from.ordered;
    crashes = from.crashes;
    window = from.window;
    phase = from.phase;
    session = from.session;
    nonce = from.nonce;
    outbox = new HashMap<>(from.outbox);
    withoutPayload = new HashSet<>(from.withoutPayload);
    leftOut = new HashSet<>(from.leftOut);
    doubts = new HashSet<>(from.doubts);
    lateQuestions = new HashMap<>(from.lateQuestions);
    isOpenOnDisk = from.isOpenOnDisk;
    isClosingOnDisk = from.isClosingOnDisk;
    sessionOnDisk = from.sessionOnDisk;
    appended = new HashSet<>(from.appended);
    draining = from.draining;
    doubtsOnDisk = new HashSet<>(from.doubtsOnDisk);
    sessions = new HashMap<>(from.sessions);
    known = new HashMap<>(from.known);
    sessionsOnDisk = new HashMap<>(from.sessionsOnDisk);
    onDisk = new HashMap<>(from.onDisk);
    lateStarts = new HashSet<>(from.lateStarts);
    sent = new HashSet<>(from.sent);
    perhapsSent = new HashSet<>(from.perhapsSent);
    handlers = new HashSet<>(from.handlers);
    ends = new HashMap<>(from.ends);
    stopped = new HashSet<>(from.stopped);
    lastNonce = from.lastNonce;
    lastSession = from.lastSession;
  }

  /** Equal if this system cannot be told from another. */
  Object content() {
    return List.of(
        List.of(phase, session, nonce, outbox, withoutPayload, leftOut, doubts, lateQuestions),
        List.of(isOpenOnDisk, isClosingOnDisk, sessionOnDisk, appended, draining, doubtsOnDisk),
        List.of(sessions, known, sessionsOnDisk, onDisk, lateStarts),
        List.of(sent, perhapsSent, handlers, ends, stopped, lastNonce, lastSession));
  }

  /** The systems that this may have become when the event has taken place; none if it is illegal. */
  List<PlainSystem> after(TraceEvent e) {
    List<PlainSystem> all = new ArrayList<>();
    if (CRASHED.equals(e.result())) {
      PlainSystem without = new PlainSystem(this);
      if (without.mayBegin(e) && without.handlersFollow(e, CRASHED)) {
        without.perhapsSent.addAll(without.frames(e));
        without.stopped.add(sideOf(e));
        all.add(without);
      }
      for (String result : possible(e)) {
        addAfter(all, e, result.isEmpty() ? null : result);
      }
    } else {
      addAfter(all, e, e.result());
    }
    return all;
  }

  private void addAfter(List<PlainSystem> all, TraceEvent e, @Nullable String result) {
    for (boolean other : new boolean[] {false, true}) {
      PlainSystem next = new PlainSystem(this);
      if (next.mayBegin(e)
          && next.handlersFollow(e, e.result())
          && next.takesPlace(e, result, other)) {
        if (CRASHED.equals(e.result())) {
          next.stopped.add(sideOf(e));
        }
        all.add(next);
      }
    }
  }

  /** The results that a step may have had that was cut short, if it changed something. */
  private List<String> possible(TraceEvent e) {
    return switch (e.action()) {
      case "ReceiveAck", "ReceiveRejected", "ReceiveSealed" -> List.of("DECIDED", "IGNORED");
      case "ReceiveOpened" -> List.of("ACCEPTED");
      case "ReceiveGone" -> List.of("ENDED");
      case "ReceiveData" -> List.of(ordered ? "BUFFERED" : "CLAIMED");
      case "ReceiveSeal" -> List.of("SEALING");
      default -> List.of("");
    };
  }

  // Any step.

  private static String sideOf(TraceEvent e) {
    return switch (e.action()) {
      case "ReceiveOpen",
          "ReceiveClose",
          "Drop",
          "ReceiveData",
          "ReceiveCheck",
          "ReceiveSeal",
          "StartHandler",
          "Deliver",
          "Reject",
          "Fail",
          "CommitUnknown" -> "receiver " + e.thread();
      case "End", "SenderCrash", "ReceiverCrash" -> "";
      default -> "sender " + e.thread();
    };
  }

  private boolean mayBegin(TraceEvent e) {
    return (!stopped.contains(sideOf(e)) || CRASHED.equals(e.result()) || readsCommit(e))
        && wasSent(e);
  }

  /** The thread that restarts the receiver finds what became of a commit. */
  private boolean readsCommit(TraceEvent e) {
    return (e.action().equals("Deliver") || e.action().equals("Reject"))
        && handlers.contains(new Handler("", messageOf(e)));
  }

  /** Frames about what the sender is through with may come from a step that was cut short. */
  private boolean wasSent(TraceEvent e) {
    String frame = received(e);
    if (frame == null || sent.contains(frame)) {
      return true;
    }
    boolean isOver = switch (e.action()) {
      case "ReceiveOpened" -> nonce != e.nonce() || !phase.equals("OPENING");
      case "ReceiveOpen" -> false;
      case "ReceiveClose", "ReceiveGone" -> !isOurs(e.session());
      default -> !isOurs(e.session()) || laterInSlot(outbox, messageOf(e));
    };
    return isOver && perhapsSent.contains(frame);
  }

  private static @Nullable String received(TraceEvent e) {
    String message = e.session() + "." + e.seq();
    return switch (e.action()) {
      case "ReceiveData" -> "DATA " + message;
      case "ReceiveCheck" -> "CHECK " + message;
      case "ReceiveSeal" -> "SEAL " + message;
      case "ReceiveAck" -> "DELIVERED " + message;
      case "ReceiveRejected" -> "REJECTED " + message;
      case "ReceiveUnknown" -> "UNKNOWN " + message;
      case "ReceiveSealed" -> "SEALED " + message;
      case "ReceiveInProgress" -> "IN_PROGRESS " + message;
      case "ReceiveOpen" -> "OPEN " + e.nonce();
      case "ReceiveOpened" -> "OPENED " + e.session() + " for " + e.nonce();
      case "ReceiveClose" -> "CLOSE " + e.session();
      case "ReceiveGone" -> "GONE " + e.session();
      default -> null;
    };
  }

  /** What a step sends that was cut short, if it took place. */
  private List<String> frames(TraceEvent e) {
    String message = e.session() + "." + e.seq();
    return switch (e.action()) {
      case "Submit" -> List.of("DATA " + message);
      case "Cancel" -> List.of("SEAL " + message);
      case "Deliver" -> List.of("DELIVERED " + message);
      case "Reject" -> List.of("REJECTED " + message);
      case "ReceiveSeal" -> List.of("SEALED " + message);
      case "ReceiveOpen" -> List.of("OPENED " + e.session() + " for " + e.nonce());
      case "CloseSession" -> List.of("CLOSE " + e.session());
      case "ReceiveClose" -> List.of("GONE " + e.session());
      default -> List.of();
    };
  }

  private static Message messageOf(TraceEvent e) {
    return new Message(e.session(), e.seq());
  }

  private boolean handlersFollow(TraceEvent e, @Nullable String result) {
    Handler mine = new Handler(e.thread(), messageOf(e));
    Handler nobodys = new Handler("", messageOf(e));
    switch (e.action()) {
      case "ReceiveData" -> {
        return !"CLAIMED".equals(result) || handlers.add(mine);
      }
      case "StartHandler" -> {
        return handlers.add(mine);
      }
      case "CommitUnknown" -> {
        return handlers.remove(mine) && handlers.add(nobodys);
      }
      case "Deliver", "Reject", "Fail" -> {
        return handlers.remove(mine) || handlers.remove(nobodys);
      }
      case "ReceiverCrash" -> handlers.clear();
      case "End" -> {
        return handlers.stream().allMatch(h -> h.thread().isEmpty());
      }
      default -> {}
    }
    return true;
  }

  /** The step, if it is legal; of the two that a crash of the sender may be, or NO_ANSWER, the other. */
  private boolean takesPlace(TraceEvent e, @Nullable String result, boolean other) {
    boolean hasOther = e.action().equals("SenderCrash")
        || "NO_ANSWER".equals(result)
        || (ordered && "SEALING".equals(result));
    if (other && !hasOther) {
      return false;
    }
    Message m = messageOf(e);
    return switch (e.action()) {
      case "Submit" -> submit(m);
      case "TimeOut" -> ask(m, Objects.requireNonNull(result));
      case "Cancel" -> cancel(m);
      case "ReceiveAck" -> decide(m, result, e, new Ended(false, e.reply()));
      case "ReceiveRejected" -> decide(m, result, e, new Ended(true, e.reply()));
      case "ReceiveSealed" -> decide(m, result, e, null);
      case "ReceiveUnknown" -> unknown(m, result);
      case "ReceiveInProgress", "CommitUnknown" -> true;
      case "ReceiveData" -> data(m, result, other);
      case "StartHandler" -> startHandler(m);
      case "Deliver" -> endHandler(m, "DELIVERED", e.reply());
      case "Reject" -> endHandler(m, "REJECTED", e.reply());
      case "Fail" -> fail(m);
      case "ReceiveCheck" -> answers(m, result);
      case "ReceiveSeal" -> seal(m, result, other);
      case "OpenSession" -> open(e.nonce());
      case "RepeatOpen" -> (isAwaited(e.nonce()) && send("OPEN " + e.nonce())) || open(e.nonce());
      case "ReceiveOpen" -> receiveOpen(e.nonce(), e.session());
      case "ReceiveOpened" -> receiveOpened(e.nonce(), e.session(), result);
      case "Drain" -> drain(e.session());
      case "CloseSession" -> close(e.session());
      case "RepeatClose" ->
        phase.equals("CLOSING") && isOurs(e.session()) && send("CLOSE " + e.session());
      case "ReceiveClose" ->
        (!isOurs(e.session()) || phase.equals("CLOSING"))
            && forget(e.session())
            && send("GONE " + e.session());
      case "Drop" -> sessions.containsKey(e.session()) && forget(e.session());
      case "ReceiveGone" -> gone(e.session(), result);
      case "Doubt" -> doubts.remove(m);
      case "SenderCrash" -> senderCrash(other);
      case "ReceiverCrash" -> receiverCrash("KEPT".equals(result));
      case "End" -> isEnd();
      default -> false; // Resend
    };
  }

  private boolean send(String frame) {
    sent.add(frame);
    return true;
  }

  private boolean sendAbout(String frame, Message m) {
    return send(frame + " " + m.session() + "." + m.seq());
  }

  /** A slot is used by one message after the other: is there one after this? */
  private boolean laterInSlot(Map<Message, String> memory, Message m) {
    return memory.keySet().stream()
        .anyMatch(o ->
            o.session() == m.session() && o.seq() > m.seq() && (o.seq() - m.seq()) % window == 0);
  }

  private Message lapBefore(Message m) {
    return new Message(m.session(), m.seq() - window);
  }

  private boolean isEnd() {
    boolean isDue = sessions.keySet().stream()
        .anyMatch(i -> "BUFFERED".equals(known.get(new Message(i, turn(i)))));
    return leftOut.isEmpty() && doubts.isEmpty() && stopped.isEmpty() && !isDue;
  }

  // The sender.

  private boolean isOurs(long id) {
    return session == id && (phase.equals("OPEN") || phase.equals("CLOSING"));
  }

  private boolean isDecided(Message m) {
    return m.seq() < 0 || "DECIDED".equals(outbox.get(m));
  }

  private boolean mayAssign(Message m) {
    return !outbox.containsKey(m) && !laterInSlot(outbox, m) && isDecided(lapBefore(m));
  }

  /** The numbers below this that no message has. */
  private Set<Long> unassignedBelow(long seq) {
    Set<Long> unassigned = new HashSet<>();
    for (long s = 0; s < seq; s++) {
      if (!outbox.containsKey(new Message(session, s))) {
        unassigned.add(s);
      }
    }
    return unassigned;
  }

  private boolean submit(Message m) {
    Set<Long> skipped = unassignedBelow(m.seq());
    boolean inOrder = crashes
        ? skipped.stream().allMatch(s -> isDecided(lapBefore(new Message(session, s))))
        : skipped.isEmpty();
    if (!inOrder
        || !phase.equals("OPEN")
        || !isOurs(m.session())
        || (crashes && draining == session)
        || leftOut.contains(m.seq())
        || !mayAssign(m)) {
      return false;
    }
    leftOut.addAll(skipped);
    outbox.put(m, "PENDING");
    appended.add(m);
    return sendAbout("DATA", m);
  }

  private boolean ask(Message m, String question) {
    if (!isOurs(m.session())) {
      return question.equals(lateQuestions.get(m)) && sendAbout(question, m);
    }
    String state = outbox.get(m);
    if (state == null) {
      if (!question.equals("SEAL") || !gaps().contains(m.seq()) || !mayAssign(m)) {
        return false;
      }
      outbox.put(m, "SEALING");
      withoutPayload.add(m);
      return sendAbout("SEAL", m);
    }
    return question.equals(question(state)) && sendAbout(question, m);
  }

  private static @Nullable String question(String state) {
    return switch (state) {
      case "PENDING" -> "CHECK";
      case "SEALING" -> "SEAL";
      default -> null;
    };
  }

  private long greatest() {
    return outbox.keySet().stream().mapToLong(Message::seq).max().orElse(-1);
  }

  /** The numbers that have to be sealed without a message, because the session is being closed. */
  private Set<Long> gaps() {
    if (!crashes || draining != session || !phase.equals("OPEN")) {
      return Set.of();
    }
    Set<Long> gaps = unassignedBelow(greatest());
    gaps.removeAll(leftOut);
    return gaps;
  }

  private boolean cancel(Message m) {
    return isOurs(m.session()) && outbox.replace(m, "PENDING", "SEALING") && sendAbout("SEAL", m);
  }

  private boolean decide(
      Message m, @Nullable String result, TraceEvent e, @Nullable Ended reported) {
    boolean isOpen = isOurs(m.session()) && outbox.containsKey(m) && !isDecided(m);
    if (isOpen) {
      outbox.put(m, "DECIDED");
    }
    if (!"DECIDED".equals(result)) {
      return !isOpen || withoutPayload.contains(m);
    }
    return isOpen
        && !withoutPayload.contains(m)
        && (reported == null || CRASHED.equals(e.result()) || reported.equals(ends.get(m)));
  }

  private boolean unknown(Message m, @Nullable String result) {
    boolean isPending = isOurs(m.session()) && "PENDING".equals(outbox.get(m));
    return "RESENT".equals(result) ? isPending && sendAbout("DATA", m) : !isPending;
  }

  private boolean isAwaited(long n) {
    return phase.equals("OPENING") && nonce == n;
  }

  private boolean open(long n) {
    if (!(phase.equals("IDLE") || phase.equals("OPENING"))
        || !doubts.isEmpty()
        || !leftOut.isEmpty()
        || n <= lastNonce) {
      return false;
    }
    lastNonce = n;
    nonce = n;
    phase = "OPENING";
    doubtsOnDisk.clear();
    return send("OPEN " + n);
  }

  private boolean receiveOpened(long n, long id, @Nullable String result) {
    if (!"ACCEPTED".equals(result)) {
      return !isAwaited(n) && ("IGNORED".equals(result) || (!isOurs(id) && send("CLOSE " + id)));
    }
    if (!isAwaited(n)) {
      return false;
    }
    phase = "OPEN";
    session = id;
    outbox.clear();
    withoutPayload.clear();
    isOpenOnDisk = true;
    isClosingOnDisk = false;
    sessionOnDisk = id;
    appended.clear();
    return true;
  }

  private boolean drain(long id) {
    if (!phase.equals("OPEN") || !isOurs(id) || draining == id) {
      return false;
    }
    draining = id;
    return true;
  }

  private boolean close(long id) {
    if (!phase.equals("OPEN")
        || !isOurs(id)
        || draining != id
        || !outbox.keySet().stream().allMatch(this::isDecided)
        || !unassignedBelow(greatest()).isEmpty()) {
      return false;
    }
    phase = "CLOSING";
    isClosingOnDisk = true;
    return send("CLOSE " + id);
  }

  private boolean gone(long id, @Nullable String result) {
    if (!"ENDED".equals(result)) {
      return !isOurs(id);
    }
    if (!isOurs(id)) {
      return false;
    }
    doubts.clear();
    doubtsOnDisk.clear();
    if (phase.equals("OPEN")) {
      outbox.forEach((m, state) -> {
        if (!state.equals("DECIDED")) {
          lateQuestions.put(m, Objects.requireNonNull(question(state)));
          if (!withoutPayload.contains(m)) {
            doubts.add(m);
          }
        }
      });
      gaps().forEach(s -> lateQuestions.put(new Message(id, s), "SEAL"));
      appended.stream().filter(this::isOpenOnDisk).forEach(doubtsOnDisk::add);
    }
    outbox.clear();
    withoutPayload.clear();
    phase = "IDLE";
    isOpenOnDisk = false;
    return true;
  }

  /** Whether nothing on disk shows that this message was decided: no number that had to wait for it. */
  private boolean isOpenOnDisk(Message m) {
    return appended.stream().noneMatch(o -> o.seq() >= m.seq() + window);
  }

  private boolean senderCrash(boolean reportsAreErased) {
    if (reportsAreErased && !doubts.isEmpty()) {
      return false;
    }
    if (reportsAreErased) {
      doubtsOnDisk.clear();
    }
    doubts = new HashSet<>(doubtsOnDisk);
    leftOut.clear();
    lateQuestions.clear();
    stopped.removeIf(s -> s.startsWith("sender"));
    nonce = 0;
    phase = !isOpenOnDisk ? "IDLE" : isClosingOnDisk ? "CLOSING" : "OPEN";
    session = sessionOnDisk;
    Map<Message, String> restored = new HashMap<>();
    if (isOpenOnDisk) {
      for (Message m : appended) {
        restored.put(m, !isClosingOnDisk && isOpenOnDisk(m) ? "PENDING" : "DECIDED");
      }
      if (isClosingOnDisk) {
        outbox.keySet().stream()
            .filter(withoutPayload::contains)
            .forEach(m -> restored.put(m, "DECIDED"));
      }
    }
    outbox = restored;
    withoutPayload.retainAll(outbox.keySet());
    return true;
  }

  // The receiver.

  private boolean receiveOpen(long n, long id) {
    if (sessions.containsValue(n)) {
      return Objects.equals(sessions.get(id), n) && send("OPENED " + id + " for " + n);
    }
    if (id <= lastSession) {
      return false;
    }
    lastSession = id;
    sessions.put(id, n);
    sessionsOnDisk.put(id, n);
    return send("OPENED " + id + " for " + n);
  }

  private boolean forget(long id) {
    known.forEach((m, state) -> {
      if (m.session() == id && state.equals("BUFFERED")) {
        lateStarts.add(m);
      }
    });
    sessions.remove(id);
    sessionsOnDisk.remove(id);
    known.keySet().removeIf(m -> m.session() == id);
    onDisk.keySet().removeIf(m -> m.session() == id);
    return true;
  }

  private static boolean isSettled(@Nullable String state) {
    return state != null && Set.of("DELIVERED", "REJECTED", "SEALED").contains(state);
  }

  /** The lowest number that is neither handled nor sealed. */
  private long turn(long id) {
    long turn = 0;
    while (isSettled(known.get(new Message(id, turn)))) {
      turn++;
    }
    return turn;
  }

  /** Whether the receiver does not know this message, and may take it. */
  private boolean mayTake(Message m) {
    String state = known.get(m);
    if (laterInSlot(known, m) || (state != null && !state.equals("FAILED"))) {
      return false;
    }
    Message before = lapBefore(m);
    return before.seq() < 0
        || (ordered ? before.seq() < turn(m.session()) : isSettled(known.get(before)));
  }

  /** The answer, which changes nothing. */
  private boolean answers(Message m, @Nullable String result) {
    if (!sessions.containsKey(m.session())) {
      return "GONE".equals(result) && send("GONE " + m.session());
    }
    String state = known.get(m);
    boolean isOld = laterInSlot(known, m);
    boolean isTrue = switch (Objects.requireNonNull(result)) {
      case "DELIVERED", "REJECTED", "SEALED" -> !isOld && result.equals(state);
      case "IN_PROGRESS" -> !isOld && ("CLAIMED".equals(state) || "BUFFERED".equals(state));
      case "UNKNOWN" -> mayTake(m);
      case "NOTHING_OWED" -> isOld;
      case "NO_ANSWER" -> isOld || (state == null && "SEALED".equals(known.get(lapBefore(m))));
      default -> false;
    };
    if (!isTrue) {
      return false;
    }
    if (ordered && result.equals("SEALED")) {
      write(m, "SEALED");
    }
    boolean isSilent = result.equals("NOTHING_OWED") || result.equals("NO_ANSWER");
    return isSilent || sendAbout(result, m);
  }

  private void write(Message m, String state) {
    if (!onDisk.containsKey(m) && !laterInSlot(onDisk, m)) {
      onDisk.put(m, state);
    }
  }

  private boolean data(Message m, @Nullable String result, boolean buffers) {
    boolean takes = buffers || "CLAIMED".equals(result) || "BUFFERED".equals(result);
    if (!takes) {
      return answers(m, result);
    }
    if (!sessions.containsKey(m.session()) || !mayTake(m)) {
      return false;
    }
    known.put(m, ordered ? "BUFFERED" : "CLAIMED");
    return true;
  }

  private boolean startHandler(Message m) {
    if (!sessions.containsKey(m.session())) {
      return lateStarts.remove(m);
    }
    return m.seq() == turn(m.session()) && known.replace(m, "BUFFERED", "CLAIMED");
  }

  private boolean endHandler(Message m, String state, @Nullable String digest) {
    if (!sessions.containsKey(m.session()) || !known.replace(m, "CLAIMED", state)) {
      return false;
    }
    write(m, state);
    ends.put(m, new Ended(state.equals("REJECTED"), digest));
    return sendAbout(state, m);
  }

  private boolean fail(Message m) {
    if (!sessions.containsKey(m.session())) {
      return true;
    }
    return ordered ? known.replace(m, "CLAIMED", "FAILED") : known.remove(m, "CLAIMED");
  }

  private boolean seal(Message m, @Nullable String result, boolean other) {
    boolean isKnown = sessions.containsKey(m.session());
    boolean maySeal = isKnown && (mayTake(m) || (ordered && "BUFFERED".equals(known.get(m))));
    if ("SEALING".equals(result) || ("SEALED".equals(result) && maySeal)) {
      if (!maySeal) {
        return false;
      }
      known.put(m, "SEALED");
      if (other) {
        return true; // in memory only, and nobody has heard of it
      }
      write(m, "SEALED");
      return sendAbout("SEALED", m);
    }
    boolean isUntouched =
        isKnown && onDisk.keySet().stream().noneMatch(o -> o.session() == m.session());
    boolean isSilent = "NOTHING_OWED".equals(result) || "NO_ANSWER".equals(result);
    return (crashes && isSilent && isUntouched && !other) || (!other && answers(m, result));
  }

  private boolean receiverCrash(boolean kept) {
    if (!kept) {
      sessionsOnDisk.clear();
      onDisk.clear();
    }
    sessions = new HashMap<>(sessionsOnDisk);
    known = new HashMap<>(onDisk);
    lateStarts.clear();
    stopped.removeIf(s -> s.startsWith("receiver"));
    if (ordered) {
      sessions.keySet().forEach(this::fillGaps);
    }
    return true;
  }

  /** Below a message that was handled, or on the lap before one that was sealed, all is settled. */
  private void fillGaps(long id) {
    long passed = -1;
    for (Map.Entry<Message, String> each : onDisk.entrySet()) {
      if (each.getKey().session() == id) {
        long seq = each.getKey().seq();
        passed = Math.max(passed, each.getValue().equals("SEALED") ? seq - window : seq);
      }
    }
    for (long s = 0; s <= passed; s++) {
      known.putIfAbsent(new Message(id, s), "SEALED");
    }
  }
}
