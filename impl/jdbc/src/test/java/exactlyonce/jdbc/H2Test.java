package exactlyonce.jdbc;

import com.zaxxer.hikari.HikariConfig;

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
}
