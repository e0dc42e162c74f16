package exactlyonce.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.protocol.SequenceDiagram;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Both sides beside their models, a bag of frames between them, and a single thread. A crash comes
 * at the n-th of a side's next steps: before or after a frame, a write or a report. If something is
 * wrong, or differs from the model, the error draws what happened.
 */
final class CrashSchedule {
  private static final int MESSAGES = 200;
  private static final RetryPolicy RETRY = new RetryPolicy(10, 40);

  enum Kind {
    SUBMIT,
    CANCEL,
    CLOSE,
    POLL,
    REQUEST,
    REQUEST_FAILS, // the handler, if it runs
    REQUEST_WITH_UNKNOWN_COMMIT, // of the handler, if it runs
    REPLY,
    DUPLICATE_REQUEST, // any frame that was ever sent
    DUPLICATE_REPLY,
    LOSE_REQUEST,
    LOSE_REPLY,
    CRASH_OF_SENDER,
    CRASH_OF_RECEIVER,
    LOSS_OF_RECEIVERS_DISK,
    DROP_UNTOUCHED
  }

  /** Whether the next commit has an unknown outcome, and what it is. */
  enum UnknownCommit {
    NONE,
    MADE,
    ROLLED_BACK
  }

  /** The next action; {@code choice} selects the frame, the message, the time or the step. */
  record Step(Kind kind, int choice) {}

  /** A frame in flight. */
  private record QueuedFrame<T>(String name, Consumer<? super T> call) {}

  private final DeliveryOrder order;
  private final int window;
  private final Ledger ledger = new Ledger(MESSAGES, true);
  private final SenderDisk senderDisk = new SenderDisk(ledger);
  private final ReceiverDisk receiverDisk;
  private final CrashPoints crashPoints;
  private final BiFunction<
          Incarnation, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>>
      disk;
  private final List<QueuedFrame<SessionRequests<Message>>> requests = new ArrayList<>();
  private final List<QueuedFrame<SessionReplies<Reply>>> replies = new ArrayList<>();
  private final List<QueuedFrame<SessionRequests<Message>>> sentRequests = new ArrayList<>();
  private final List<QueuedFrame<SessionReplies<Reply>>> sentReplies = new ArrayList<>();
  private final SequenceDiagram diagram = new SequenceDiagram();
  private final Steps steps = new Steps();
  private final BiConsumer<String, Runnable> faults;
  private final boolean modelled;
  private final SessionSenderModel senderModel;
  private final ReceiverHostModel receiverModel;

  private SessionSender<Message, Reply> sender;
  private ReceiverHost<Message, Reply> receiver;
  private int senderFuse = -1;
  private int receiverFuse = -1;
  private long lastSession;
  private long lastNonce;
  private long now;
  private int next;
  private long lastSeq;
  private boolean handlerFails;
  private UnknownCommit unknownCommit = UnknownCommit.NONE;
  private int crashes;
  private boolean forgets;

  /**
   * Creates both sides.
   *
   * @param faults is given each step that is a write or a frame, and runs it once if it injects no
   *     fault
   * @param modelled whether the models check every step; if not, only the ledger checks the results
   */
  CrashSchedule(
      DeliveryOrder order,
      int window,
      BiFunction<Incarnation, ReceiverStore<Message, Reply>, ReceiverStore<Message, Reply>> disk,
      BiConsumer<String, Runnable> faults,
      boolean modelled) {
    this.order = order;
    this.window = window;
    this.disk = disk;
    this.faults = faults;
    this.modelled = modelled;
    senderModel = new SessionSenderModel(window, steps);
    receiverModel =
        new ReceiverHostModel(order, window, () -> handlerFails, () -> unknownCommit, steps);
    receiverDisk = new ReceiverDisk();
    crashPoints = new CrashPoints(
        recording(SessionRequests.class, "", this::requestSent, UnaryOperator.identity()),
        recording(SessionReplies.class, "", this::replySent, UnaryOperator.identity()));
    startSender();
    startReceiver();
  }

  int crashes() {
    return crashes;
  }

  long inDoubt() {
    return ledger.messages().inDoubt();
  }

  /** Returns the kinds of steps that the models accepted. */
  Set<String> kinds() {
    return steps.kinds;
  }

  void run(List<Step> schedule) {
    diagram.drawnIfItFails(() -> {
      for (Step step : schedule) {
        run(step);
        check();
      }
    });
  }

  /** Stops all faults: every message is decided, and no session is left. */
  void finish() {
    diagram.drawnIfItFails(this::finishAll);
  }

