package exactlyonce.jdbc;

import exactlyonce.jdbc.FaultyDataSource.Killed;
import exactlyonce.protocol.ForwardingRequests;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.RetryPolicy;
import exactlyonce.protocol.Sender;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SessionRequests;
import exactlyonce.session.SessionSender;
import exactlyonce.simulation.Faults;
import exactlyonce.simulation.LossySessionNetwork;
import exactlyonce.window.Outcome;
import exactlyonce.window.OutcomeListener;
import exactlyonce.wire.Codec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * A sender and a receiver, each a process with connections of its own to the database, exchange a
 * few messages in two sessions over a lossy network. One in three messages is withdrawn, and one is
 * rejected the first time, and only then, after its effect. A process
 * that is killed starts again from the database. When the receiver does, a copy of every message that
 * was ever sent arrives late. One thread does everything, so that a run with the
 * same faults takes the same steps.
 */
final class Exchange {
  /** What is exchanged, and by which stores: the shipped ones, or broken ones around them. */
  record Settings(
      DataSource database,
      JdbcSchema schema,
      DeliveryOrder order,
      UnaryOperator<ReceiverStore<String, String>> receiverStore,
      UnaryOperator<SenderStore<String>> senderStore) {
    Settings(DataSource database, JdbcSchema schema, DeliveryOrder order) {
      this(database, schema, order, UnaryOperator.identity(), UnaryOperator.identity());
    }
  }

  private static final int MESSAGES = 6;
  private static final int WINDOW = 2;
  private static final int ROUNDS = 3000;
  private static final String REJECTED = "m1";

  private final Settings settings;
  private final FaultyDataSource senderSource;
  private final FaultyDataSource receiverSource;
  private final LossySessionNetwork<String, String> network =
      new LossySessionNetwork<>(new Faults(0.2, 0.2, 0.2), 64, 1);
  private final List<Consumer<SessionRequests<String>>> sent = new ArrayList<>();
  private final Map<String, Set<Outcome>> outcomes = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  private SessionSender<String, String> sender;
  private ReceiverHost<String, String> host;
  private long now;
  private long ids;
  private int next; // message
  private boolean closedOnce;
  private boolean rejectedOnce;

  Exchange(Settings settings, FaultyDataSource senderSource, FaultyDataSource receiverSource) {
    this.settings = settings;
    this.senderSource = senderSource;
    this.receiverSource = receiverSource;
  }

