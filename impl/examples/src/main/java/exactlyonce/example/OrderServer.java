package exactlyonce.example;

import exactlyonce.jdbc.JdbcReceiverStore;
import exactlyonce.session.HostSettings;
import exactlyonce.session.ReceiverHost;
import exactlyonce.udp.UdpTransport;
import exactlyonce.wire.Codec;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Books the orders that arrive over UDP, each once. Arguments: the port, the URL of a database. */
public class OrderServer {
  public static void main(String[] args) throws Exception {
    DataSource database = JdbcConnectionPool.create(args[1], "", "");
    createTable(database);
    try (UdpTransport udp = listen(Integer.parseInt(args[0]), database)) {
      System.out.println("listening on port " + udp.localAddress().getPort());
      Thread.currentThread().join(); // until the process is killed
    }
  }

  // Plumbing: from here
  static UdpTransport listen(int port, DataSource database) throws IOException {
    JdbcReceiverStore<String, String> store =
        JdbcReceiverStore.builder(database, Codec.strings()).build();
    UdpTransport udp = UdpTransport.builder()
        .port(port)
        .handlers(Executors.newFixedThreadPool(4))
        .start();
    udp.receiver(
        Codec.strings(),
        Codec.strings(),
        network -> ReceiverHost.builder(
                store.handlers((sender, session) -> (booking, seq, order) -> book(booking, order)),
                network)
            .settings(HostSettings.ofWindowSize(1024).withReplies())
            .store(store)
            .build());
    return udp;
  }
  // to here

  /** Is committed together with the record that this order has been delivered, or not at all. */
  private static String book(Connection booking, String order) throws SQLException {
    try (PreparedStatement insert =
        booking.prepareStatement("INSERT INTO booked (order_id) VALUES (?)")) {
      insert.setString(1, order);
      insert.executeUpdate();
    }
    return "booked " + order;
  }

  /** Without a unique key: nothing but the library prevents that an order is booked twice. */
  private static void createTable(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE IF NOT EXISTS booked (order_id VARCHAR(40) NOT NULL)");
    }
  }
}
