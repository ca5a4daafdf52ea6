/**
 * Text within one line: `\n` stands for a line break and `\\` for a backslash.
 */

/** Text as it goes over the wire, in one line. A CRLF or CR counts as one line break. */
export function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(/\r\n|\r|\n/g, '\\n');
}

/** Text as people read it. A backslash before anything else stands for itself. */
export function unescapeText(text: string): string {
  return text.replace(/\\(n|\\)/g, (_, what: string) => (what === 'n' ? '\n' : '\\'));
}
