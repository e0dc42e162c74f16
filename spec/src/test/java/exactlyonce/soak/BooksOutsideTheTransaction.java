package exactlyonce.soak;

import java.sql.Connection;
import java.util.concurrent.TimeUnit;

/** A receiver whose effect and record are two transactions, with time to be killed in between. */
public final class BooksOutsideTheTransaction {
  public static void main(String[] args) {
    SoakReceiver.run(
        args,
        (store, database) -> store.handlers((sender, session) -> (transaction, seq, payload) -> {
          try (Connection own = database.getConnection()) {
            SoakReceiver.book(own, Order.parse(payload));
          }
          TimeUnit.MILLISECONDS.sleep(20);
          return Order.parse(payload).reply();
        }));
  }
}
