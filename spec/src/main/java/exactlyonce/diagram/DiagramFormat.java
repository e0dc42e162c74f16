package exactlyonce.diagram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How a diagram can be written. The same counterexample gives the same bytes on the same machine. */
public enum DiagramFormat {
  /** ASCII characters, at most 120 in a line. */
  TXT,
  /** Scalable vector graphics. */
  SVG,
  /** An image. */
  PNG;

  /** The name of the format, which is also the ending of its files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The diagram as the content of a file. */
  public byte[] draw(SequenceDiagram diagram) throws IOException {
    return switch (this) {
      case TXT -> TextDiagram.of(diagram).getBytes(StandardCharsets.UTF_8);
      case SVG -> PlantUmlDiagram.svg(diagram);
      case PNG -> PlantUmlDiagram.png(diagram);
    };
  }
}
