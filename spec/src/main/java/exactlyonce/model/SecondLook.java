package exactlyonce.model;

import exactlyonce.tlc.Coverage.Place;
import exactlyonce.tlc.TemporaryDirectory;
import exactlyonce.tlc.Tlc;
import exactlyonce.tlc.TlcRequest;
import exactlyonce.tlc.TlcResult;
import exactlyonce.tlc.TlcResult.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks again at the expressions that TLC has not counted as evaluated. It does not find the place of
 * some that it evaluates late: in the body of a function, in the argument of an operator, under a
 * substitution. So each is replaced by something that has no value; if a model ends in an error, the
 * expression is evaluated after all.
 */
public final class SecondLook {
  private static final String NO_VALUE = "(1[1])";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Specifications specifications;
  private final Tlc tlc;
  private final ModelChecker checker;

  public SecondLook(Specifications specifications, Tlc tlc) {
    this.specifications = specifications;
    this.tlc = tlc;
    this.checker = new ModelChecker(specifications, tlc, Optional.empty());
  }

  /** The expressions that no model evaluates, in their order. */
  public List<Place> neverEvaluated(CoverageOfModels coverage) throws InterruptedException {
    List<Place> places = coverage.neverCounted();
    List<Boolean> evaluated = InParallel.on(
        tlc.concurrency(), places, place -> isEvaluated(place, coverage.modelsWith(place)));
    List<Place> never = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!evaluated.get(i)) {
        never.add(places.get(i));
      }
    }
    return never;
  }

  /** The small models are asked first. */
  private boolean isEvaluated(Place place, List<Model> models) throws InterruptedException {
    String file = place.module() + ".tla";
    TemporaryDirectory directory = TemporaryDirectory.create();
    try {
      String module = Files.readString(specifications.directory().resolve(file));
      Files.writeString(directory.path().resolve(file), place.replacedIn(module, NO_VALUE));
      for (Model model :
          models.stream().sorted(Comparator.comparing(SecondLook::size)).toList()) {
        if (evaluates(model, directory.path())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      directory.close();
    }
  }

  private boolean evaluates(Model model, Path changed) throws InterruptedException {
    TlcRequest request = checker.request(model);
    List<Path> directories = new ArrayList<>(List.of(changed));
    directories.addAll(request.directories());
    TlcResult result = tlc.run(request.withDirectories(directories).withTimeout(LIMIT));
    if (result.didNotParse()) {
      throw new IllegalStateException("an expression cannot be replaced: " + result.message());
    }
    return result.verdict() == Verdict.ERROR && !result.timedOut();
  }

  private static long size(Model model) {
    Long states = model.expected().distinctStates();
    return states == null ? Long.MAX_VALUE : states;
  }
}
