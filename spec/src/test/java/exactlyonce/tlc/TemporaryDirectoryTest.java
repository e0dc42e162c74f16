package exactlyonce.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TemporaryDirectoryTest {

  @Test
  void isDeletedWithAllThatItHolds() throws Exception {
    TemporaryDirectory directory = TemporaryDirectory.create();
    Files.createDirectories(directory.path().resolve("a/b"));
    Files.writeString(directory.path().resolve("a/b/c"), "text");
    directory.close();
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void isNotDeletedWhileItIsKept() throws Exception {
    TemporaryDirectory directory = TemporaryDirectory.create();
    Thread closer = new Thread(directory::close);
    directory.keepDuring(() -> {
      closer.start();
      while (closer.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      return Files.createDirectories(directory.path().resolve("a/b"));
    });
    closer.join();
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void noWorkIsDoneInADeletedOne() {
    TemporaryDirectory directory = TemporaryDirectory.create();
    directory.close();
    assertThatIllegalStateException()
        .isThrownBy(() ->
            directory.keepDuring(() -> Files.createDirectories(directory.path().resolve("a"))));
    assertThat(directory.path()).doesNotExist();
  }
}
