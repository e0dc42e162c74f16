package exactlyonce.soak;

import exactlyonce.soak.SoakResult.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Compares the tables of both sides, row by row in the order of the numbers. */
final class SoakAudit {
  private static final int ROWS_AT_ONCE = 10_000;

  private final boolean complete;
  private long orders;
  private long confirmed;
  private long booked;
  private long lost;
  private long doubled;
  private long neverSent;
  private long undecided;

  private SoakAudit(boolean complete) {
    this.complete = complete;
  }

  /**
   * Compares.
   *
   * @param complete whether the sender has come to its end: an order that is not confirmed was not
   *     sent. Else such an order is undecided, whether it is booked or not.
   */
  static Tables compare(DataSource sender, DataSource receiver, boolean complete)
      throws SQLException {
    SoakAudit audit = new SoakAudit(complete);
    try (Connection sent = sender.getConnection();
        Connection received = receiver.getConnection();
        Statement orders = statement(sent);
        Statement bookings = statement(received);
        ResultSet order =
            orders.executeQuery("SELECT number, item, confirmed FROM orders ORDER BY number");
        ResultSet booking =
            bookings.executeQuery("SELECT number, item FROM booked ORDER BY number")) {
      audit.merge(order, booking);
    }
    return new Tables(
        audit.orders,
        audit.confirmed,
        audit.booked,
        audit.lost,
        audit.doubled,
        audit.neverSent,
        audit.undecided);
  }

  /** PostgreSQL reads row by row only in a transaction. */
  private static Statement statement(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    Statement statement = connection.createStatement();
    statement.setFetchSize(ROWS_AT_ONCE);
    return statement;
  }

  private void merge(ResultSet orderRows, ResultSet bookingRows) throws SQLException {
    Order booking = nextBooking(bookingRows);
    while (orderRows.next()) {
      Order order = new Order(orderRows.getLong(1), orderRows.getString(2));
      while (booking != null && booking.number() < order.number()) {
        neverSent++;
        booking = nextBooking(bookingRows);
      }
      int times = 0;
      while (booking != null && booking.number() == order.number()) {
        if (booking.equals(order)) {
          times++;
        } else {
          neverSent++;
        }
        booking = nextBooking(bookingRows);
      }
      count(orderRows.getBoolean(3), times);
    }
    while (booking != null) {
      neverSent++;
      booking = nextBooking(bookingRows);
    }
  }

  private @Nullable Order nextBooking(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return null;
    }
    booked++;
    return new Order(rows.getLong(1), rows.getString(2));
  }

  private void count(boolean isConfirmed, int times) {
    orders++;
    if (isConfirmed) {
      confirmed++;
      lost += times == 0 ? 1 : 0;
    } else if (!complete) {
      undecided++;
    } else if (times > 0) {
      neverSent++;
    }
    doubled += times > 1 ? 1 : 0;
  }
}
