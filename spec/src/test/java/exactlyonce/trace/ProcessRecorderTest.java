package exactlyonce.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exactlyonce.protocol.CommitUnknownException;
import exactlyonce.protocol.Handler;
import exactlyonce.protocol.RejectedException;
import exactlyonce.protocol.Resolved;
import exactlyonce.session.ReceiverStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the file while a rejection is written: if the process is killed then, that is all. */
class ProcessRecorderTest {
  private static final String DIGEST = ReplyDigest.of("why");

  @TempDir
  private Path directory;

  private Path file;
  private ReceiverStore<String, String> disk;
  private List<String> atWrite = List.of();
  private boolean unknown; // the outcome of the commit

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("receiver.jsonl");
    ProcessRecorder recorder = new ProcessRecorder(file, TraceKind.CRASHES);
    disk = recorder.receiverDisk(new Disk());
    recorder.begin("ReceiveData").inSession(1).about(0).announce();
  }

  private void rejected() throws Exception {
    assertThatThrownBy(() -> disk.deliver(1, 0, "a", (seq, payload) -> {
          throw new RejectedException("why");
        }))
        .isInstanceOf(RejectedException.class);
    disk.rejected(1, 0, "why");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file);
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  @Test
  void aRejectionIsAnnouncedBeforeItIsWritten() throws Exception {
    rejected();
    ThreadLog.current().endUnlessEnded(null);
    assertThat(atWrite).hasSize(3);
    assertThat(last(atWrite)).contains("\"Reject\"", DIGEST).doesNotContain("\"after\"");
    assertThat(lines()).hasSize(4);
    assertThat(last(lines())).contains("\"Reject\"", DIGEST, "\"after\"");
  }

  @Test
  void whetherARejectionWasCommittedIsUnknown() {
    unknown = true;
    assertThatThrownBy(this::rejected).isInstanceOf(CommitUnknownException.class);
    ThreadLog.current().endUnlessEnded(null);
    assertThat(last(atWrite)).contains("\"Reject\"", DIGEST).doesNotContain("\"after\"");
    assertThat(file).content().endsWith("}\n").contains("CommitUnknown").doesNotContain("Fail");
  }

  /** Looks at the file when a rejection is written. */
  private final class Disk implements ReceiverStore<String, String> {
    @Override
    public Collection<Stored<String>> load() {
      return List.of();
    }

    @Override
    public @Nullable Stored<String> load(long session) {
      return null;
    }

    @Override
    public void opened(Session session) {}

    @Override
    public @Nullable String deliver(
        long session, long seq, String payload, Handler<? super String, ? extends String> handler)
        throws Exception {
      return handler.handle(seq, payload);
    }

    @Override
    public Resolved<String> rejected(long session, long seq, String reason)
        throws CommitUnknownException {
      try {
        atWrite = lines();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (unknown) {
        throw new CommitUnknownException("simulated", new IOException("connection reset"));
      }
      return Resolved.rejected(seq, reason);
    }

    @Override
    public boolean sealed(long session, long seq) {
      return true;
    }

    @Override
    public void over(long session) {}
  }
}
