package exactlyonce.soak;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The orders of the sender, in its database. New ones come in when it has no more. */
final class Orders {
  private static final int PAGE = 1000;

  private final DataSource database;
  private final long limit;
  private final SecureRandom random = new SecureRandom();
  private final Deque<Order> page = new ArrayDeque<>();
  private long last;

  /**
   * Goes on where an earlier process has ended.
   *
   * @param limit how many orders there may be
   */
  Orders(DataSource database, long limit) {
    this.database = database;
    this.limit = limit;
  }

  static void createTable(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE orders (number BIGINT NOT NULL PRIMARY KEY,"
          + " item VARCHAR(40) NOT NULL, confirmed BOOLEAN NOT NULL)");
    }
  }

  /** Returns the next order that is not confirmed, or null if there will be none. */
  @Nullable Order next() throws SQLException {
    if (page.isEmpty()) {
      read();
    }
    if (page.isEmpty()) {
      create();
      read();
    }
    return page.poll();
  }

  long confirmed() throws SQLException {
    return number("SELECT COUNT(*) FROM orders WHERE confirmed");
  }

  /** Writes that these are booked, and returns how many of them were not known to be. */
  int confirm(Collection<Order> booked) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(
            "UPDATE orders SET confirmed = TRUE WHERE number = ? AND NOT confirmed")) {
      connection.setAutoCommit(false);
      for (Order order : booked) {
        update.setLong(1, order.number());
        update.addBatch();
      }
      int changed = 0;
      for (int count : update.executeBatch()) {
        changed += count;
      }
      connection.commit();
      return changed;
    }
  }

  private void read() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT number, item FROM orders WHERE number > ?"
                + " AND NOT confirmed ORDER BY number LIMIT " + PAGE)) {
      select.setLong(1, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          last = rows.getLong(1);
          page.add(new Order(last, rows.getString(2)));
        }
      }
    }
  }

  private void create() throws SQLException {
    long from = number("SELECT COALESCE(MAX(number), 0) FROM orders");
    long to = Math.min(limit, from + PAGE);
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders VALUES (?, ?, FALSE)")) {
      connection.setAutoCommit(false);
      for (long number = from + 1; number <= to; number++) {
        insert.setLong(1, number);
        insert.setString(2, Long.toHexString(random.nextLong()));
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
