package exactlyonce.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The tables of the stores. They are created when a store is built, unless they exist. Where the
 * application may not create tables, run {@link #ddl} first, as someone who may.
 *
 * <p>The DDL is the same for H2, PostgreSQL and SQLite. A payload or reply may take what the
 * database allows in a {@code BYTEA} column: 1 MiB in H2.
 *
 * <p>The tables carry the version of their layout. A version that this library does not know is
 * refused. Immutable and thread-safe.
 */
public final class JdbcSchema {
  /** The version of the layout that this library reads and writes. */
  public static final int VERSION = 1;

  private static final String DEFAULT_PREFIX = "exactly_once_";
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final Pattern PREFIX = Pattern.compile("(" + NAME + "\\.)?" + NAME);
  private static final int BATCH = 1024; // rows

  /** The version comes last: where it is found, all tables are there. */
  private static final List<String> DDL = List.of(
      """
      CREATE TABLE IF NOT EXISTS #receiver_session (
        id BIGINT NOT NULL PRIMARY KEY,
        sender BIGINT NOT NULL,
        nonce BIGINT NOT NULL,
        window_size INTEGER NOT NULL,
        delivery_order VARCHAR(16) NOT NULL,
        reply_mode VARCHAR(16) NOT NULL)""",
      """
      CREATE TABLE IF NOT EXISTS #receiver_slot (
        session BIGINT NOT NULL,
        seq BIGINT NOT NULL,
        slot INTEGER NOT NULL,
        resolution SMALLINT NOT NULL,
        reply BYTEA,
        PRIMARY KEY (session, slot))""",
      """
      CREATE TABLE IF NOT EXISTS #sender (
        id BIGINT NOT NULL PRIMARY KEY,
        owner BIGINT NOT NULL,
        session BIGINT,
        window_size INTEGER,
        phase VARCHAR(16),
        reply_mode VARCHAR(16))""",
      """
      CREATE TABLE IF NOT EXISTS #sender_slot (
        sender BIGINT NOT NULL,
        owner BIGINT NOT NULL,
        seq BIGINT NOT NULL,
        slot INTEGER NOT NULL,
        cancelled SMALLINT NOT NULL,
        payload BYTEA,
        PRIMARY KEY (sender, slot))""",
      "CREATE TABLE IF NOT EXISTS #schema (version INTEGER NOT NULL PRIMARY KEY)",
      "INSERT INTO #schema (version) SELECT " + VERSION
          + " WHERE NOT EXISTS (SELECT version FROM #schema)");

  private final String prefix;

  private JdbcSchema(String prefix) {
    this.prefix = prefix;
  }

  /** Returns the tables with the usual names, {@code exactly_once_...}. */
  public static JdbcSchema standard() {
    return new JdbcSchema(DEFAULT_PREFIX);
  }

  /**
   * Returns tables whose names start with a prefix of one's own. Receivers that have nothing to do
   * with each other, in one database, need different ones.
   *
   * @param prefix letters, digits and underscores; it may start with the name of a database schema,
   *     as in {@code orders.inbox_}
   * @throws IllegalArgumentException if the prefix is not a name
   */
  public static JdbcSchema withPrefix(String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("table prefix '" + prefix
          + "': use letters, digits and underscores, optionally after a schema name and a dot");
    }
    return new JdbcSchema(prefix);
  }

  /** Returns the statements that create the tables. To run them again changes nothing. */
  public List<String> ddl() {
    return DDL.stream().map(this::sql).toList();
  }

  /**
   * Creates the tables, unless they exist.
   *
   * @throws IllegalStateException if they exist in a version that this library does not know, or if
   *     the data source has an isolation level below READ COMMITTED
   * @throws JdbcStoreException if the database fails
   */
  public void createIfMissing(DataSource source) {
    Transactions transactions = new Transactions(source);
    transactions.execute("reading the isolation level", JdbcSchema::requireReadCommitted);
    int version = versionOrZero(transactions);
    if (version == 0) {
      version = create(transactions);
    }
    if (version != VERSION) {
      throw new IllegalStateException("the tables " + prefix + "... have version " + version
          + ", and this library knows " + VERSION
          + ": use the library that created them, or another table prefix");
    }
  }

  private static void requireReadCommitted(Connection connection) throws SQLException {
    if (connection.getTransactionIsolation() < Connection.TRANSACTION_READ_COMMITTED) {
      throw new IllegalStateException(
          "the data source's isolation level is below READ COMMITTED: choose that or a higher one");
    }
  }

  private int versionOrZero(Transactions transactions) {
    try {
      return version(transactions);
    } catch (JdbcStoreException e) {
      return 0; // no such table; or the database fails, and will fail again in create
    }
  }

  private int version(Transactions transactions) {
    return transactions.run("reading the version of the tables " + prefix + "...", connection -> {
      try (PreparedStatement select =
              connection.prepareStatement(sql("SELECT MAX(version) FROM #schema"));
          ResultSet version = select.executeQuery()) {
        return version.next() ? version.getInt(1) : 0;
      }
    });
  }

  private int create(Transactions transactions) {
    try {
      transactions.execute("creating the tables " + prefix + "...", connection -> {
        try (Statement statement = connection.createStatement()) {
          for (String each : ddl()) {
            statement.execute(each);
          }
        }
      });
    } catch (JdbcStoreException e) {
      int version = versionOrZero(transactions);
      if (version == 0) {
        throw e;
      }
      return version; // another process has created them at the same time
    }
    return version(transactions);
  }

  /** Returns a statement with the names of the tables. */
  String sql(String statement) {
    return statement.replace("#", prefix);
  }

  /** Adds the row of a slot to a batch, and sends the batch from time to time, and at the end. */
  static void addToBatch(PreparedStatement insert, int slot, int windowSize) throws SQLException {
    insert.addBatch();
    if (slot % BATCH == BATCH - 1 || slot == windowSize - 1) {
      insert.executeBatch();
    }
  }
}
