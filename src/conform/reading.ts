/** How strictly a session is read when it is played: the only thing in which the ways of playing differ. */

export interface Reading {
  /** What the client of this name sends where the session shows this line. */
  sent(name: string, line: string): string;
  /** A line as it is shown to people who ask what was expected. */
  shown(line: string): string;
  /** Whether what the server said to this client is what is shown. Learns from it. */
  fits(name: string, shown: string, said: string): boolean;
  /** A whole listing, from its first line to the dot, without what the session cannot know of. */
  listing(lines: readonly string[]): readonly string[];
  /** Whether an event has nothing to do with the session. */
  ignores(line: string): boolean;
}
