package exactlyonce.diagram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A file format. On the same machine, the same counterexample gives the same bytes. */
public enum DiagramFormat {
  /** ASCII characters, at most 120 in a line. */
  TXT,
  /** Scalable vector graphics. */
  SVG,
  /** An image. */
  PNG;

  /** The name of the format, which is also the extension of its files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The content of a file with this diagram. */
  public byte[] draw(SequenceDiagram diagram) throws IOException {
    return switch (this) {
      case TXT -> TextDiagram.of(diagram).getBytes(StandardCharsets.UTF_8);
      case SVG -> PlantUmlDiagram.svg(diagram);
      case PNG -> PlantUmlDiagram.png(diagram);
    };
  }
}
