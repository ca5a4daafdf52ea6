/**
 * The person's terminal: questions, a prompt with the line being typed, the lines typed before, and text above it that
 * never tears that line. Owns readline; `line-rows.ts` counts its rows. Knows nothing of chat or protocol.
 */

import { createInterface, type Interface, type Key } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Choices } from './completion.ts';
import { Curtain } from './curtain.ts';
import { inColumns, innerTabs, type Line, Search, Tabs } from './editing.ts';
import { LineRows } from './line-rows.ts';
import { LEAVE_PASTES, MARK_PASTES, Pastes } from './pastes.ts';

/** How typing ended: Ctrl-C, or Ctrl-D. */
export type TypingEnd = 'interrupt' | 'end';

/** Gets a line that was entered; `isPasted` if it is one of several that were pasted. */
type OnLine = (line: string, isPasted?: boolean) => void;

/** Lines that can be called back with the arrows or Ctrl-R. */
const MAX_HISTORY = 500;

/** Whatever a chat may have for a terminal. */
export type AnyTerminal = Pick<Terminal, keyof Terminal>;

export class Terminal {
  /** Whether text can only be appended. */
  readonly isPlain: boolean = false;
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  /** Between readline and the screen. */
  readonly #curtain: Curtain;
  readonly #rl: Interface;
  readonly #rows: LineRows;
  #prompting = false;
  #asking = false;
  #closed = false;
  /** Nothing was printed below the entered line. */
  #isAtEntered = false;
  #ahead: { readonly line: string; readonly isPasted: boolean }[] = [];
  #ended: TypingEnd | null = null;
  #onLine: OnLine | null = null;
  #onEnd: ((end: TypingEnd) => void) | null = null;
  #onCleared = () => {};
  readonly #tabs = new Tabs();
  readonly #search = new Search();
  #choose: ((before: string) => Choices) | null = null;
  /** The key that readline gets next is a Tab with Shift. */
  #isBack = false;
  /** Of the keys that were read last: TABs that are text. */
  #textTabs = 0;
  readonly #pastes = new Pastes((line, isPasted) => this.#entered(line, isPasted));
  readonly #chunk: (chunk: unknown) => void;
  readonly #keypress: (text: string | undefined, key: Key | undefined) => void;

