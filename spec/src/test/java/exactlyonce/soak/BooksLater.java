package exactlyonce.soak;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A receiver that writes the record and confirms, and books after that. */
public final class BooksLater {
  public static void main(String[] args) {
    ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    SoakReceiver.run(
        args,
        (store, database) -> store.handlers((sender, session) -> (transaction, seq, payload) -> {
          Order order = Order.parse(payload);
          later.schedule(
              () -> {
                try (Connection own = database.getConnection()) {
                  return SoakReceiver.book(own, order);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              },
              1,
              TimeUnit.SECONDS);
          return order.reply();
        }));
  }
}
