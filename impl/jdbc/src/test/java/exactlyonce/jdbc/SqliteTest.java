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
  String sizeInBytes(String table) {
    return "SELECT SUM(pgsize) FROM dbstat WHERE name IN ('" + table + "', 'sqlite_autoindex_"
        + table + "_1')";
  }

  @Override
  String flush() {
    return "PRAGMA wal_checkpoint(TRUNCATE)";
  }
}
