package exactlyonce.diagram;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import net.sourceforge.plantuml.BlockUml;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import net.sourceforge.plantuml.error.PSystemError;

/** Draws with PlantUML, which lays out sequence diagrams without any other program. */
final class PlantUmlDiagram {

  /** By default PlantUML cuts images off at 4096 pixels. */
  private static final String MAX_PIXELS = "32768";

  private static final String VERSION = "<\\?plantuml [^?]*\\?>";

  private PlantUmlDiagram() {}

  static byte[] svg(SequenceDiagram diagram) throws IOException {
    byte[] svg = draw(PlantUmlSource.of(diagram, ""), FileFormat.SVG);
    String text = new String(svg, StandardCharsets.UTF_8).replaceAll(VERSION, "");
    return (text.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] png(SequenceDiagram diagram) throws IOException {
    byte[] png = draw(PlantUmlSource.of(diagram, "skinparam dpi 144\n"), FileFormat.PNG);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out); // drops the metadata, which hold PlantUML's version
    return out.toByteArray();
  }

  private static byte[] draw(String source, FileFormat format) throws IOException {
    System.setProperty("java.awt.headless", "true");
    System.setProperty("PLANTUML_LIMIT_SIZE", MAX_PIXELS);
    SourceStringReader reader = new SourceStringReader(source);
    for (BlockUml block : reader.getBlocks()) {
      if (block.getDiagram() instanceof PSystemError error) {
        // Otherwise it would draw a picture of its error message.
        throw new IllegalStateException("PlantUML cannot draw " + error.getErrorsUml() + source);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.outputImage(out, 0, new FileFormatOption(format, false));
    return out.toByteArray();
  }
}
