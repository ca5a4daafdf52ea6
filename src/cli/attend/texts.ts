/** What the screen of an attendant says, in both languages. */

import type { Lang } from '../../protocol/codes.ts';
import { EN } from './texts-en.ts';
import { PT } from './texts-pt.ts';
import type { Texts } from './texts-shape.ts';

export const TEXTS: Readonly<Record<Lang, Texts>> = { pt: PT, en: EN };
