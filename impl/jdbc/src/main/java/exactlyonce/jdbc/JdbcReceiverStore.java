package exactlyonce.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.DeliveryOrder;
import exactlyonce.session.HandlerFactory;
import exactlyonce.session.ReceiverStore;
import exactlyonce.window.Resolution;
import exactlyonce.wire.Codec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ReceiverStore} in a database. Effect and record are committed in one transaction, if the
 * handlers come from {@link #handlers} and make their effects on the connection that they get.
 *
 * <pre>{@code
 * JdbcReceiverStore<String, String> store =
 *     JdbcReceiverStore.builder(dataSource, Codec.strings()).build();
 * var host = ReceiverHost.builder(
 *         store.handlers((sender, session) -> (transaction, seq, order) -> book(transaction, order)),
 *         network)
 *     .store(store)
 *     .build();
 * }</pre>
 *
 * <p>A session has W rows, one a slot, from when it is opened until it is over, whatever goes
 * through it. Whether a message may be written is decided by one conditional UPDATE of one row,
 * before the handler runs. It holds the row until the transaction ends. Another delivery of the
 * message, a seal of it, and the end of its session wait for that. Then the database evaluates their
 * condition again, on the row as committed. So READ COMMITTED is enough, and several hosts may share
 * the tables. Under a higher level a transaction that has waited may fail instead: a handler then
 * counts as failed, and the message comes again. In SQLite all writers wait for each other, so set
 * {@code busy_timeout}.
 *
 * <p>A receiver needs no fence. A host that was replaced and keeps running is a second host: the
 * write rule refuses it each message that the first one has handled. Only where messages take effect
 * in sequence must it be ended first: see {@link exactlyonce.session.DeliveryOrder#ORDERED}.
 *
 * <p>Thread-safe. Each call takes one connection, and {@link #deliver} keeps it while the handler
 * runs: the pool must have one for each thread that brings frames. Methods other than {@link
 * #deliver} throw {@link JdbcStoreException} if the database fails. If the answer to the commit of
 * {@link #opened} is lost, a session that nobody uses may remain; see {@link
 * exactlyonce.session.ReceiverHost#dropUntouched}.
 *
 * <p>Specification: the store of {@code CrashRecoveryStore}.
 *
 * @param <P> payload
 * @param <R> reply; {@link Void} in sessions without replies
 */
public final class JdbcReceiverStore<P, R> implements ReceiverStore<P, R> {
  private static final int EMPTY = 0;
  private static final int DELIVERED = 1;
  private static final int SEALED = 2;
  private static final int REJECTED = 3; // the reason is where a reply would be

  /** The place of a message, from the parameters session, seq, session. */
  private static final String SLOT = " WHERE session = ? AND slot = CAST(? AS BIGINT)"
      + " % (SELECT window_size FROM #receiver_session WHERE id = ?)";

  private static final String SESSIONS =
      "SELECT id, sender, nonce, window_size, delivery_order, reply_mode, seq, resolution, reply"
          + " FROM #receiver_session LEFT JOIN #receiver_slot ON session = id AND resolution > 0";

  private final Transactions transactions;
  private final Codec<R> replies;
  private final String insertSession;
  private final String insertSlot;
  private final String write;
  private final String writeReply;
  private final String read;
  private final String deleteSession;
  private final String deleteSlots;
  private final String loadAll;
  private final String loadOne;

  /** The transaction of the handler that this thread runs. One a store: handlers may nest. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Connection> current = new ThreadLocal<>();

  private JdbcReceiverStore(DataSource source, Codec<R> replies, JdbcSchema schema) {
    this.transactions = new Transactions(source);
    this.replies = replies;
    insertSession = schema.sql("INSERT INTO #receiver_session"
        + " (id, sender, nonce, window_size, delivery_order, reply_mode)"
        + " VALUES (?, ?, ?, ?, ?, ?)");
    insertSlot = schema.sql("INSERT INTO #receiver_slot (session, seq, resolution, slot)"
        + " VALUES (?, -1, " + EMPTY + ", ?)");
    write = schema.sql(
        "UPDATE #receiver_slot SET seq = ?, resolution = ?, reply = NULL" + SLOT + " AND seq < ?");
    writeReply = schema.sql("UPDATE #receiver_slot SET reply = ?" + SLOT);
    read = schema.sql("SELECT seq, resolution, reply FROM #receiver_slot" + SLOT + " AND seq = ?");
    deleteSession = schema.sql("DELETE FROM #receiver_session WHERE id = ?");
    deleteSlots = schema.sql("DELETE FROM #receiver_slot WHERE session = ?");
    loadAll = schema.sql(SESSIONS + " ORDER BY id");
    loadOne = schema.sql(SESSIONS + " WHERE id = ?");
  }

  /** Starts to build a store. */
  public static <R> Builder<R> builder(DataSource source, Codec<R> replies) {
    return new Builder<>(source, replies);
  }

  /** Starts to build a store for sessions without replies. */
  public static Builder<Void> builder(DataSource source) {
    return new Builder<>(source, Codec.none());
  }

  /**
   * The settings of a store.
   *
   * @param <R> reply
   */
  public static final class Builder<R> {
    private final DataSource source;
    private final Codec<R> replies;
    private JdbcSchema schema = JdbcSchema.standard();

    private Builder(DataSource source, Codec<R> replies) {
      this.source = source;
      this.replies = replies;
    }

    /** Sets the tables; {@link JdbcSchema#standard} unless set. */
    public Builder<R> schema(JdbcSchema newSchema) {
      schema = newSchema;
      return this;
    }

    /**
     * Creates the tables, unless they exist, and returns the store.
     *
     * @param <P> payload
     * @throws IllegalStateException as {@link JdbcSchema#createIfMissing}
     * @throws JdbcStoreException if the database fails
     */
    public <P> JdbcReceiverStore<P, R> build() {
      schema.createIfMissing(source);
      return new JdbcReceiverStore<>(source, replies, schema);
    }
  }

  /**
   * Returns the handlers for a {@link exactlyonce.session.ReceiverHost} over this store. Each runs
   * with the connection of the transaction that writes the record of its message. With any other
   * store they fail, by {@link IllegalStateException}, and have no effect.
   */
  public HandlerFactory<P, R> handlers(
      TransactionalHandlerFactory<? super P, ? extends R> factory) {
    return (sender, session) -> {
      TransactionalHandler<? super P, ? extends R> handler = factory.create(sender, session);
      return (seq, payload) -> {
        Connection transaction = current.get();
        if (transaction == null) {
          throw new IllegalStateException(
              "no transaction: these handlers need a host over the store that returned them");
        }
        return handler.handle(transaction, seq, payload);
      };
    };
  }

  @Override
  public Collection<Stored<R>> load() {
    return transactions.run("loading the sessions", connection -> {
      try (PreparedStatement select = connection.prepareStatement(loadAll)) {
        return sessions(select);
      }
    });
  }

  @Override
  public @Nullable Stored<R> load(long session) {
    List<Stored<R>> found = transactions.run("loading session " + session, connection -> {
      try (PreparedStatement select = connection.prepareStatement(loadOne)) {
        select.setLong(1, session);
        return sessions(select);
      }
    });
    return found.isEmpty() ? null : found.get(0);
  }

  /** One statement: session and messages are of one moment, also under READ COMMITTED. */
  private List<Stored<R>> sessions(PreparedStatement select) throws SQLException {
    List<Stored<R>> sessions = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      List<Resolved<R>> resolved = new ArrayList<>();
      long last = 0;
      while (row.next()) {
        long id = row.getLong(1);
        if (sessions.isEmpty() || id != last) {
          resolved = new ArrayList<>();
          sessions.add(new Stored<>(
              new Session(
                  id,
                  row.getLong(2),
                  row.getLong(3),
                  row.getInt(4),
                  DeliveryOrder.valueOf(row.getString(5)),
                  ReplyMode.valueOf(row.getString(6))),
              resolved));
          last = id;
        }
        if (row.getInt(8) != EMPTY) { // 0 as well if there is none
          resolved.add(resolved(row.getLong(7), row.getInt(8), row.getBytes(9)));
        }
      }
    }
    return sessions;
  }

  private Resolved<R> resolved(long seq, int resolution, byte @Nullable [] reply) {
    return switch (resolution) {
      case DELIVERED -> Resolved.delivered(seq, reply == null ? null : replies.decode(reply));
      case SEALED -> Resolved.sealed(seq);
      case REJECTED -> Resolved.rejected(seq, reply == null ? "" : new String(reply, UTF_8));
      default ->
        throw new IllegalStateException("message " + seq + " has resolution " + resolution
            + ": this table is of another version");
    };
  }

  @Override
  public void opened(Session session) {
    transactions.execute("opening session " + session.id(), connection -> {
      try (PreparedStatement insert = connection.prepareStatement(insertSession)) {
        insert.setLong(1, session.id());
        insert.setLong(2, session.sender());
        insert.setLong(3, session.nonce());
        insert.setInt(4, session.windowSize());
        insert.setString(5, session.order().name());
        insert.setString(6, session.replyMode().name());
        insert.executeUpdate();
      }
      try (PreparedStatement insert = connection.prepareStatement(insertSlot)) {
        for (int slot = 0; slot < session.windowSize(); slot++) {
          insert.setLong(1, session.id());
          insert.setInt(2, slot);
          JdbcSchema.addToBatch(insert, slot, session.windowSize());
        }
      }
    });
  }

  /**
   * {@inheritDoc}
   *
   * @throws CommitUnknownException if the commit failed in any way that does not say that it was
   *     rolled back
   */
  @Override
  public @Nullable R deliver(
      long session, long seq, P payload, Handler<? super P, ? extends R> handler) throws Exception {
    Optional<R> result = transactions.run(connection -> {
      if (!write(connection, session, seq, DELIVERED)) {
        return Optional.ofNullable(alreadyHandled(connection, session, seq).replyOrThrow());
      }
      R reply = handle(connection, seq, payload, handler);
      if (reply != null) {
        writeReply(connection, session, seq, replies.encode(reply));
      }
      return Optional.ofNullable(reply);
    });
    return result.orElse(null);
  }

  private @Nullable R handle(
      Connection connection, long seq, P payload, Handler<? super P, ? extends R> handler)
      throws Exception {
    HandlerConnection transaction = new HandlerConnection(connection);
    Connection outer = current.get(); // a handler may bring a frame to another host
    current.set(transaction.proxy());
    try {
      return handler.handle(seq, payload);
    } finally {
      transaction.end();
      if (outer == null) {
        current.remove();
      } else {
        current.set(outer);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws CommitUnknownException as {@link #deliver}
   */
  @Override
  public Resolved<R> rejected(long session, long seq, String reason) throws Exception {
    return transactions.run(connection -> {
      if (!write(connection, session, seq, REJECTED)) {
        return alreadyHandled(connection, session, seq);
      }
      writeReply(connection, session, seq, reason.getBytes(UTF_8));
      return Resolved.rejected(seq, reason);
    });
  }

  /** Returns the record of a message that was delivered or rejected before. */
  private Resolved<R> alreadyHandled(Connection connection, long session, long seq)
      throws SQLException {
    Resolved<R> record = read(connection, session, seq);
    if (record != null && record.isHandled()) {
      return record;
    }
    throw new IllegalStateException("message " + seq + " of session " + session
        + (record == null
            ? ": the session is over, or a later message has its slot"
            : " is sealed"));
  }

  @Override
  public boolean sealed(long session, long seq) {
    return transactions.run("sealing message " + seq + " of session " + session, connection -> {
      if (write(connection, session, seq, SEALED)) {
        return true;
      }
      Resolved<R> record = read(connection, session, seq);
      return record != null && record.resolution() == Resolution.SEALED;
    });
  }

  /** The write rule of {@link ReceiverStore}; returns whether it allowed the write. */
  private boolean write(Connection connection, long session, long seq, int resolution)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(write)) {
      update.setLong(1, seq);
      update.setInt(2, resolution);
      setSlot(update, 3, session, seq);
      update.setLong(6, seq);
      return update.executeUpdate() == 1;
    }
  }

  private void writeReply(Connection connection, long session, long seq, byte[] reply)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(writeReply)) {
      update.setBytes(1, reply);
      setSlot(update, 2, session, seq);
      update.executeUpdate();
    }
  }

  private @Nullable Resolved<R> read(Connection connection, long session, long seq)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(read)) {
      setSlot(select, 1, session, seq);
      select.setLong(4, seq);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? resolved(row.getLong(1), row.getInt(2), row.getBytes(3)) : null;
      }
    }
  }

  private static void setSlot(PreparedStatement statement, int first, long session, long seq)
      throws SQLException {
    statement.setLong(first, session);
    statement.setLong(first + 1, seq);
    statement.setLong(first + 2, session);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits for the handlers that are running in the session.
   */
  @Override
  public void over(long session) {
    transactions.execute("ending session " + session, connection -> {
      // First the session: two threads that end it then wait here, and do not lock its slots in
      // different orders.
      delete(connection, deleteSession, session);
      delete(connection, deleteSlots, session);
    });
  }

  private static void delete(Connection connection, String statement, long session)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(statement)) {
      delete.setLong(1, session);
      delete.executeUpdate();
    }
  }
}
