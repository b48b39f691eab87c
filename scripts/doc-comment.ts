/** What a doc comment says, as Markdown; the example as code. */
export interface DocComment {
  /** Empty where there is no comment. */
  meaning: string;
  params: { name: string; meaning: string }[];
  returns?: string;
  throws?: string;
  example?: string;
}

/**
 * Reads the text between the comment's marks.
 *
 * @param text lines without their stars
 * @example readDocComment("Starts a plugin.\n@example riacho.use(clicks())")
 */
export function readDocComment(text: string): DocComment {
  // Indentation is an example's own, so nothing within a part is trimmed.
  const [meaning = "", ...parts] = text.split(/(?:^|\s)@(?=(?:param|returns|throws|example)\b)/);
  const comment: DocComment = { meaning: meaning.trim(), params: [] };
  for (const part of parts) {
    const [, tag, said = ""] = /^(\w+)\s*([\s\S]*)/.exec(part) ?? [];
    if (tag === "param") {
      const [, name = "", meaning = ""] = /^(\S+)\s*([\s\S]*)/.exec(said) ?? [];
      comment.params.push({ name, meaning: meaning.trim() });
    } else comment[tag as "returns" | "throws" | "example"] = said.trim();
  }
  return comment;
}
