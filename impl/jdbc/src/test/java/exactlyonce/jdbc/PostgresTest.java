package exactlyonce.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Skipped where no PostgreSQL is installed, unless {@code -Dpostgres=required} is given. On Debian:
 * {@code apt-get install postgresql}.
 */
class PostgresTest extends JdbcStoreTest {
  @Override
  HikariConfig database() throws Exception {
    Optional<Path> programs = PostgresServer.programs();
    if (programs.isEmpty()) {
      String message = "PostgreSQL is not installed: there is neither"
          + " /usr/lib/postgresql/*/bin/initdb nor initdb on the path";
      if ("required".equals(System.getProperty("postgres"))) {
        throw new IllegalStateException(message);
      }
      System.err.println("PostgresTest is skipped. " + message);
      Assumptions.abort(message);
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.get(programs.orElseThrow()).url());
    return config;
  }

  @Override
  String sizeInBytes(String table) {
    return "SELECT pg_total_relation_size('" + table + "')";
  }

  @Override
  String flush() {
    return "CHECKPOINT";
  }
}