  private void finishAll() {
    senderFuse = -1;
    receiverFuse = -1;
    handlerFails = false;
    unknownCommit = UnknownCommit.NONE;
    for (int round = 0; round < 100 && !sender.isIdle(); round++) {
      use(SessionSender::close, SessionSenderModel::close);
      now += 40;
      use(side -> side.poll(now), SessionSenderModel::poll);
      deliverAll();
    }
    deliverAll();
    useReceiver(ReceiverHost::dropUntouched, ReceiverHostModel::dropUntouched);
    check();
    assertThat(sender.isIdle()).as("every message is decided and reported").isTrue();
    RunResult.Messages messages = ledger.messages();
    assertThat(messages.submitted()).isEqualTo(ledger.decided());
    assertThat(messages.effects())
        .isBetween(messages.delivered(), messages.delivered() + messages.inDoubt());
    assertThat(receiver.sessions()).as("sessions left").isZero();
    if (!forgets) {
      assertThat(messages.inDoubt()).as("in doubt without need").isZero();
    }
  }

  private void check() {
    Map<Violation, Long> violations = ledger.violations(number -> true);
    violations.remove(Violation.LOST); // meaningful only at the end
    if (order == DeliveryOrder.UNORDERED) {
      violations.remove(Violation.MISORDERED);
    }
    violations.forEach(
        (violation, count) -> assertThat(count).as(violation.inWords()).isZero());
  }

  private void run(Step step) {
    int choice = step.choice();
    handlerFails = step.kind() == Kind.REQUEST_FAILS;
    unknownCommit = step.kind() != Kind.REQUEST_WITH_UNKNOWN_COMMIT
        ? UnknownCommit.NONE
        : choice / 2 % 2 == 0 ? UnknownCommit.MADE : UnknownCommit.ROLLED_BACK;
    switch (step.kind()) {
      case SUBMIT -> submit();
      case CANCEL -> cancel(lastSeq - choice % window);
      case CLOSE -> use(SessionSender::close, SessionSenderModel::close);
      case POLL -> {
        now += choice % 20;
        use(side -> side.poll(now), SessionSenderModel::poll);
      }
      case REQUEST, REQUEST_FAILS, REQUEST_WITH_UNKNOWN_COMMIT -> request(choice, true);
      case REPLY -> reply(choice, true);
      case DUPLICATE_REQUEST -> request(choice, false);
      case DUPLICATE_REPLY -> reply(choice, false);
      case LOSE_REQUEST -> lose(requests, choice);
      case LOSE_REPLY -> lose(replies, choice);
      case CRASH_OF_SENDER -> senderFuse = choice % 12;
      case CRASH_OF_RECEIVER -> receiverFuse = choice % 12;
      case LOSS_OF_RECEIVERS_DISK -> {
        if (choice % 4 == 0) {
          diagram.atReceiver("loses its disk");
          receiverDisk.format();
          receiverModel.loseDisk();
          forgets = true;
          startReceiver();
        }
      }
      case DROP_UNTOUCHED -> {
        forgets = true;
        useReceiver(ReceiverHost::dropUntouched, ReceiverHostModel::dropUntouched);
      }
    }
  }

  private void submit() {
    if (next == MESSAGES) {
      return;
    }
    Message message = new Message(next, 0);
    use(
        side -> {
          Sender<Message, Reply> session = side.sender();
          if (session == null) {
            side.open();
          } else {
            lastSeq = Math.max(session.trySubmit(message), 0);
          }
        },
        model -> model.submit(message));
    if (ledger.isSubmitted(message)) {
      next++;
    }
  }

  private void cancel(long seq) {
    use(
        side -> {
          Sender<Message, Reply> session = side.sender();
          if (session != null) {
            session.cancel(seq);
          }
        },
        model -> model.cancel(seq));
  }

  private void use(
      Consumer<SessionSender<Message, Reply>> work, Consumer<SessionSenderModel> model) {
    if (crashes(() -> work.accept(sender), diagram::atSender, () -> model.accept(senderModel))) {
      ledger.senderRestarted();
      senderModel.restart();
      startSender();
    }
  }

  private void useReceiver(
      Consumer<ReceiverHost<Message, Reply>> work, Consumer<ReceiverHostModel> model) {
    if (crashes(
        () -> work.accept(receiver), diagram::atReceiver, () -> model.accept(receiverModel))) {
      receiverModel.restart();
      startReceiver();
    }
  }

  private boolean crashes(Runnable work, Consumer<String> draw, Runnable model) {
    boolean crash = false;
    try {
      work.run();
    } catch (Incarnation.Crash e) {
      crash = true;
      crashes++;
      draw.accept("crashes");
    }
    if (modelled) {
      steps.verify(crash, model);
    } else {
      steps.forget();
    }
    return crash;
  }

  private void request(int choice, boolean remove) {
    List<QueuedFrame<SessionRequests<Message>>> frames = remove ? requests : sentRequests;
    if (frames.isEmpty()) {
      return;
    }
    int place = choice % frames.size();
    QueuedFrame<SessionRequests<Message>> frame = remove ? frames.remove(place) : frames.get(place);
    diagram.requestArrives(frame.name);
    useReceiver(frame.call::accept, frame.call::accept);
  }

  private void reply(int choice, boolean remove) {
    List<QueuedFrame<SessionReplies<Reply>>> frames = remove ? replies : sentReplies;
    if (frames.isEmpty()) {
      return;
    }
    int place = choice % frames.size();
    QueuedFrame<SessionReplies<Reply>> frame = remove ? frames.remove(place) : frames.get(place);
    diagram.replyArrives(frame.name);
    use(frame.call::accept, frame.call::accept);
  }

