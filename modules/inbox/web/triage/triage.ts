import { createContext, useContext } from 'react';
import type { ConversationSummary } from '../../contract.ts';
import type { At, Rows } from './deeds.ts';

export type TriageDialog = 'assign' | 'snooze' | 'tag' | 'priority';
export type OpenTriage = (dialog: TriageDialog, rows: readonly ConversationSummary[]) => void;

export const TriageContext = createContext<OpenTriage>(() => {});
export const useOpenTriage = (): OpenTriage => useContext(TriageContext);

/** What every one of its dialogs is given. */
export interface TriageProps {
  readonly at: At;
  readonly rows: Rows;
  readonly onClose: () => void;
}

/** For its title: whom it is about. */
export const whom = (rows: Rows): string =>
  rows.length === 1 ? rows[0]!.person.name : `${rows.length} conversations`;
