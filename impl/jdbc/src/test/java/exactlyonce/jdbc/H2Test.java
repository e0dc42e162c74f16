package exactlyonce.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import exactlyonce.jdbc.BrokenStores.AppendsNothing;
import exactlyonce.jdbc.BrokenStores.EffectFirst;
import exactlyonce.jdbc.BrokenStores.RecordFirst;
import exactlyonce.jdbc.BrokenStores.RejectsNothing;
import exactlyonce.jdbc.BrokenStores.SealsNothing;
import exactlyonce.jdbc.BrokenStores.UnknownIsSuccess;
import exactlyonce.jdbc.FaultyDataSource.Fault;
import exactlyonce.session.ReceiverStore;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class H2Test extends JdbcStoreTest {
  @Override
  HikariConfig database() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:" + directory.resolve("h2") + ";LOCK_TIMEOUT=30000");
    return config;
  }

  @Override
  String sizeInBytes(String table) {
    return "SELECT DISK_SPACE_USED('" + table + "')";
  }

  @Override
  String flush() {
    return "CHECKPOINT SYNC";
  }

  /** What the exchange finds depends on the stores, not on the database. */
  @Test
  void brokenStoresAreDetected() throws Exception {
    assertThat(firstViolation(EffectFirst::new, Fault.DIES_AFTER)).startsWith("duplicated");
    assertThat(firstViolation(RecordFirst::new, Fault.DIES_AFTER)).startsWith("falsely confirmed");
    assertThat(firstViolation(UnknownIsSuccess::new, Fault.NOT_DONE))
        .startsWith("falsely confirmed");
    assertThat(firstViolation(SealsNothing::new, Fault.DIES_AFTER)).startsWith("falsely denied");
    assertThat(firstViolation(RejectsNothing::new, Fault.DIES_AFTER))
        .isEqualTo("falsely denied: m1");
    assertThat(firstViolation(UnaryOperator.identity(), AppendsNothing::new, Fault.DIES_AFTER))
        .startsWith("lost");
  }

  private String firstViolation(UnaryOperator<ReceiverStore<String, String>> broken, Fault fault)
      throws SQLException {
    return firstViolation(broken, UnaryOperator.identity(), fault);
  }
}
