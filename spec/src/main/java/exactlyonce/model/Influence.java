package exactlyonce.model;

import exactlyonce.tlc.ClauseValues;
import exactlyonce.tlc.ClauseValues.Noted;
import exactlyonce.tlc.TemporaryDirectory;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.Weakening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which weakenings can make a difference to which models. A model is run once for that, when it is
 * first asked about. Thread-safe.
 */
final class Influence implements AutoCloseable {

  private static final Noted UNKNOWN = weakening -> true;

  private final Tlc tlc;
  private final ModelChecker checker;
  private final ClauseValues values;
  private final TemporaryDirectory directory = TemporaryDirectory.create();

  /** Guards itself and {@link #busy}. */
  private final Map<Model, Noted> noted = new HashMap<>();

  private final Set<Model> busy = new HashSet<>();

  Influence(Specifications specifications, Tlc tlc, Collection<Weakening> weakenings) {
    this.tlc = tlc;
    this.checker = new ModelChecker(specifications, tlc, Optional.empty());
    this.values = new ClauseValues(weakenings);
    List<String> modules = weakenings.stream()
        .map(weakening -> weakening.place().module())
        .distinct()
        .toList();
    try {
      for (String module : modules) {
        String text = Files.readString(specifications.directory().resolve(module + ".tla"));
        write(module, values.wrappedIn(module, text));
      }
      write(ClauseValues.MODULE, ClauseValues.TEXT);
    } catch (IOException e) {
      directory.close();
      throw new UncheckedIOException(e);
    }
  }

  private void write(String module, String text) throws IOException {
    Files.writeString(directory.path().resolve(module + ".tla"), text);
  }

  /** Whether the run of the model may be another one with the weakening. */
  boolean isPossible(Weakening weakening, Witness witness) throws InterruptedException {
    return witness.isLarge() || of(witness.model()).makesADifference(weakening);
  }

  /** Whether another thread is finding out at this moment: ask about another model meanwhile. */
  boolean isBusyWith(Witness witness) {
    synchronized (noted) {
      return !witness.isLarge() && busy.contains(witness.model());
    }
  }

  private Noted of(Model model) throws InterruptedException {
    synchronized (noted) {
      while (busy.contains(model)) {
        noted.wait();
      }
      Noted known = noted.get(model);
      if (known != null) {
        return known;
      }
      busy.add(model);
    }
    Noted found = UNKNOWN;
    try {
      found = run(model);
      return found;
    } finally {
      synchronized (noted) {
        noted.put(model, found);
        busy.remove(model);
        noted.notifyAll();
      }
    }
  }

  /** With the notes, too, a model is as the manifest says. If not, nothing is known about it. */
  private Noted run(Model model) throws InterruptedException {
    TlcRequest request = checker.request(model).withTimeout(ChangedModule.LIMIT);
    TlcResult result = tlc.run(values.of(request.withFirstDirectory(directory.path())));
    if (result.didNotParse()) {
      throw new IllegalStateException("the notes of clauses are no TLA+: " + result.message());
    }
    return Comparison.differences(model, result, request.workers()).isEmpty()
        ? values.in(result.log())
        : UNKNOWN;
  }

  @Override
  public void close() {
    directory.close();
  }
}
