package exactlyonce.example;

import exactlyonce.async.AsyncSender;
import exactlyonce.async.Delivery;
import exactlyonce.jdbc.JdbcSenderStore;
import exactlyonce.udp.UdpTransport;
import exactlyonce.wire.Codec;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Sends orders over UDP until all are booked, whatever happens to the server, the network, or itself:
 * started again, it goes on where it was killed. Arguments: the host and the port of the server, the
 * URL of a database, the number of orders.
 */
public class OrderClient {
  private static final int BATCH = 200; // at most the window of the server

  public static void main(String[] args) throws Exception {
    DataSource database = JdbcConnectionPool.create(args[2], "", "");
    createOrders(database, Integer.parseInt(args[3]));
    Map<String, Delivery<String, String>> restored = new HashMap<>();
    // Plumbing: from here
    InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    JdbcSenderStore<String> store =
        JdbcSenderStore.builder(database, 7, Codec.strings()).build();
    try (UdpTransport udp = UdpTransport.builder().start();
        AsyncSender<String, String> sender = udp.sender(
            server,
            Codec.strings(),
            Codec.strings(),
            network -> AsyncSender.<String, String>builder(7, network)
                .store(store)
                .onRestored(delivery -> restored.put(delivery.payload(), delivery)))) {
      // to here
      sendAll(sender, restored, database);
    }
    System.out.println("all orders are booked");
  }

  /**
   * Sends what is not marked as confirmed. A batch is marked before the next is sent, and the store
   * remembers a whole window: so of the orders that are not marked, those that were sent before a
   * crash are among the restored.
   */
  private static void sendAll(
      AsyncSender<String, String> sender,
      Map<String, Delivery<String, String>> restored,
      DataSource database)
      throws Exception {
    for (List<String> orders = open(database); !orders.isEmpty(); orders = open(database)) {
      List<Delivery<String, String>> deliveries = new ArrayList<>();
      for (String order : orders) {
        Delivery<String, String> sent = restored.remove(order);
        deliveries.add(sent != null ? sent : sender.send(order));
      }
      for (Delivery<String, String> delivery : deliveries) {
        delivery.get(); // or an exception, if the server has lost its memory: ask a human
      }
      confirm(database, orders);
      System.out.println(orders.size() + " orders are booked");
    }
  }

  private static List<String> open(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement select = connection.createStatement();
        ResultSet open = select.executeQuery(
            "SELECT id FROM orders WHERE NOT confirmed ORDER BY number LIMIT " + BATCH)) {
      List<String> orders = new ArrayList<>();
      while (open.next()) {
        orders.add(open.getString(1));
      }
      return orders;
    }
  }

  private static void confirm(DataSource database, List<String> orders) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE orders SET confirmed = TRUE WHERE id = ?")) {
      connection.setAutoCommit(false);
      for (String order : orders) {
        update.setString(1, order);
        update.addBatch();
      }
      update.executeBatch();
      connection.commit();
    }
  }

  private static void createOrders(DataSource database, int count) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS orders"
          + " (number INT PRIMARY KEY, id VARCHAR(40) UNIQUE, confirmed BOOLEAN NOT NULL)");
      statement.execute("INSERT INTO orders SELECT x, 'order-' || x, FALSE"
          + " FROM SYSTEM_RANGE(1, " + count + ") WHERE NOT EXISTS (SELECT * FROM orders)");
    }
  }
}
