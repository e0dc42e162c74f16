package exactlyonce.matrix;

import exactlyonce.conformance.TestVector;
import exactlyonce.conformance.VectorFile;
import exactlyonce.conformance.VectorSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same mutants as a port would have them, and the first vector that such a port fails. */
final class VectorFlags implements Source {
  @Override
  public List<SeededBug> bugs() throws IOException {
    List<SeededBug> bugs = new ArrayList<>();
    for (VectorFile file : VectorSet.in(Path.of("vectors")).files()) {
      for (Map.Entry<String, VectorFile.Mutant> entry : file.mutants().entrySet()) {
        VectorFile.Mutant mutant = entry.getValue();
        file.vectors().stream()
            .filter(vector -> vector.json().path("flags").has(entry.getKey()))
            .findFirst()
            .map(TestVector::name)
            .ifPresent(vector -> bugs.add(SeededBug.of(
                "`" + mutant.model() + "`", mutant.breaks(), Check.VECTORS, "`" + vector + "`")));
      }
    }
    return bugs;
  }
}
