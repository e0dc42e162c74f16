package exactlyonce.diagram;

import exactlyonce.tlc.TlaValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values in words. */
final class Values {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private Values() {}

  /** Strings without quotation marks, all else as TLC prints it. */
  static String plain(TlaValue value) {
    return value instanceof TlaValue.Str string ? string.value() : value.toString();
  }

  /** The fields of a record, in words; of any other value none. */
  static Map<String, String> fields(TlaValue value) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (value instanceof TlaValue.Rec rec) {
      rec.fields().forEach((name, field) -> fields.put(name, plain(field)));
    }
    return fields;
  }

  /** The values of a function by argument; a sequence is one as well. Of any other value none. */
  static Map<String, TlaValue> entries(TlaValue value) {
    Map<String, TlaValue> entries = new LinkedHashMap<>();
    if (value instanceof TlaValue.Function function) {
      function.pairs().forEach((argument, entry) -> entries.put(plain(argument), entry));
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

  /** Puts the words in the places of their names in braces; other braces stay. */
  static String fill(String template, Map<String, String> words) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            found -> Matcher.quoteReplacement(words.getOrDefault(found.group(1), found.group())));
  }

  /** Whether the template has this name in braces. */
  static boolean mentions(String template, String name) {
    return template.contains("{" + name + "}");
  }
}
