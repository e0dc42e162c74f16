package exactlyonce.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import exactlyonce.jdbc.Exchange.Settings;
import exactlyonce.jdbc.FaultyDataSource.Fault;
import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.ReceiverStore;
import exactlyonce.session.ReceiverStore.Session;
import exactlyonce.session.ReceiverStoreContract;
import exactlyonce.session.SenderStore;
import exactlyonce.session.SenderStoreContract;
import exactlyonce.wire.Codec;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The stores on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcStoreTest {
  private static final long SESSION = 5;
  private static final int WINDOW = 4;

  /** The commit of a delivery: after the record, the effect and the reply. */
  private static final int COMMIT = 4;

  private final AtomicInteger prefixes = new AtomicInteger();

  @TempDir
  static Path directory;

  private HikariDataSource database;

  /** Returns how to connect to the database. */
  abstract HikariConfig database() throws Exception;

  /** Returns a query for the size of a table on disk, with its index. */
  abstract String sizeInBytes(String table);

  /** Returns a statement after which the size is right. */
  abstract String flush();

  @BeforeAll
  void connect() throws Exception {
    HikariConfig config = database();
    config.setMaximumPoolSize(8);
    database = new HikariDataSource(config);
  }

  @AfterAll
  void disconnect() {
    if (database != null) {
      database.close();
    }
  }

  /** Returns tables that no other test uses. */
  private JdbcSchema newSchema() {
    return JdbcSchema.withPrefix("test" + prefixes.incrementAndGet() + "_");
  }

  private JdbcReceiverStore<String, String> receiverStore(DataSource source, JdbcSchema schema) {
    return JdbcReceiverStore.builder(source, Codec.strings()).schema(schema).build();
  }

  private JdbcSenderStore<String> senderStore(DataSource source, JdbcSchema schema) {
    return JdbcSenderStore.builder(source, 7, Codec.strings()).schema(schema).build();
  }

  /** Returns a store with a session, and with a table for effects. */
  private JdbcReceiverStore<String, String> opened(DataSource source, JdbcSchema schema)
      throws SQLException {
    Exchange.prepare(database, schema);
    JdbcReceiverStore<String, String> store = receiverStore(source, schema);
    store.opened(session(WINDOW));
    return store;
  }

  private static Session session(int windowSize) {
    return new Session(SESSION, 7, 1, windowSize, DeliveryOrder.UNORDERED, ReplyMode.WITH_REPLIES);
  }

  private static Handler<String, String> addsEffect(
      JdbcReceiverStore<String, String> store, JdbcSchema schema) {
    return store
        .handlers((sender, session) -> (transaction, seq, payload) -> {
          addEffect(transaction, schema, payload);
          return "reply to " + payload;
        })
        .create(7, SESSION);
  }

  private static void addEffect(Connection transaction, JdbcSchema schema, String message)
      throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement(schema.sql("INSERT INTO #effect (message) VALUES (?)"))) {
      insert.setString(1, message);
      insert.executeUpdate();
    }
  }

  private long effects(JdbcSchema schema) throws SQLException {
    return number(schema.sql("SELECT COUNT(*) FROM #effect"));
  }

  private long number(String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // Contracts.

  @TestFactory
  Stream<DynamicTest> theReceiverStoreKeepsTheContract() {
    return new ReceiverStoreContract<String, String>(
            () -> receiverStore(database, newSchema()),
            seq -> "m" + seq,
            number -> "r" + number,
            Duration.ofMillis(100))
        .tests();
  }

  @TestFactory
  Stream<DynamicTest> theSenderStoreKeepsTheContract() {
    return new SenderStoreContract<>(
            () -> {
              JdbcSchema schema = newSchema();
              return () -> senderStore(database, schema);
            },
            seq -> "m" + seq)
        .tests();
  }

  // Effect and record.

  @Test
  void effectAndRecordAreOneTransaction() throws Exception {
    JdbcSchema schema = newSchema();
    JdbcReceiverStore<String, String> store = opened(database, schema);
    Handler<String, String> handler = addsEffect(store, schema);
    assertThat(store.deliver(SESSION, 0, "a", handler)).isEqualTo("reply to a");
    assertThat(effects(schema)).isEqualTo(1);
    assertThatThrownBy(() -> store.deliver(SESSION, 1, "b", (seq, payload) -> {
          handler.handle(seq, payload);
          throw new Exception("fails after its effect");
        }))
        .hasMessage("fails after its effect");
    assertThat(effects(schema)).isEqualTo(1);
    assertThat(store.load(SESSION).resolved()).containsExactly(Resolved.delivered(0, "reply to a"));
  }

  @Test
  void aRejectionIsATransactionOfItsOwn() throws Exception {
    JdbcSchema schema = newSchema();
    JdbcReceiverStore<String, String> store = opened(database, schema);
    Handler<String, String> handler = addsEffect(store, schema);
    assertThatThrownBy(() -> store.deliver(SESSION, 0, "a", (seq, payload) -> {
          handler.handle(seq, payload);
          throw new RejectedException("why");
        }))
        .isInstanceOf(RejectedException.class);
    assertThat(effects(schema)).isZero();
    assertThat(store.load(SESSION).resolved()).isEmpty();
    assertThat(store.rejected(SESSION, 0, "why")).isEqualTo(Resolved.rejected(0, "why"));
    assertThat(receiverStore(database, schema).load(SESSION).resolved())
        .containsExactly(Resolved.rejected(0, "why"));
    assertThatThrownBy(() -> store.deliver(SESSION, 0, "a", handler)).hasMessage("why");
    assertThat(effects(schema)).isZero();
  }

  @Test
  void aReplyThatCannotBeEncodedLeavesNoEffect() throws Exception {
    JdbcSchema schema = newSchema();
    opened(database, schema);
    JdbcReceiverStore<String, Void> store =
        JdbcReceiverStore.builder(database, Codec.none()).schema(schema).build();
    JdbcReceiverStore<String, String> erased = forgetReplyType(store);
    assertThatThrownBy(() -> erased.deliver(SESSION, 0, "a", addsEffect(erased, schema)))
        .isInstanceOf(ClassCastException.class);
    assertThat(effects(schema)).isZero();
    assertThat(store.load(SESSION).resolved()).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static JdbcReceiverStore<String, String> forgetReplyType(Object store) {
    return (JdbcReceiverStore<String, String>) store;
  }

  @Test
  void aSessionWithoutRepliesStoresNone() throws Exception {
    JdbcSchema schema = newSchema();
    opened(database, schema);
    JdbcReceiverStore<String, Void> store =
        JdbcReceiverStore.<Void>builder(database, Codec.none()).schema(schema).build();
    assertThat(store.deliver(SESSION, 0, "a", (seq, payload) -> null)).isNull();
    assertThat(store.deliver(SESSION, 0, "a", (seq, payload) -> null)).isNull();
    assertThat(store.load(SESSION).resolved()).containsExactly(Resolved.delivered(0, null));
  }

  @Test
  void aHandlerCannotEndTheTransaction() throws Exception {
    JdbcSchema schema = newSchema();
    JdbcReceiverStore<String, String> store = opened(database, schema);
    List<UnaryOperator<Connection>> attempts = List.of(
        attempt(Connection::commit),
        attempt(Connection::rollback),
        attempt(Connection::close),
        attempt(connection -> connection.setAutoCommit(true)),
        attempt(connection -> connection.abort(Runnable::run)),
        attempt(connection -> connection.unwrap(Connection.class)),
        attempt(connection -> connection.getMetaData().getConnection().commit()),
        attempt(connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.getConnection().commit();
          }
        }),
        attempt(connection -> {
          try (PreparedStatement select = connection.prepareStatement("SELECT 1");
              ResultSet row = select.executeQuery()) {
            row.getStatement().getConnection().rollback();
          }
        }));
    for (UnaryOperator<Connection> attempt : attempts) {
      Handler<String, String> handler = store
          .handlers((sender, session) -> (transaction, seq, payload) -> {
            addEffect(transaction, schema, payload);
            attempt.apply(transaction);
            return "done";
          })
          .create(7, SESSION);
      assertThatThrownBy(() -> store.deliver(SESSION, 0, "a", handler))
          .hasMessageContaining("the transaction belongs to the store");
      assertThat(effects(schema)).isZero();
      assertThat(store.load(SESSION).resolved()).isEmpty();
    }
  }

  @Test
  void aHandlerMayUnwrapAStatement() throws Exception {
    JdbcSchema schema = newSchema();
    JdbcReceiverStore<String, String> store = opened(database, schema);
    Handler<String, String> handler = store
        .handlers((sender, session) -> (transaction, seq, payload) -> {
          addEffect(transaction, schema, payload);
          try (Statement statement = transaction.createStatement();
              Statement ofDriver = statement.unwrap(Statement.class);
              ResultSet row = ofDriver.executeQuery("SELECT 1")) {
            row.next();
            return "row " + row.getInt(1);
          }
        })
        .create(7, SESSION);
    assertThat(store.deliver(SESSION, 0, "a", handler)).isEqualTo("row 1");
    assertThat(effects(schema)).isEqualTo(1);
  }

  @Test
  void aHandlerMayRollBackToASavepoint() throws Exception {
    JdbcSchema schema = newSchema();
    JdbcReceiverStore<String, String> store = opened(database, schema);
    store.deliver(
        SESSION,
        0,
        "a",
        store
            .handlers((sender, session) -> (transaction, seq, payload) -> {
              addEffect(transaction, schema, payload);
              var savepoint = transaction.setSavepoint();
              addEffect(transaction, schema, payload);
              transaction.rollback(savepoint);
              return "done";
            })
            .create(7, SESSION));
    assertThat(effects(schema)).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsKeptIsRefused() throws Exception {
    JdbcSchema schema = newSchema();
    JdbcReceiverStore<String, String> store = opened(database, schema);
    AtomicReference<Connection> kept = new AtomicReference<>();
    Handler<String, String> handler = store
        .handlers((sender, session) -> (transaction, seq, payload) -> {
          kept.set(transaction);
          return "done";
        })
        .create(7, SESSION);
    store.deliver(SESSION, 0, "a", handler);
    assertThatThrownBy(() -> kept.get().createStatement()).hasMessageContaining("is over");
    assertThat(kept.get().isClosed()).isTrue();
    assertThatThrownBy(() -> handler.handle(0, "a")).hasMessageContaining("no transaction");
    JdbcReceiverStore<String, String> other = receiverStore(database, schema);
    assertThatThrownBy(() -> other.deliver(SESSION, 1, "b", handler))
        .hasMessageContaining("no transaction");
  }

  private interface Attempt {
    void on(Connection connection) throws SQLException;
  }

  private static UnaryOperator<Connection> attempt(Attempt attempt) {
    return connection -> {
      try {
        attempt.on(connection);
      } catch (SQLException e) {
        throw new IllegalArgumentException(e);
      }
      return connection;
    };
  }

  // Commits.

  @Test
  void aCommitWhoseAnswerIsLostIsUnknown() throws Exception {
    assertThat(afterFailingCommit(Fault.ANSWER_LOST)).isEqualTo(1);
    assertThat(afterFailingCommit(Fault.NOT_DONE)).isZero();
  }

  /** Returns how many effects there are; the record agrees. */
  private long afterFailingCommit(Fault fault) throws Exception {
    JdbcSchema schema = newSchema();
    FaultyDataSource faulty = new FaultyDataSource(database);
    JdbcReceiverStore<String, String> store = opened(faulty.dataSource(), schema);
    Handler<String, String> handler = addsEffect(store, schema);
    faulty.fail(fault, COMMIT);
    assertThatThrownBy(() -> store.deliver(SESSION, 0, "a", handler))
        .isInstanceOf(CommitUnknownException.class);
    long effects = effects(schema);
    assertThat(store.load(SESSION).resolved()).hasSize((int) effects);
    assertThat(store.deliver(SESSION, 0, "a", handler)).isEqualTo("reply to a");
    assertThat(effects(schema)).isEqualTo(1);
    return effects;
  }

  /** 23: a deferred constraint; 40: a serialization failure, but 40003: completion unknown. */
  @ParameterizedTest
  @CsvSource({"40001, false", "23503, false", "40003, true", "08006, true", ", true"})
  void aCommitThatWasRolledBackIsAFailure(String state, boolean unknown) throws Exception {
    JdbcSchema schema = newSchema();
    FaultyDataSource faulty = new FaultyDataSource(database);
    JdbcReceiverStore<String, String> store = opened(faulty.dataSource(), schema);
    faulty.fail(Fault.NOT_DONE, COMMIT, state);
    assertThatThrownBy(() -> store.deliver(SESSION, 0, "a", addsEffect(store, schema)))
        .isInstanceOf(unknown ? CommitUnknownException.class : SQLException.class);
    assertThat(effects(schema)).isZero();
  }

  /** The row that the first one has locked is looked at again, as the first one has left it. */
  @Test
  void twoHostsAgree() throws Exception {
    JdbcSchema schema = newSchema();
    Exchange.prepare(database, schema);
    assertThat(HostRace.run(
            () -> receiverStore(database, schema),
            store -> store.handlers((sender, session) -> (transaction, seq, payload) -> {
              addEffect(transaction, schema, payload);
              return "reply to " + payload;
            }),
            message -> number(
                schema.sql("SELECT COUNT(*) FROM #effect WHERE message = '" + message + "'"))))
        .isEmpty();
  }

  // Killed at every statement.

  @ParameterizedTest
  @EnumSource
  void failsAtEveryStatement(Fault fault) throws Exception {
    Settings settings = new Settings(database, newSchema(), DeliveryOrder.UNORDERED);
    assertThat(runsWithoutViolation(settings, fault)).isGreaterThan(80);
  }

  @Test
  void anOrderedReceiverIsKilledAtEveryStatement() throws Exception {
    Settings settings = new Settings(database, newSchema(), DeliveryOrder.ORDERED);
    assertThat(runsWithoutViolation(settings, Fault.DIES_AFTER)).isGreaterThan(80);
  }

  private static int runsWithoutViolation(Settings settings, Fault fault) throws SQLException {
    return forEachStep(settings, fault, violations -> {
      assertThat(violations).isEmpty();
      return true;
    });
  }

  /** Returns the first thing that goes wrong with broken stores when a step fails. */
  final String firstViolation(
      UnaryOperator<ReceiverStore<String, String>> receiverStore,
      UnaryOperator<SenderStore<String>> senderStore,
      Fault fault)
      throws SQLException {
    AtomicReference<String> first = new AtomicReference<>("nothing");
    Settings settings =
        new Settings(database, newSchema(), DeliveryOrder.UNORDERED, receiverStore, senderStore);
    forEachStep(settings, fault, violations -> {
      violations.stream().findFirst().ifPresent(first::set);
      return violations.isEmpty();
    });
    return first.get();
  }

  /**
   * Runs the exchange once for each step that one of the two processes takes without a fault, until
   * the given test of its violations says no. Returns how many runs there were.
   */
  private static int forEachStep(Settings settings, Fault fault, Predicate<List<String>> goOn)
      throws SQLException {
    int runs = 0;
    for (boolean senderFails : List.of(true, false)) {
      int steps = 1;
      for (int step = 0; step <= steps; step++) {
        Exchange.prepare(settings.database(), settings.schema());
        FaultyDataSource failing = new FaultyDataSource(settings.database());
        failing.fail(fault, step);
        FaultyDataSource other = new FaultyDataSource(settings.database());
        List<String> violations = senderFails
            ? new Exchange(settings, failing, other).run()
            : new Exchange(settings, other, failing).run();
        runs++;
        if (!goOn.test(violations)) {
          return runs;
        }
        steps = step == 0 ? failing.steps() : steps;
      }
    }
    return runs;
  }

  // The tables.

  @Test
  void anUnknownVersionIsRefused() throws Exception {
    JdbcSchema schema = newSchema();
    schema.createIfMissing(database);
    schema.createIfMissing(database);
    execute(schema.sql("UPDATE #schema SET version = 99"));
    assertThatThrownBy(() -> receiverStore(database, schema))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(schema.sql("the tables #... have version 99, and this library knows 1:"
            + " use the library that created them, or another table prefix"));
    assertThatThrownBy(() -> senderStore(database, schema)).hasMessageContaining("version 99");
  }

  @Test
  void tablesAreCreatedByTheDdlAlone() throws Exception {
    JdbcSchema schema = newSchema();
    for (String statement : schema.ddl()) {
      execute(statement);
      execute(statement);
    }
    assertThat(receiverStore(database, schema).load()).isEmpty();
  }

  @Test
  void tablesAreCreatedOnceByTwoProcesses() throws Exception {
    for (int i = 0; i < 5; i++) {
      JdbcSchema schema = newSchema();
      List<FutureTask<SenderStore.Stored<String>>> tasks = new ArrayList<>();
      for (int process = 0; process < 2; process++) {
        FutureTask<SenderStore.Stored<String>> task =
            new FutureTask<>(() -> senderStore(database, schema).load());
        tasks.add(task);
        new Thread(task).start();
      }
      for (FutureTask<SenderStore.Stored<String>> task : tasks) {
        assertThat(task.get()).isNull();
      }
    }
  }

  @Test
  void killedWhileTheTablesAreCreated() throws Exception {
    FaultyDataSource counting = new FaultyDataSource(database);
    newSchema().createIfMissing(counting.dataSource());
    assertThat(counting.steps()).isGreaterThan(JdbcSchema.standard().ddl().size());
    for (int step = 1; step <= counting.steps(); step++) {
      JdbcSchema schema = newSchema();
      FaultyDataSource faulty = new FaultyDataSource(database);
      faulty.fail(Fault.DIES_AFTER, step);
      assertThatThrownBy(() -> schema.createIfMissing(faulty.dataSource()))
          .isInstanceOf(FaultyDataSource.Killed.class);
      assertThat(receiverStore(database, schema).load()).isEmpty();
    }
  }

  @Test
  void anIsolationLevelThatShowsUncommittedRecordsIsRefused() throws Exception {
    try (Connection connection = database.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_UNCOMMITTED) {
        return;
      }
      DataSource source = (DataSource) Proxy.newProxyInstance(
          getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (p, m, a) -> connection);
      assertThatThrownBy(() -> receiverStore(source, newSchema()))
          .hasMessageContaining("below READ COMMITTED");
    }
  }

  // Fencing.

  @Test
  void aListenerFindsOutThatItsSenderWasReplaced() throws Exception {
    JdbcSchema schema = newSchema();
    JdbcSenderStore<String> first = senderStore(database, schema);
    first.load();
    try (Connection transaction = database.getConnection()) {
      transaction.setAutoCommit(false);
      first.requireOwner(transaction);
      transaction.commit();
      JdbcSenderStore<String> second = senderStore(database, schema);
      second.load();
      assertThatThrownBy(() -> first.requireOwner(transaction))
          .isInstanceOf(SenderReplacedException.class);
      transaction.rollback();
      assertThatThrownBy(() -> first.open(1, WINDOW, ReplyMode.WITH_REPLIES))
          .isInstanceOf(SenderReplacedException.class);
      second.requireOwner(transaction);
      transaction.commit();
    }
  }

  @Test
  void sendersDoNotTouchEachOther() {
    JdbcSchema schema = newSchema();
    JdbcSenderStore<String> one = senderStore(database, schema);
    JdbcSenderStore<String> other =
        JdbcSenderStore.builder(database, 8, Codec.strings()).schema(schema).build();
    one.load();
    other.load();
    one.open(1, WINDOW, ReplyMode.WITH_REPLIES);
    other.open(2, WINDOW, ReplyMode.WITH_REPLIES);
    one.append(0, "a");
    other.append(0, "b");
    other.clear();
    assertThat(other.load()).isNull();
    assertThat(one.load().entries()).containsOnly(Map.entry(0L, "a"));
  }

  // Size.

  private String sizes(JdbcSchema schema) throws SQLException {
    execute(flush());
    return String.format(
        "%,d + %,d bytes",
        number(sizeInBytes(schema.sql("#receiver_slot"))),
        number(sizeInBytes(schema.sql("#sender_slot"))));
  }

  /** Prints the sizes. A longer run: {@code -Dmessages=1000000}. */
  @Test
  void tablesDoNotGrowWithTheNumberOfMessages() throws Exception {
    int window = 1024;
    int messages = Integer.getInteger("messages", 4 * window);
    JdbcSchema schema = newSchema();
    Exchange.prepare(database, schema);
    JdbcReceiverStore<String, String> receiver = receiverStore(database, schema);
    JdbcSenderStore<String> sender = senderStore(database, schema);
    sender.load();
    sender.open(SESSION, window, ReplyMode.WITHOUT_REPLIES);
    receiver.opened(session(window));
    String before = sizes(schema);
    long start = System.nanoTime();
    for (int seq = 0; seq < messages; seq++) {
      sender.append(seq, "");
      receiver.deliver(SESSION, seq, "", (s, payload) -> null);
    }
    String after = sizes(schema);
    System.out.printf(
        "%s, W = %,d, receiver + sender: %s before, %s after %,d messages, %d s%n",
        getClass().getSimpleName(),
        window,
        before,
        after,
        messages,
        (System.nanoTime() - start) / 1_000_000_000);
    assertThat(number(schema.sql("SELECT COUNT(*) FROM #receiver_slot"))).isEqualTo(window);
    assertThat(number(schema.sql("SELECT COUNT(*) FROM #sender_slot"))).isEqualTo(window);
    assertThat(receiver.load(SESSION).resolved())
        .extracting(Resolved::seq)
        .contains(messages - 1L, (long) messages - window)
        .hasSize(window);
    receiver.over(SESSION);
    sender.clear();
    assertThat(number(schema.sql("SELECT COUNT(*) FROM #receiver_slot"))).isZero();
    assertThat(number(schema.sql("SELECT COUNT(*) FROM #sender_slot"))).isZero();
  }
}
