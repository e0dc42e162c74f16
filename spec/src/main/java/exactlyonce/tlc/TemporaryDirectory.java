package exactlyonce.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is deleted with all that it holds when it is closed, and also when the virtual
 * machine ends, by Ctrl-C for example.
 */
public final class TemporaryDirectory implements AutoCloseable {

  private static final int MOST_ATTEMPTS = 10;

  /** Work with files. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  private final Path path;
  private final Runnable beforeDeletion;
  private final Thread hook;
  private boolean closed;

  private TemporaryDirectory(Path path, Runnable beforeDeletion) {
    this.path = path;
    this.beforeDeletion = beforeDeletion;
    this.hook = new Thread(this::close, "delete " + path.getFileName());
  }

  /** A new, empty directory. */
  public static TemporaryDirectory create() {
    return create(() -> {});
  }

  /**
   * A new, empty directory.
   *
   * @param beforeDeletion ends what still writes to it
   */
  public static TemporaryDirectory create(Runnable beforeDeletion) {
    try {
      TemporaryDirectory created =
          new TemporaryDirectory(Files.createTempDirectory("exactly-once-"), beforeDeletion);
      created.deleteAtExit();
      return created;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory", e);
    }
  }

  private void deleteAtExit() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) { // the virtual machine is going down
      close();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  /**
   * Does some work and keeps the directory meanwhile: it is deleted afterwards, and by the shutdown hook
   * as well. For work that would create a directory again that is gone, as databases do.
   *
   * @throws IllegalStateException if it has been deleted, unless because the virtual machine is going down:
   *     then this never returns
   */
  public synchronized <T> T keepDuring(Work<T> work) throws IOException {
    if (closed) {
      Shutdown.waitIfUnderway();
      throw new IllegalStateException(path + " has been deleted");
    }
    return work.run();
  }

  /** Synchronized, so that the shutdown hook waits for a deletion that is going on already. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    beforeDeletion.run();
    try {
      deleteWhileOthersWrite();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    } finally {
      forget();
    }
  }

  private void deleteWhileOthersWrite() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        delete(path);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void forget() {
    if (Thread.currentThread() != hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the virtual machine is going down, and the hook finds nothing more to do
      }
    }
  }

  /** Deletes a directory with all that it holds, if it exists. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(directory, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
      }

      /** Someone else deletes as well: a child process or a thread that ends a run. */
      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
          return FileVisitResult.CONTINUE;
        }
        throw e;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
          throws IOException {
        Files.deleteIfExists(visited);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
