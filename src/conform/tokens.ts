/** Tokens: where they stand in a line, and which one the server gave in place of which. Pure. */

/** A token where a reply to CONNECT or RESUME has it. */
export const TOKEN = /(?<=^(?:@\S+ )?\+ok \S+ (?:atendente|consumidor|membro) )[\w-]{22}(?= )/;

/** The tokens that a session shows, and those that the server gave in their place. */
export class Tokens {
  readonly #given = new Map<string, string>();

  /** A line with the tokens that the server gave. */
  given(line: string): string {
    return line.replace(/[\w-]{22}/g, (word) => this.#given.get(word) ?? word);
  }

  /** The same token where the session shows the same, another where it shows another. Learns. */
  fit(shown: string, said: string): boolean {
    const [here, there] = [TOKEN.exec(shown)?.[0], TOKEN.exec(said)?.[0]];
    if (!here || !there) return true;
    if ((this.#given.get(here) ?? there) !== there) return false;
    this.#given.set(here, there);
    return true;
  }
}
