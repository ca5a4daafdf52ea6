/**
 * The numbers of 3MCP/1 that both ends of a connection must agree on. What one server may set for itself
 * (connections, timeouts, rates) is not here but with the options of that server.
 */

/** The TCP port of 3MCP/1. */
export const DEFAULT_PORT = 3627;

/** Bytes in a line, its end included, in both directions. */
export const MAX_LINE_BYTES = 8192;

/** Bytes in the text of a command: it fits into a line behind any head that the server may put before it. */
export const MAX_TEXT_BYTES = 7680;

/** Characters in a label, without its `@`. */
export const MAX_LABEL_LENGTH = 64;

/** Code points in a name, and in the name of a room without its `#`. */
export const MAX_NAME_LENGTH = 32;
export const MAX_ROOM_LENGTH = 48;

/** Bytes in a listing: it stops before the item that would exceed this, and one asks for the rest. */
export const MAX_LISTING_BYTES = 512 * 1024;

/** Items that ROOMS and WHO list: one asks for the rest. */
export const MAX_LISTED = 500;

/** Messages that HISTORY lists unless told, and at most. */
export const DEFAULT_HISTORY = 50;
export const MAX_HISTORY = 500;

/** A backlog handed to somebody: messages, and bytes. */
export const MAX_BACKLOG = 50;
export const MAX_BACKLOG_BYTES = 256 * 1024;

/** Milliseconds after which a message can no longer be undone. */
export const UNDO_WINDOW_MS = 5 * 60_000;

/** What RESUME sends again: events, and bytes. */
export const MAX_LOG = 1000;
export const MAX_LOG_BYTES = 512 * 1024;

/** Labelled messages of an identity whose labels are remembered, at least. */
export const MAX_LABELS = 1000;

/** Bytes in a display name. */
export const MAX_DISPLAY_BYTES = 256;

/** Bytes in the topic of a room. */
export const MAX_TOPIC_BYTES = 256;

/** The room that is always there. */
export const GENERAL_ROOM = '#geral';

/** Rooms that somebody may be in. */
export const MAX_ROOMS_OF_ONE = 50;

/** Times that an identity may change its name. */
export const MAX_RENAMES = 16;

/** Messages that SEARCH lists, and different words that it looks for at a time. */
export const MAX_FOUND = 50;
export const MAX_SEARCH_WORDS = 32;
