package exactlyonce.cli;

import exactlyonce.model.Finding;
import exactlyonce.model.Model;
import exactlyonce.model.ModelChecker;
import exactlyonce.tlc.Progress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Shows the progress of the models on the status line. */
final class CheckProgress implements ModelChecker.Listener, AutoCloseable {

  private final int models;
  private final AtomicInteger done = new AtomicInteger();
  private final StatusLine line = StatusLine.onStandardError();

  CheckProgress(int models) {
    this.models = models;
    line.show(count());
  }

  @Override
  public void progressed(Model model, Progress progress) {
    line.show(count()
        + String.format(
            Locale.ROOT,
            " | %s: %,d states, %,.0f/s, depth %d, %,d to explore",
            model.name(),
            progress.distinct(),
            progress.rate(),
            progress.depth(),
            progress.queue()));
  }

  @Override
  public void finished(Finding finding) {
    done.incrementAndGet();
    line.show(count());
  }

  private String count() {
    return done.get() + " of " + models + " models";
  }

  @Override
  public void close() {
    line.close();
  }
}
