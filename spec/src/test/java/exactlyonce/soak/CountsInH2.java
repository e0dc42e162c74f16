package exactlyonce.soak;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that counts in a row of a database, and reports each number once it is committed. */
public final class CountsInH2 {
  private static final int ROWS = 2000;

  /** Arguments: the URL. */
  public static void main(String[] args) {
    ChildMain.run(() -> count(args[0]), number -> {});
  }

  private static void count(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "", "")) {
      createTables(connection);
      long value = last(connection);
      connection.setAutoCommit(false);
      PreparedStatement count = connection.prepareStatement("UPDATE counter SET last = ?");
      PreparedStatement fill = connection.prepareStatement("MERGE INTO filler VALUES (?, ?)");
      while (true) {
        value++;
        count.setLong(1, value);
        count.executeUpdate();
        fill.setLong(1, value % ROWS); // so that pages of the file become free
        fill.setLong(2, value);
        fill.executeUpdate();
        connection.commit();
        ChildReport.print(ChildReport.Kind.CONFIRMED, value);
      }
    }
  }

  static void createTables(Connection connection) throws SQLException {
    try (Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE IF NOT EXISTS counter (last BIGINT NOT NULL)");
      create.execute("CREATE TABLE IF NOT EXISTS filler (id BIGINT PRIMARY KEY, latest BIGINT)");
      create.execute("INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT * FROM counter)");
    }
  }

  static long last(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT last FROM counter")) {
      row.next();
      return row.getLong(1);
    }
  }
}