  /** Creates the tables, or empties them. */
  static void prepare(DataSource database, JdbcSchema schema) throws SQLException {
    schema.createIfMissing(database);
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          schema.sql("CREATE TABLE IF NOT EXISTS #effect (message VARCHAR(16) NOT NULL)"));
      for (String table :
          List.of("#effect", "#receiver_session", "#receiver_slot", "#sender", "#sender_slot")) {
        statement.executeUpdate(schema.sql("DELETE FROM " + table));
      }
    }
  }

  /** Returns what was wrong. */
  List<String> run() throws SQLException {
    for (int round = 0; round < ROUNDS && !isDone(); round++) {
      atSender(this::send);
      atReceiver(() -> network.deliverRequest(host));
      atSender(() -> network.deliverReply(sender));
    }
    if (!isDone()) {
      violations.add("stalled at " + next);
    }
    checkOutcomes();
    return violations;
  }

  private boolean isDone() {
    return closedOnce && next == MESSAGES && sender != null && sender.isIdle();
  }

  private void send() {
    boolean closes = next == MESSAGES || next == MESSAGES / 2 && !closedOnce;
    if (closes) {
      sender.close();
      closedOnce = sender.isIdle();
    } else if (sender.isIdle()) {
      sender.open();
    } else {
      Sender<String, String> session = sender.sender();
      if (session != null) {
        submit(session);
      }
    }
    sender.poll(++now);
  }

  private void submit(Sender<String, String> session) {
    long seq = session.trySubmit("m" + next);
    if (seq >= 0) {
      next++;
      if (next % 3 == 0) {
        session.cancel(seq);
      }
    }
  }

  /** A sender whose store fails must be started again. */
  private void atSender(Runnable work) {
    try {
      if (sender == null) {
        senderSource.restart();
        startSender();
      }
      work.run();
    } catch (Killed | JdbcStoreException e) {
      sender = null;
    }
  }

  private void startSender() {
    SenderStore<String> store = settings.senderStore.apply(
        JdbcSenderStore.builder(senderSource.dataSource(), 7, Codec.strings())
            .schema(settings.schema)
            .build());
    // A message whose append failed may be stored all the same.
    SenderStore.Stored<String> stored = store.load();
    boolean submitted = stored != null && stored.entries().containsValue("m" + next);
    sender = new SessionSender<>(
        7,
        () -> ++ids,
        WINDOW,
        store,
        keepingCopies(network.toReceiver()),
        session -> new Outcomes(),
        new RetryPolicy(4, 16));
    if (submitted) {
      next++;
    }
  }

  private final class Outcomes implements OutcomeListener<String, String> {
    @Override
    public void onOutcome(long seq, String message, Outcome outcome, String reply) {
      outcomes.computeIfAbsent(message, m -> EnumSet.noneOf(Outcome.class)).add(outcome);
      if (outcome == Outcome.DELIVERED && !("reply to " + message).equals(reply)) {
        violations.add("reply to " + message + ": " + reply);
      }
    }

    @Override
    public void onRejected(long seq, String message, String reason) {
      onOutcome(seq, message, Outcome.REJECTED, null);
      if (!reason.equals("no " + message)) {
        violations.add("rejected " + message + ": " + reason);
      }
    }
  }

  /** A receiver whose store fails loses the frame. */
  private void atReceiver(Runnable work) {
    try {
      if (host == null) {
        receiverSource.restart();
        startReceiver();
      }
      work.run();
    } catch (Killed e) {
      host = null;
    } catch (JdbcStoreException e) {
      // The sender asks again.
    }
  }

  private void startReceiver() {
    JdbcReceiverStore<String, String> store = JdbcReceiverStore.builder(
            receiverSource.dataSource(), Codec.strings())
        .schema(settings.schema)
        .build();
    host = ReceiverHost.<String, String>builder(
            store.handlers((from, session) -> (transaction, seq, message) -> {
              addEffect(transaction, message);
              if (message.equals(REJECTED) && !rejectedOnce) {
                rejectedOnce = true;
                throw new RejectedException("no " + message);
              }
              return "reply to " + message;
            }),
            network.toSender())
        .settings(HostSettings.ofWindowSize(WINDOW).withReplies().withOrder(settings.order))
        .ids(() -> ++ids)
        .store(settings.receiverStore.apply(store))
        .onEvent(event -> {})
        .build();
    sent.forEach(copy -> copy.accept(host));
  }

  private SessionRequests<String> keepingCopies(SessionRequests<String> requests) {
    return new SessionRequests<>() {
      @Override
      public void open(long from, long nonce, int maxWindowSize) {
        requests.open(from, nonce, maxWindowSize);
      }

      @Override
      public Requests<String> in(long session) {
        return new ForwardingRequests<>(requests.in(session)) {
          @Override
          public void data(long seq, String message) {
            sent.add(receiver -> receiver.in(session).data(seq, message));
            super.data(seq, message);
          }
        };
      }

      @Override
      public void close(long session) {
        requests.close(session);
      }
    };
  }

  private void addEffect(Connection transaction, String message) throws SQLException {
    try (PreparedStatement insert = transaction.prepareStatement(
        settings.schema.sql("INSERT INTO #effect (message) VALUES (?)"))) {
      insert.setString(1, message);
      insert.executeUpdate();
    }
  }

  private void checkOutcomes() throws SQLException {
    Map<String, Integer> effects = new HashMap<>();
    try (Connection connection = settings.database.getConnection();
        var select = connection.prepareStatement(
            settings.schema.sql("SELECT message, COUNT(*) FROM #effect GROUP BY message"));
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        effects.put(row.getString(1), row.getInt(2));
      }
    }
    for (int i = 0; i < next; i++) {
      String message = "m" + i;
      int count = effects.getOrDefault(message, 0);
      Set<Outcome> reported = outcomes.getOrDefault(message, Set.of());
      if (count > 1) {
        violations.add("duplicated: " + message);
      }
      if (count == 0 && reported.contains(Outcome.DELIVERED)) {
        violations.add("falsely confirmed: " + message);
      }
      if (count > 0
          && (reported.contains(Outcome.NOT_DELIVERED) || reported.contains(Outcome.REJECTED))) {
        violations.add("falsely denied: " + message);
      }
      if (reported.isEmpty()) {
        violations.add("lost: " + message);
      }
      if (reported.contains(Outcome.IN_DOUBT)) {
        violations.add("in doubt: " + message);
      }
    }
  }
}
