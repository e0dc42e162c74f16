package exactlyonce.diagram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How a diagram can be written. The same counterexample gives the same bytes on the same machine. */
public enum DiagramFormat {
  /** ASCII characters, at most about a hundred in a line. */
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

  /** The drawing as the content of a file. */
  public byte[] draw(Drawing drawing) throws IOException {
    return switch (this) {
      case TXT -> TextDiagram.of(drawing).getBytes(StandardCharsets.UTF_8);
      case SVG -> PlantUmlDiagram.svg(drawing);
      case PNG -> PlantUmlDiagram.png(drawing);
    };
  }
}
