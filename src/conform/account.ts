/** An attendant's account on the server under test. */
export interface Account {
  readonly name: string;
  readonly password: string;
}
