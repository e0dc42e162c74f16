package exactlyonce.diagram;

import exactlyonce.tlc.TlaValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values for people, without the notation of TLA+. */
final class ValueText {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final List<Legend.RecordText> records;

  /**
   * @param records how records are written; the first that fits a record is taken
   */
  ValueText(List<Legend.RecordText> records) {
    this.records = List.copyOf(records);
  }

  /** The value in words. */
  String of(TlaValue value) {
    if (value instanceof TlaValue.Str string) {
      return string.value();
    } else if (value instanceof TlaValue.SetOf set) {
      return set.elements().stream().map(this::nested).collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof TlaValue.Tuple tuple) {
      return sequence(tuple.elements());
    } else if (value instanceof TlaValue.Rec rec) {
      return byTemplate(rec).orElseGet(() -> join(rec.fields(), " "));
    } else if (value instanceof TlaValue.Function) {
      return join(entries(value), ": ");
    }
    return value.toString();
  }

  /** What is new: of a record the fields that changed, of a function the entries that changed. */
  String ofChanges(TlaValue old, TlaValue now) {
    boolean isRecord = now instanceof TlaValue.Rec;
    if (!isRecord && !(now instanceof TlaValue.Function)) {
      return of(now);
    }
    Map<String, TlaValue> before = entries(old);
    String changes = entries(now).entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
        .map(entry -> entry.getKey()
            + (isRecord ? " " : ": ")
            + newValue(before.getOrDefault(entry.getKey(), entry.getValue()), entry.getValue()))
        .collect(Collectors.joining(", "));
    return changes.isEmpty() ? of(now) : changes;
  }

  private String newValue(TlaValue old, TlaValue now) {
    boolean hasTemplate = now instanceof TlaValue.Rec rec && byTemplate(rec).isPresent();
    return hasTemplate ? of(now) : ofChanges(old, now);
  }

  private Optional<String> byTemplate(TlaValue.Rec rec) {
    Map<String, String> fields = fieldTexts(rec);
    return records.stream()
        .filter(record -> record.fits(fields))
        .map(record -> fill(record.text(), fields, record.normally()))
        .findFirst();
  }

  private Map<String, String> fieldTexts(TlaValue.Rec rec) {
    Map<String, String> texts = new LinkedHashMap<>();
    rec.fields().forEach((name, field) -> texts.put(name, of(field)));
    return texts;
  }

  /** A tuple is in parentheses; records in a sequence need none. */
  private String sequence(List<TlaValue> elements) {
    boolean hasRecords = elements.stream().anyMatch(TlaValue.Rec.class::isInstance);
    return hasRecords
        ? elements.stream().map(this::of).collect(Collectors.joining("; "))
        : elements.stream().map(this::of).collect(Collectors.joining(", ", "(", ")"));
  }

  private String join(Map<String, TlaValue> entries, String separator) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + separator + nested(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String nested(TlaValue value) {
    boolean isList = value instanceof TlaValue.Function
        || (value instanceof TlaValue.Rec rec && byTemplate(rec).isEmpty());
    return isList ? "(" + of(value) + ")" : of(value);
  }

  /** The fields of a record in words. Any other value has none. */
  Map<String, String> fields(TlaValue value) {
    return value instanceof TlaValue.Rec rec ? fieldTexts(rec) : new LinkedHashMap<>();
  }

  /** The values of a function, a record or a sequence by argument. Any other value has none. */
  Map<String, TlaValue> entries(TlaValue value) {
    Map<String, TlaValue> entries = new LinkedHashMap<>();
    if (value instanceof TlaValue.Function function) {
      function.pairs().forEach((argument, entry) -> entries.put(of(argument), entry));
    } else if (value instanceof TlaValue.Rec rec) {
      entries.putAll(rec.fields());
    } else if (value instanceof TlaValue.Tuple tuple) {
      List<TlaValue> elements = tuple.elements();
      for (int i = 0; i < elements.size(); i++) {
        entries.put(Integer.toString(i + 1), elements.get(i));
      }
    }
    return entries;
  }

  /** Replaces each name in braces by its word; other braces stay. */
  static String fill(String template, Map<String, String> words) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            found -> Matcher.quoteReplacement(words.getOrDefault(found.group(1), found.group())));
  }

  /**
   * The same, with an addition for each field that differs from the field which it normally equals, as in
   * {@code DATA(0) with payload 1}.
   */
  static String fill(String template, Map<String, String> fields, Map<String, String> normally) {
    StringBuilder text = new StringBuilder(fill(template, fields));
    normally.forEach((field, other) -> {
      String value = fields.get(field);
      if (value != null && !value.equals(fields.get(other))) {
        text.append(" with ").append(field).append(' ').append(value);
      }
    });
    return text.toString();
  }

  /** The names in braces. */
  static List<String> placeholders(String template) {
    return PLACEHOLDER.matcher(template).results().map(found -> found.group(1)).toList();
  }
}
