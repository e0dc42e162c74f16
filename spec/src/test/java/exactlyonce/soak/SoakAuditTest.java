package exactlyonce.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SoakAuditTest {
  private final JdbcConnectionPool sender = JdbcConnectionPool.create("jdbc:h2:mem:sent", "", "");
  private final JdbcConnectionPool receiver =
      JdbcConnectionPool.create("jdbc:h2:mem:received", "", "");

  private Connection sent;
  private Connection received;

  @BeforeEach
  void createTables() throws SQLException {
    sent = sender.getConnection(); // keeps the database
    received = receiver.getConnection();
    Orders.createTable(sender);
    SoakReceiver.createTable(receiver);
  }

  @AfterEach
  void close() throws SQLException {
    sent.close();
    received.close();
    sender.dispose();
    receiver.dispose();
  }

  private void order(int number, String item, boolean confirmed) throws SQLException {
    execute(sent, "INSERT INTO orders VALUES (" + number + ", '" + item + "', " + confirmed + ")");
  }

  private void booking(int number, String item) throws SQLException {
    execute(received, "INSERT INTO booked VALUES (" + number + ", '" + item + "')");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void eachKindOfErrorIsCounted() throws SQLException {
    booking(0, "z"); // no such order
    order(1, "a", true);
    booking(1, "a");
    order(2, "b", true);
    booking(2, "b");
    booking(2, "b"); // doubled
    order(3, "c", true); // lost
    order(4, "d", true); // lost: something else was booked
    booking(4, "x");
    order(5, "e", false);
    booking(5, "e"); // was not sent, if the sender has come to its end
    order(6, "f", false);
    booking(7, "g"); // no such order
    booking(8, "h"); // no such order
    assertThat(SoakAudit.compare(sender, receiver, true))
        .isEqualTo(new SoakResult.Tables(6, 4, 8, 2, 1, 5, 0));
    assertThat(SoakAudit.compare(sender, receiver, false))
        .isEqualTo(new SoakResult.Tables(6, 4, 8, 2, 1, 4, 2));
  }
}
