package exactlyonce.soak;

import java.nio.file.Path;

/** A database that each side can have in a file of its own. */
public enum FileDatabase {
  /**
   * Without WRITE_DELAY=0, H2 writes a commit up to half a second late, and a kill loses it. With
   * RETENTION_TIME=0 it uses the space in the file again at once, so that a short run meets that.
   */
  H2("jdbc:h2:", ";WRITE_DELAY=0;RETENTION_TIME=0"),

  /**
   * The handlers write one after the other, so each may have to wait. With NORMAL, a commit is handed to
   * the operating system, which keeps it when the process is killed. (It is lost if the power fails;
   * FULL forces it to the disk.)
   */
  SQLITE(SoakDatabase.SQLITE, "?busy_timeout=30000&journal_mode=WAL&synchronous=NORMAL");

  private final String prefix;
  private final String options;

  FileDatabase(String prefix, String options) {
    this.prefix = prefix;
    this.options = options;
  }

  SoakDatabase in(Path file) {
    return new SoakDatabase(prefix + file.toAbsolutePath() + options, "");
  }

  /** Returns what the name of a file must not contain: with it, the options start. */
  public String startOfOptions() {
    return options.substring(0, 1);
  }
}
