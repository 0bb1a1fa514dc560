package io.optima.lineage;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text as search sees it: runs of letters and digits, in lower case, without accents. Both index
 * implementations are given words that were cut here, so that they find the same.
 */
public final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final int LONGEST = 100;

  private Words() {}

  public static List<String> of(String text) {
    return matches(text)
        .map(MatchResult::group)
        .map(Words::fold)
        .filter(w -> !w.isEmpty())
        .toList();
  }

  static Stream<MatchResult> matches(String text) {
    return WORD.matcher(text).results();
  }

  static String fold(String word) {
    String plain = MARKS.matcher(Normalizer.normalize(word, Normalizer.Form.NFKD)).replaceAll("");
    String letters = plain.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]", "");
    return letters.length() <= LONGEST ? letters : letters.substring(0, LONGEST);
  }
}
