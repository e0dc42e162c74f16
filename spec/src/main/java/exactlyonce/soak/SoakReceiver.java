package exactlyonce.soak;

import exactlyonce.jdbc.JdbcReceiverStore;
import exactlyonce.session.HandlerFactory;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.session.ReceiverStore;
import exactlyonce.simulation.SessionInstrumentation;
import exactlyonce.udp.UdpTransport;
import exactlyonce.wire.Codec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The program of the receiving process: books the orders that arrive over UDP, each once. */
public final class SoakReceiver {
  /** W. */
  static final int WINDOW = 256;

  private static final int HANDLERS = 4;
  private static final long COUNT_MILLIS = 500;

  /** How orders are booked. */
  interface Booking {
    HandlerFactory<String, String> handlers(
        JdbcReceiverStore<String, String> store, DataSource database);

    /** Where it is written what was booked. */
    default ReceiverStore<String, String> records(JdbcReceiverStore<String, String> store) {
      return store;
    }
  }

  private SoakReceiver() {}

  /** Arguments: those of {@link SoakDatabase}, that of {@link ChildMain#recording}. */
  public static void main(String[] args) {
    run(
        args,
        (store, database) -> store.handlers((sender, session) ->
            (transaction, seq, payload) -> book(transaction, Order.parse(payload))));
  }

  /** Runs until this process is ended. */
  static void run(String[] args, Booking booking) {
    ChildMain.run(
        () -> listen(
            new SoakDatabase(args[0], args[1]).open(), booking, ChildMain.recording(args, 2)),
        number -> {});
  }

  private static void listen(
      DataSource database, Booking booking, SessionInstrumentation<String, String> instrumentation)
      throws Exception {
    JdbcReceiverStore<String, String> store =
        JdbcReceiverStore.builder(database, Codec.strings()).build();
    try (UdpTransport udp = UdpTransport.builder()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .handlers(Executors.newFixedThreadPool(HANDLERS))
        .start()) {
      udp.receiver(
          Codec.strings(),
          Codec.strings(),
          network -> instrumentation.receiver(ReceiverHost.builder(
                  booking.handlers(store, database), instrumentation.replies(network))
              .settings(HostSettings.ofWindowSize(WINDOW).withReplies())
              .store(instrumentation.receiverDisk(booking.records(store)))
              .build()));
      ChildReport.print(ChildReport.Kind.PORT, udp.localAddress().getPort());
      while (true) {
        ChildReport.print(ChildReport.Kind.BOOKED, booked(database));
        TimeUnit.MILLISECONDS.sleep(COUNT_MILLIS);
      }
    }
  }

  static String book(Connection connection, Order order) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO booked (number, item) VALUES (?, ?)")) {
      insert.setLong(1, order.number());
      insert.setString(2, order.item());
      insert.executeUpdate();
    }
    return order.reply();
  }

  /** Without a unique key: nothing but the library prevents that an order is booked twice. */
  static void createTable(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE booked (number BIGINT NOT NULL, item VARCHAR(40) NOT NULL)");
    }
  }

  private static long booked(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT COUNT(*) FROM booked")) {
      row.next();
      return row.getLong(1);
    }
  }
}
