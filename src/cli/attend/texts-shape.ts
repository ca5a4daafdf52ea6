/** Which words the screen of an attendant has, in every language. */

export interface Texts {
  // The command line.
  readonly about: string;
  readonly noTerminal: string;
  readonly crashed: string;

  // Headings.
  readonly online: string;
  readonly away: string;
  readonly offline: (seconds: number) => string;
  readonly trying: string;
  readonly waiting: (count: number) => string;
  readonly queue: string;
  readonly nobodyWaits: string;
  readonly customersOf: (customers: number, who: string) => string;
  readonly absentOnes: (colleagues: number) => string;
  readonly chats: string;
  readonly noChats: string;
  readonly team: string;
  readonly noTeam: string;
  readonly noneOpen: string;
  readonly tabGoes: string;
  readonly allKeys: string;

  // Marks in the lists.
  readonly markLost: string;
  readonly markAway: string;
  readonly markTyping: string;
  readonly markEnded: string;

  // The conversation.
  readonly since: (lasting: string) => string;
  readonly waitingSince: (lasting: string) => string;
  readonly ended: string;
  readonly endedHint: string;
  readonly waitsAgain: string;
  readonly privately: string;
  readonly room: string;
  readonly members: (names: readonly string[]) => string;
  readonly archive: string;
  readonly isTyping: (name: string) => string;
  readonly below: (count: number) => string;
  readonly moreBelow: string;
  readonly loading: string;
  readonly empty: string;
  readonly emptyAsYet: string;
  readonly internalNote: string;
  readonly rating: string;
  readonly undone: string;

  // What happened to a conversation.
  readonly handedTo: (attendant: string) => string;
  readonly didNotComeBack: string;
  readonly wentAway: string;
  readonly lostConnection: string;
  readonly isAway: string;
  readonly isBack: string;
  readonly cameIn: (name: string) => string;
  readonly wentOut: (name: string) => string;
  readonly renamed: (old: string, name: string) => string;
  readonly youClosed: (text: string) => string;
  readonly youReturned: string;
  readonly noLongerYours: string;
  readonly yoursAgain: string;

  // Notices.
  readonly back: string;
  readonly backAnew: string;
  readonly givenToYou: (name: string) => string;
  readonly youTransferred: (customer: string, attendant: string) => string;
  readonly youAreAway: string;
  readonly youAreOnline: string;
  readonly notSent: (why: string) => string;
  readonly unknownWhether: string;
  readonly notNow: string;
  readonly longText: string;
  readonly isOver: (name: string) => string;
  readonly isAnother: (name: string) => string;
  readonly draftFirst: (name: string) => string;
  readonly notServed: (name: string) => string;
  readonly servedBy: (customer: string, attendant: string) => string;
  readonly takeFirst: (name: string) => string;
  readonly noCanned: (call: string) => string;
  readonly noCannedAtAll: string;
  readonly commandsAreKeys: string;
  readonly tooLong: string;
  readonly farBack: string;
  readonly noCustomer: string;
  readonly noConversation: string;
  readonly nothingToUndo: string;
  readonly nobodyInLine: string;
  readonly notYours: (name: string) => string;
  readonly noSuchChat: (number: string) => string;
  readonly nothingUnread: string;
  readonly thatIsYou: string;

  // The input line.
  readonly write: (name: string) => string;
  readonly writeIn: (room: string) => string;
  readonly writeLater: string;
  readonly takeHint: (name: string) => string;
  readonly takesNext: string;
  readonly nobodyToWrite: string;
  readonly writeNote: (name: string) => string;
  readonly readOnly: string;

  // Rooms, people, the day.
  readonly rooms: string;
  readonly roomsHint: string;
  readonly noRooms: string;
  readonly newRoom: string;
  readonly inRoom: string;
  readonly people: string;
  readonly peopleHint: string;
  readonly noPeople: string;
  readonly you: string;
  readonly figures: string;

  // Search, canned answers, handing over, questions.
  readonly search: string;
  readonly searchHint: string;
  readonly searching: string;
  readonly noHits: (asked: string) => string;
  readonly hits: (count: number) => string;
  readonly desk: string;
  readonly canned: string;
  readonly cannedHint: string;
  readonly noFittingAnswer: string;
  readonly transfer: (customer: string) => string;
  readonly noColleagues: string;
  readonly askClose: (name: string) => string;
  readonly farewell: string;
  readonly askReturn: (name: string) => string;
  readonly askUndo: (text: string) => string;
  readonly askTakeOver: (customer: string, attendant: string) => string;
  readonly askQuit: (mine: number) => string;

  // Keys at the foot.
  readonly keys: Readonly<Record<KeyWord, string>>;
  readonly help: string;
  readonly helpRows: readonly (readonly [string, string])[];
  readonly tooSmall: (columns: number, rows: number) => string;
  readonly atLeast: (columns: number, rows: number) => string;
  readonly unsent: (name: string, text: string) => string;
}

export type KeyWord =
  | 'enter'
  | 'send'
  | 'take'
  | 'openChat'
  | 'pane'
  | 'next'
  | 'search'
  | 'note'
  | 'canned'
  | 'transfer'
  | 'return'
  | 'close'
  | 'status'
  | 'undo'
  | 'help'
  | 'quit'
  | 'rooms'
  | 'people'
  | 'figures'
  | 'leave'
  | 'drop'
  | 'takeOver'
  | 'look'
  | 'back'
  | 'choose'
  | 'insert'
  | 'goIn'
  | 'keep'
  | 'yes'
  | 'no'
  | 'scroll'
  | 'newLine';