  private void deliverAll() {
    while (!requests.isEmpty() || !replies.isEmpty()) {
      request(0, true);
      reply(0, true);
    }
  }

  private void lose(List<? extends QueuedFrame<?>> frames, int choice) {
    if (!frames.isEmpty()) {
      diagram.lost(frames.remove(choice % frames.size()).name());
    }
  }

  private void startSender() {
    Incarnation incarnation = new Incarnation(() -> senderFuse >= 0 && senderFuse-- == 0);
    sender = new SessionSender<>(
        1,
        () -> {
          steps.took("nonce", ++lastNonce);
          return lastNonce;
        },
        window,
        CrashPoints.disk(incarnation, recorded(SenderStore.class, senderDisk, diagram::atSender)),
        crashPoints.toReceiver(incarnation),
        session -> (seq, message, outcome, reply) -> {
          incarnation.step();
          ledger.outcome(Ledger.position(session, seq), message, outcome, reply);
          steps.took(session + ": " + outcome, seq, message, reply);
          diagram.atSender(session + ": " + seq + " is " + outcome);
          incarnation.step();
        },
        RETRY);
  }

  private void startReceiver() {
    Incarnation incarnation = new Incarnation(() -> receiverFuse >= 0 && receiverFuse-- == 0);
    receiver = ReceiverHost.<Message, Reply>builder(
            (from, session) -> (seq, message) -> handle(session, seq, message),
            crashPoints.toSender(incarnation))
        .settings(HostSettings.ofWindowSize(window).withOrder(order).withReplies())
        .ids(() -> {
          steps.took("session", ++lastSession);
          return lastSession;
        })
        .store(disk.apply(
            incarnation, recorded(ReceiverStore.class, receiverDisk, diagram::atReceiver)))
        .onEvent(event -> {})
        .build();
  }

  private Reply handle(long session, long seq, Message message) throws Exception {
    diagram.atReceiver(session + ": handles " + seq + (handlerFails ? ", fails" : ""));
    if (handlerFails) {
      steps.took(session + ": handle fails", seq, message);
      throw new Exception("simulated");
    }
    Reply reply =
        new Reply(message.number(), ledger.effect(Ledger.position(session, seq), message));
    steps.took(session + ": handle", seq, message, reply);
    return reply;
  }

  private void requestSent(String name, Consumer<Object> call) {
    faults.accept(name, () -> {
      steps.took(name);
      requests.add(new QueuedFrame<>(name, call));
      sentRequests.add(new QueuedFrame<>(name, call));
      diagram.requestSent(name);
    });
  }

  private void replySent(String name, Consumer<Object> call) {
    faults.accept(name, () -> {
      steps.took(name);
      replies.add(new QueuedFrame<>(name, call));
      sentReplies.add(new QueuedFrame<>(name, call));
      diagram.replySent(name);
    });
  }

  /** Returns a disk whose writes are recorded as steps. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private <T> T recorded(Class type, T disk, Consumer<String> draw) {
    return (T) Proxy.newProxyInstance(
        type.getClassLoader(), new Class[] {type}, (proxy, method, arguments) -> {
          if (method.getReturnType() == void.class || method.getName().equals("sealed")) {
            String write = Steps.text("write " + method.getName(), arguments);
            Object[] result = {method.getReturnType() == void.class ? null : true}; // if left out
            faults.accept(write, () -> {
              result[0] = invoke(method, disk, arguments);
              steps.took(write);
              draw.accept(write);
            });
            return result[0];
          }
          if (!method.getName().equals("deliver")) {
            return invoke(method, disk, arguments);
          }
          if (unknownCommit == UnknownCommit.ROLLED_BACK) {
            throw new CommitUnknownException("simulated", new Exception("connection reset"));
          }
          Object reply = invoke(method, disk, arguments);
          steps.took("write delivered", arguments[0], arguments[1], reply);
          if (unknownCommit == UnknownCommit.MADE) {
            throw new CommitUnknownException("simulated", new Exception("connection reset"));
          }
          return reply;
        });
  }

  /**
   * Returns a network that turns every call into a frame, including the calls after {@code
   * in(session)}.
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> T recording(
      Class type,
      String prefix,
      BiConsumer<String, Consumer<Object>> sent,
      UnaryOperator<Consumer<Object>> wrap) {
    return (T) Proxy.newProxyInstance(
        type.getClassLoader(), new Class[] {type}, (proxy, method, arguments) -> {
          if (method.getName().equals("in")) {
            Method in = method;
            return recording(
                method.getReturnType(),
                arguments[0] + ": ",
                sent,
                call -> peer -> call.accept(invoke(in, peer, arguments)));
          }
          String name = Steps.text(prefix + method.getName(), arguments);
          sent.accept(name, wrap.apply(peer -> invoke(method, peer, arguments)));
          return null;
        });
  }

  private static Object invoke(Method method, Object peer, Object[] arguments) {
    try {
      return method.invoke(peer, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
