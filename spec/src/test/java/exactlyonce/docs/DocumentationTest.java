package exactlyonce.docs;

import static org.assertj.core.api.Assertions.assertThat;

import exactlyonce.model.Manifest;
import exactlyonce.model.Model;
import exactlyonce.model.Specifications;
import exactlyonce.model.WeakeningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages point at is there: files, headings, and models. */
class DocumentationTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final int MAX_README_LINES = 150;

  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern CODE = Pattern.compile("`([A-Z][A-Za-z]+-[A-Za-z0-9-]+)`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      broken.addAll(brokenLinks(page));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyModelThatIsNamedIsInTheManifest() throws IOException {
    try (Specifications specifications = Specifications.ofThisProgram()) {
      Set<String> models = names(specifications.manifest());
      Set<String> modules = models.stream()
          .map(name -> name.substring(0, name.indexOf('-') < 0 ? name.length() : name.indexOf('-')))
          .collect(Collectors.toSet());
      for (Path page : pages()) {
        Matcher code = CODE.matcher(Files.readString(page));
        while (code.find()) {
          String name = code.group(1);
          if (modules.contains(name.substring(0, name.indexOf('-')))) {
            assertThat(models).as("named in %s", ROOT.relativize(page)).contains(name);
          }
        }
      }
    }
  }

  @Test
  void everyExceptedClauseIsListedWithItsReasonAndNoOther() throws IOException {
    try (Specifications specifications = Specifications.ofThisProgram()) {
      List<String> rows = WeakeningException.read(specifications.directory()).stream()
          .map(each -> "| `%s` | %s | %s |"
              .formatted(
                  (each.module() == null ? "" : each.module() + "!") + each.definition(),
                  each.clause() == null
                      ? "each " + (each.kind() == null ? "clause" : each.kind())
                      : each.kind() + " `" + each.clause() + "`",
                  each.reason()))
          .toList();
      String page = Files.readString(ROOT.resolve("spec/README.md"));
      int header = page.indexOf("| definition | clause | why it stays |");
      assertThat(page.substring(header).lines().skip(2).takeWhile(line -> line.startsWith("|")))
          .containsExactlyElementsOf(rows);
    }
  }

  @Test
  void theReadmeIsForSomeoneWithTenMinutes() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThan(MAX_README_LINES + 1);
  }

  /** The checks above can fail. */
  @Test
  void whatIsNotThereIsNoticed(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "# A heading\n[a](page.md) [b](#a-heading) [c](other.md) [d](#none)\n");
    assertThat(brokenLinks(page)).containsExactly(page + ": other.md", page + ": #none");
  }

  private static Set<String> names(Manifest manifest) {
    return manifest.models().stream().map(Model::name).collect(Collectors.toSet());
  }

  private static List<String> brokenLinks(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(Files.readString(page));
    while (link.find()) {
      String target = link.group(1);
      String anchor = link.group(2);
      if (target.startsWith("http")) {
        continue;
      }
      Path file = target.isEmpty() ? page : page.resolveSibling(target).normalize();
      boolean isThere =
          Files.exists(file) && (anchor == null || anchors(file).contains(anchor.substring(1)));
      if (!isThere) {
        broken.add(page + ": " + target + (anchor == null ? "" : anchor));
      }
    }
    return broken;
  }

  /** The names that GitHub gives to headings. */
  private static Set<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading
            .group(1)
            .toLowerCase(java.util.Locale.ROOT)
            .replaceAll("[^a-z0-9 _-]", "")
            .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }
}
