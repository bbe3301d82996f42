import { type ReactNode, useState } from 'react';
import { soon, useFetchedEarly } from '../../../../web/kit/soon.ts';
import { beginTypeAhead } from '../../../../web/kit/type-ahead.ts';
import type { ConversationSummary } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { TriageContext, type TriageDialog } from './triage.ts';
import { useTriageKeys } from './useTriageKeys.ts';

const AssignChooser = soon(() => import('./AssignChooser.tsx'));
const SnoozeChooser = soon(() => import('./SnoozeChooser.tsx'));
const TagChooser = soon(() => import('./TagChooser.tsx'));
const PriorityChooser = soon(() => import('./PriorityChooser.tsx'));
const choosers = [AssignChooser, SnoozeChooser, TagChooser, PriorityChooser];

interface Opened {
  readonly dialog: TriageDialog;
  readonly rows: readonly ConversationSummary[];
}

/** What can be done with the conversation one is at, or with all that are chosen: by key, by button, by palette. */
export function TriageProvider({ children }: { children: ReactNode }) {
  const { at } = useInbox();
  const [opened, setOpened] = useState<Opened>();
  const open = (dialog: TriageDialog, rows: readonly ConversationSummary[]) => {
    beginTypeAhead();
    setOpened({ dialog, rows });
  };
  useTriageKeys(open);
  useFetchedEarly(choosers);
  const props = opened && { at, rows: opened.rows, onClose: () => setOpened(undefined) };
  return (
    <TriageContext value={open}>
      {children}
      {props && opened.dialog === 'assign' && <AssignChooser {...props} />}
      {props && opened.dialog === 'snooze' && <SnoozeChooser {...props} />}
      {props && opened.dialog === 'tag' && <TagChooser {...props} />}
      {props && opened.dialog === 'priority' && <PriorityChooser {...props} />}
    </TriageContext>
  );
}
