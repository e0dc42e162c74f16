package exactlyonce.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records what a process with sessions does that may be killed at any time (kill -9). {@link
 * ProcessTraces} makes one trace of the records of several processes.
 *
 * <p>Each event is written when its step ends, before its frame is sent. A step that others may see
 * before it ends, another thread or, by what it writes to disk, a successor of this process, is
 * announced: first a line without {@code after}, then the write, then the event. An announcement that
 * is the last line of its thread is a step that was cut short: nobody knows whether it took place.
 *
 * <p>What was written is kept by the operating system if the process is killed, also without being
 * forced to the disk. Timestamps are those of {@link System#nanoTime}, which on one machine all
 * processes share; {@link ProcessTraces} checks that.
 *
 * <p>Payloads and replies are texts.
 */
public final class ProcessRecorder extends SessionRecorder<String, String> {
  /**
   * Starts to record.
   *
   * @param file does not exist yet
   * @param kind one of those with crashes
   * @throws IOException if the file cannot be created
   */
  public ProcessRecorder(Path file, TraceKind kind) throws IOException {
    this(Files.newOutputStream(file), kind, System.nanoTime());
  }

  private ProcessRecorder(OutputStream out, TraceKind kind, long start) {
    super(
        kind,
        ReplyDigest::of,
        () -> new ThreadLog(Thread.currentThread().getName(), System::nanoTime, start, out, true));
  }
}
