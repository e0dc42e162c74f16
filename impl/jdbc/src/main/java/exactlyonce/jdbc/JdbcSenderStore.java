package exactlyonce.jdbc;

import exactlyonce.protocol.ReplyMode;
import exactlyonce.session.SenderStore;
import exactlyonce.wire.Codec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SenderStore} in a database: what is stored of one sender, whose id it is created with.
 * Any number of senders share the tables.
 *
 * <p><b>Fencing.</b> {@link #load} takes the storage over, and a {@link
 * exactlyonce.session.SessionSender} calls it when it is created. From then on, every write through
 * another object for the same sender is refused by {@link SenderReplacedException}, in this process
 * or elsewhere. So create a store for each sender object, and a new one for its successor. What was
 * written before is loaded; what is refused was not written. Reports need no write, so a listener
 * that must not act for a sender that was replaced calls {@link #requireOwner} in the transaction
 * that uses the report.
 *
 * <p>Each slot carries the number of its owner, and {@link #append} is one conditional UPDATE of one
 * slot. A takeover changes the owner of all W slots, and so waits for the appends that are under way;
 * the database evaluates the condition of later ones again, on the slot as committed. So READ
 * COMMITTED is enough, and appends do not wait for each other (except in SQLite, where all writers
 * do).
 *
 * <p>{@link #append} and {@link #cancelled} are thread-safe; for the other methods see {@link SenderStore}. Each call takes
 * one connection. All throw {@link JdbcStoreException} if the database fails.
 *
 * <p>Specification: {@code senderDisk} and IsCurrent of {@code CrashRecovery}.
 *
 * @param <P> payload
 */
public final class JdbcSenderStore<P> implements SenderStore<P> {
  /** What {@link #load} has taken over. */
  private record Ownership(long owner, int windowSize) {}

  /** The result of a takeover. */
  private record TakenOver<P>(Ownership ownership, @Nullable Stored<P> stored) {}

  private final long sender;
  private final Transactions transactions;
  private final Codec<P> payloads;
  private final String insertSender;
  private final String selectSender;
  private final String takeOver;
  private final String takeOverSlots;
  private final String selectSlots;
  private final String openSession;
  private final String insertSlot;
  private final String deleteSlots;
  private final String append;
  private final String cancel;
  private final String changePhase;
  private final String lockOwner;

  private volatile @Nullable Ownership ownership;

  private JdbcSenderStore(DataSource source, long sender, Codec<P> payloads, JdbcSchema schema) {
    this.sender = sender;
    this.transactions = new Transactions(source);
    this.payloads = payloads;
    insertSender = schema.sql("INSERT INTO #sender (owner, id) VALUES (0, ?)");
    selectSender = schema.sql(
        "SELECT owner, session, window_size, phase, reply_mode FROM #sender WHERE id = ?");
    takeOver = schema.sql("UPDATE #sender SET owner = owner + 1 WHERE id = ?");
    takeOverSlots = schema.sql("UPDATE #sender_slot SET owner = ? WHERE sender = ?");
    selectSlots = schema.sql(
        "SELECT seq, payload, cancelled FROM #sender_slot" + " WHERE sender = ? AND seq >= 0");
    openSession = schema.sql("UPDATE #sender SET session = ?, window_size = ?, phase = 'OPEN',"
        + " reply_mode = ? WHERE id = ? AND owner = ?");
    insertSlot = schema.sql("INSERT INTO #sender_slot (sender, owner, seq, slot, cancelled)"
        + " VALUES (?, ?, -1, ?, 0)");
    deleteSlots = schema.sql("DELETE FROM #sender_slot WHERE sender = ?");
    append = schema.sql("UPDATE #sender_slot SET seq = ?, payload = ?, cancelled = 0"
        + " WHERE sender = ? AND slot = ? AND owner = ?");
    cancel = schema.sql("UPDATE #sender_slot SET cancelled = 1 WHERE sender = ? AND seq = ?"
        + " AND EXISTS (SELECT 1 FROM #sender WHERE id = ? AND session = ?)");
    changePhase = schema.sql("UPDATE #sender SET phase = ? WHERE id = ? AND owner = ?");
    lockOwner = schema.sql("UPDATE #sender SET owner = owner WHERE id = ? AND owner = ?");
  }

  /**
   * Starts to build a store.
   *
   * @param sender the id of the sender, as its {@link exactlyonce.session.SessionSender} has it
   */
  public static <P> Builder<P> builder(DataSource source, long sender, Codec<P> payloads) {
    return new Builder<>(source, sender, payloads);
  }

  /**
   * The settings of a store.
   *
   * @param <P> payload
   */
  public static final class Builder<P> {
    private final DataSource source;
    private final long sender;
    private final Codec<P> payloads;
    private JdbcSchema schema = JdbcSchema.standard();

    private Builder(DataSource source, long sender, Codec<P> payloads) {
      this.source = source;
      this.sender = sender;
      this.payloads = payloads;
    }

    /** Sets the tables; {@link JdbcSchema#standard} unless set. */
    public Builder<P> schema(JdbcSchema newSchema) {
      schema = newSchema;
      return this;
    }

    /**
     * Creates the tables, unless they exist, and returns the store. It takes nothing over before
     * {@link JdbcSenderStore#load}.
     *
     * @throws IllegalStateException as {@link JdbcSchema#createIfMissing}
     * @throws JdbcStoreException if the database fails
     */
    public JdbcSenderStore<P> build() {
      schema.createIfMissing(source);
      return new JdbcSenderStore<>(source, sender, payloads, schema);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Takes the storage over.
   */
  @Override
  public @Nullable Stored<P> load() {
    insertSenderIfMissing();
    TakenOver<P> takenOver = transactions.run("taking over sender " + sender, connection -> {
      // First a write: in SQLite, a transaction that reads first may be refused its first write.
      try (PreparedStatement update = connection.prepareStatement(takeOver)) {
        update.setLong(1, sender);
        update.executeUpdate();
      }
      try (PreparedStatement select = connection.prepareStatement(selectSender)) {
        select.setLong(1, sender);
        try (ResultSet row = select.executeQuery()) {
          if (!row.next()) {
            throw new SQLException("the row of sender " + sender + " was deleted");
          }
          return takenOver(connection, row);
        }
      }
    });
    // Not before the commit: a number that was rolled back is given to another.
    ownership = takenOver.ownership();
    return takenOver.stored();
  }

  private TakenOver<P> takenOver(Connection connection, ResultSet row) throws SQLException {
    long owner = row.getLong(1);
    int windowSize = row.getInt(3);
    String phase = row.getString(4);
    String replyMode = row.getString(5);
    Ownership taken = new Ownership(owner, windowSize);
    if (phase == null || replyMode == null) {
      return new TakenOver<>(taken, null);
    }
    try (PreparedStatement update = connection.prepareStatement(takeOverSlots)) {
      update.setLong(1, owner);
      update.setLong(2, sender);
      update.executeUpdate(); // waits for appends that are under way
    }
    Map<Long, P> entries = new HashMap<>();
    Set<Long> cancelled = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(selectSlots)) {
      select.setLong(1, sender);
      try (ResultSet slot = select.executeQuery()) {
        while (slot.next()) {
          long seq = slot.getLong(1);
          entries.put(seq, payloads.decode(slot.getBytes(2)));
          if (slot.getInt(3) != 0) {
            cancelled.add(seq);
          }
        }
      }
    }
    return new TakenOver<>(
        taken,
        new Stored<>(
            Phase.valueOf(phase),
            row.getLong(2),
            windowSize,
            ReplyMode.valueOf(replyMode),
            entries,
            cancelled));
  }

  /** In a transaction of its own, for two first takeovers may do it at once. */
  private void insertSenderIfMissing() {
    if (isMissing()) {
      try {
        transactions.execute("adding sender " + sender, connection -> {
          try (PreparedStatement insert = connection.prepareStatement(insertSender)) {
            insert.setLong(1, sender);
            insert.executeUpdate();
          }
        });
      } catch (JdbcStoreException e) {
        if (isMissing()) {
          throw e;
        }
      }
    }
  }

  private boolean isMissing() {
    return transactions.run("looking for sender " + sender, connection -> {
      try (PreparedStatement select = connection.prepareStatement(selectSender)) {
        select.setLong(1, sender);
        try (ResultSet row = select.executeQuery()) {
          return !row.next();
        }
      }
    });
  }

  @Override
  public void open(long session, int windowSize, ReplyMode replyMode) {
    long owner = owned().owner();
    transactions.execute("opening session " + session, connection -> {
      try (PreparedStatement update = connection.prepareStatement(openSession)) {
        update.setLong(1, session);
        update.setInt(2, windowSize);
        update.setString(3, replyMode.name());
        update.setLong(4, sender);
        update.setLong(5, owner);
        requireWritten(update.executeUpdate());
      }
      deleteSlots(connection);
      try (PreparedStatement insert = connection.prepareStatement(insertSlot)) {
        for (int slot = 0; slot < windowSize; slot++) {
          insert.setLong(1, sender);
          insert.setLong(2, owner);
          insert.setInt(3, slot);
          JdbcSchema.addToBatch(insert, slot, windowSize);
        }
      }
    });
    ownership = new Ownership(owner, windowSize);
  }

  @Override
  public void append(long seq, P payload) {
    Ownership owned = owned();
    byte[] bytes = payloads.encode(payload);
    transactions.execute("appending message " + seq, connection -> {
      try (PreparedStatement update = connection.prepareStatement(append)) {
        update.setLong(1, seq);
        update.setBytes(2, bytes);
        update.setLong(3, sender);
        update.setInt(4, (int) seq & (owned.windowSize() - 1));
        update.setLong(5, owned.owner());
        requireWritten(update.executeUpdate());
      }
    });
  }

  @Override
  public void cancelled(long session, long seq) {
    transactions.execute("cancelling message " + seq, connection -> {
      requireOwner(connection); // and from now on, no other session is opened
      try (PreparedStatement update = connection.prepareStatement(cancel)) {
        update.setLong(1, sender);
        update.setLong(2, seq);
        update.setLong(3, sender);
        update.setLong(4, session);
        update.executeUpdate(); // of no row, if it comes late
      }
    });
  }

  @Override
  public void draining() {
    transactions.execute(
        "closing the session", connection -> changePhase(connection, Phase.DRAINING));
  }

  @Override
  public void closing() {
    transactions.execute(
        "closing the session", connection -> changePhase(connection, Phase.CLOSING));
  }

  @Override
  public void ended() {
    transactions.execute("ending the session", connection -> changePhase(connection, Phase.ENDED));
  }

  @Override
  public void clear() {
    transactions.execute("deleting the session", connection -> {
      changePhase(connection, null);
      deleteSlots(connection);
    });
  }

  /**
   * Checks that no other sender has taken over, and holds off takeovers until the given transaction
   * ends. For a listener that uses reports in transactions of the same database.
   *
   * @param transaction a connection to the database of this store, not in auto-commit mode
   * @throws SenderReplacedException if this object's sender was replaced: the report must be ignored
   * @throws SQLException if the database fails
   */
  public void requireOwner(Connection transaction) throws SQLException {
    try (PreparedStatement update = transaction.prepareStatement(lockOwner)) {
      update.setLong(1, sender);
      update.setLong(2, owned().owner());
      requireWritten(update.executeUpdate());
    }
  }

  private void changePhase(Connection connection, @Nullable Phase phase) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(changePhase)) {
      update.setString(1, phase == null ? null : phase.name());
      update.setLong(2, sender);
      update.setLong(3, owned().owner());
      requireWritten(update.executeUpdate());
    }
  }

  private void deleteSlots(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(deleteSlots)) {
      delete.setLong(1, sender);
      delete.executeUpdate();
    }
  }

  private Ownership owned() {
    Ownership owned = ownership;
    if (owned == null) {
      throw new IllegalStateException("sender " + sender + " was not loaded from this store");
    }
    return owned;
  }

  private void requireWritten(int rows) {
    if (rows != 1) {
      throw new SenderReplacedException(sender);
    }
  }
}
