package exactlyonce.model;

import exactlyonce.tlc.Progress;
import exactlyonce.tlc.TemporaryDirectory;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The specifications with another text of one module, for as long as this is open. */
final class ChangedModule implements AutoCloseable {
  /** After a change a model may have infinitely many states. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private final String module;
  private final String original;
  private final Tlc tlc;
  private final ModelChecker checker;
  private final TemporaryDirectory directory;

  ChangedModule(
      Specifications specifications,
      Tlc tlc,
      ModelChecker checker,
      String module,
      UnaryOperator<String> change) {
    this.module = module;
    this.tlc = tlc;
    this.checker = checker;
    directory = TemporaryDirectory.create();
    String file = module + ".tla";
    try {
      original = Files.readString(specifications.directory().resolve(file));
      Files.writeString(directory.path().resolve(file), change.apply(original));
    } catch (IOException e) {
      directory.close();
      throw new UncheckedIOException(e);
    }
  }

  /** The text of the module before the change. */
  String original() {
    return original;
  }

  /**
   * Runs a model for a minute at most.
   *
   * @throws IllegalStateException if the change is no TLA+
   */
  TlcResult run(Model model) throws InterruptedException {
    return run(checker.request(model).withTimeout(LIMIT), progress -> {});
  }

  /**
   * Runs a model as it is asked for, but with the changed module.
   *
   * @throws IllegalStateException if the change is no TLA+
   */
  TlcResult run(TlcRequest request, Progress.Listener listener) throws InterruptedException {
    TlcResult result = tlc.run(request.withFirstDirectory(directory.path()), listener);
    if (result.didNotParse()) {
      throw new IllegalStateException("a change of " + module + " is none: " + result.message());
    }
    return result;
  }

  @Override
  public void close() {
    directory.close();
  }
}