  constructor(input: ReadStream, output: WriteStream) {
    this.#input = input;
    this.#output = output;
    this.#curtain = new Curtain(output);
    this.#rl = createInterface({
      input,
      output: this.#curtain,
      terminal: true,
      historySize: MAX_HISTORY,
      prompt: '',
      // Readline completes nothing itself: it only tells of the key.
      completer: (_before: string, done: (error: null, result: [string[], string]) => void) => {
        this.#tab();
        done(null, [[], '']);
      },
    });
    const rl = this.#rl;
    this.#rows = new LineRows(rl, output);
    // Before readline handles a key.
    this.#keypress = (_text, key) => {
      if (!this.#curtain.isDrawn) this.#rows.keep();
      this.#isBack = key?.shift === true;
      this.#pastes.key(key?.name, rl.line);
      // Readline takes keys that come at once for pasted text, in which a TAB is a character; those at its end are not.
      if (key?.name === 'tab' && this.#textTabs > 0) this.#textTabs -= 1;
      else if (key?.name === 'tab') Object.assign(rl, { isCompletionEnabled: true });
      if (key?.ctrl && key.name === 'r') this.#find();
      const isEnter = key?.name === 'return' || key?.name === 'enter';
      if (isEnter && !(rl.line === '' && this.#pastes.isHolding)) this.#rows.entering();
    };
    this.#chunk = (chunk) => {
      this.#textTabs = innerTabs(String(chunk));
    };
    // Before readline draws again.
    this.#curtain.prependListener('resize', () => this.#rows.resized());
    output.write(MARK_PASTES);
    input.prependListener('data', this.#chunk);
    input.prependListener('keypress', this.#keypress);
    rl.on('history', (history) => {
      if (this.#asking || this.#curtain.isDrawn) history.shift();
    });
    rl.on('line', (line) => {
      this.#prompting = false;
      this.#isAtEntered = true;
      if (!this.#pastes.isHolding) this.#pastes.entered(line);
      else this.#rows.enteredBelow();
    });
    rl.on('SIGINT', () => this.#interrupt());
    rl.on('close', () => this.#end('end'));
  }

  get columns(): number {
    return this.#output.columns || 80;
  }

  get rows(): number {
    return this.#output.rows || 24;
  }

  /** What stands in the line and is not entered yet. */
  get line(): string {
    return this.#rl.line;
  }

  /** Whether a paste is being read: what is put into the line now would get its rest behind it. */
  get isPasting(): boolean {
    return this.#pastes.isUnderWay;
  }

  /**
   * Asks one question; null once typing has ended. From a `secret` one on, nothing that is typed is shown until
   * `reveal`.
   */
  ask(question: string, secret = false): Promise<string | null> {
    if (this.#ended) return Promise.resolve(null);
    const early = this.#ahead.shift();
    if (early !== undefined) {
      this.#output.write(`${question}${secret ? '' : early.line}\n`);
      if (secret) this.#curtain.draw();
      return Promise.resolve(early.line);
    }
    this.#asking = true;
    return new Promise((resolve) => {
      const finish = (answer: string | null) => {
        this.#asking = false;
        if (secret) this.#output.write('\n');
        this.#onLine = null;
        this.#onEnd = null;
        resolve(answer);
      };
      this.#onLine = finish;
      this.#onEnd = () => finish(null);
      if (secret) this.#hide(question);
      else this.prompt(question);
    });
  }

  /**
   * After secrets: what is typed is shown again. What was typed and not asked for is forgotten, since it may be one.
   */
  reveal(): void {
    if (!this.#curtain.isDrawn) return;
    this.#ahead = [];
    Object.assign(this.#rl, { line: '', cursor: 0 });
    this.#rows.count(0);
    this.#curtain.lift();
  }

  /** Who is told when typing ends, until somebody listens or asks. */
  watchEnd(onEnd: (end: TypingEnd) => void): void {
    this.#onEnd = onEnd;
    if (this.#ended) onEnd(this.#ended);
  }

  /** From now on Tab completes with these. */
  completeWith(choose: (before: string) => Choices): void {
    this.#choose = choose;
  }

  /** Gives every line to `onLine` from now on, first those typed ahead. `onCleared` is told when Ctrl-C clears one. */
  listen(onLine: OnLine, onEnd: (end: TypingEnd) => void, onCleared = () => {}): void {
    this.#onLine = onLine;
    this.#onEnd = onEnd;
    this.#onCleared = onCleared;
    for (const { line, isPasted } of this.#ahead.splice(0)) onLine(line, isPasted);
    if (this.#ended) onEnd(this.#ended);
  }

  /** Shows the prompt, or another one in its place; the line being typed stays. */
  prompt(text = this.#rl.getPrompt()): void {
    if (this.#closed) return;
    this.#wipe();
    this.#rl.setPrompt(text);
    this.#draw();
  }

  /** Writes text above the prompt. */
  print(text: string): void {
    this.#isAtEntered = false;
    if (!this.#prompting || this.#closed) {
      this.#output.write(`${text}\n`);
      return;
    }
    this.#wipe();
    this.#output.write(`${text}\n`);
    this.#draw();
  }

  /** Calls the person. */
  ring(): void {
    if (!this.#closed) this.#output.write('\x07');
  }

  /**
   * Wipes the line that was just entered, with its prompt. Only while `onLine` is called, before anything is printed.
   */
  eraseEntered(): void {
    if (this.#isAtEntered) this.#rows.wipeEntered();
  }

  /** Puts text into the line, as if typed. */
  refill(text: string): void {
    this.#rl.write(text);
  }

  /** Gives the terminal back as it was; what was not entered is gone. */
  close(): void {
    if (this.#closed) return;
    this.#wipe();
    this.#closed = true;
    this.#onEnd = null;
    this.#input.off('keypress', this.#keypress);
    this.#input.off('data', this.#chunk);
    this.#output.write(LEAVE_PASTES);
    this.#rl.close();
    this.#input.pause();
  }

  /** Clears prompt and line; the cursor stands where they began. */
  #wipe(): void {
    if (!this.#prompting) return;
    if (!this.#curtain.isDrawn) this.#rows.keep();
    this.#rows.wipe();
  }

  #entered(line: string, isPasted: boolean): void {
    if (this.#onLine) this.#onLine(line, isPasted);
    else this.#ahead.push({ line, isPasted });
  }

  #tab(): void {
    if (!this.#choose || this.#asking || this.#curtain.isDrawn) return;
    const { line, listed } = this.#tabs.press(this.#typed, this.#choose, this.#isBack);
    if (listed.length > 0) this.print(inColumns(listed, this.columns));
    this.#replace(line);
  }

  #find(): void {
    if (this.#asking || this.#curtain.isDrawn) return;
    const { history = [] } = this.#rl as { history?: string[] };
    this.#replace(this.#search.press(this.#typed, history));
  }

  get #typed(): Line {
    return { text: this.#rl.line, cursor: this.#rl.cursor };
  }

  /** Another line in place of the one being typed. */
  #replace({ text, cursor }: Line): void {
    if (!this.#prompting) return;
    this.#wipe();
    Object.assign(this.#rl, { line: text, cursor });
    this.#draw();
  }

  /** Asks something without a prompt of readline, which would show what was typed ahead. */
  #hide(question: string): void {
    this.#wipe();
    this.#prompting = false;
    this.#rl.setPrompt('');
    this.#curtain.draw();
    this.#output.write(question);
  }

  #draw(): void {
    if (this.#ended) return;
    this.#prompting = true;
    this.#rl.prompt(true);
  }

  /** Ctrl-C takes back what is being typed, and leaves if that is nothing; a question it ends. */
  #interrupt(): void {
    if (this.#prompting && !this.#asking && this.#rl.line !== '') {
      this.#replace({ text: '', cursor: 0 });
      this.#onCleared();
    } else this.#end('interrupt');
  }

  #end(how: TypingEnd): void {
    if (this.#closed || this.#ended) return;
    this.#pastes.ended();
    if (this.#prompting) this.#wipe();
    this.#prompting = false;
    this.#ended = how;
    this.#onEnd?.(how);
  }
}
