package exactlyonce.jdbc;

import com.zaxxer.hikari.HikariConfig;

class SqliteTest extends JdbcStoreTest {
  @Override
  HikariConfig database() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + directory.resolve("sqlite.db")
        + "?busy_timeout=30000&journal_mode=WAL&synchronous=NORMAL");
    return config;
  }

  @Override
  String sizeInBytes() {
    return "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
  }
}
