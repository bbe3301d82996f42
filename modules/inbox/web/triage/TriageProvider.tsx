import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { ConversationSummary } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { TriageContext, type TriageDialog } from './triage.ts';
import { useTriageKeys } from './useTriageKeys.ts';

const AssignChooser = lazy(() => import('./AssignChooser.tsx'));
const SnoozeChooser = lazy(() => import('./SnoozeChooser.tsx'));
const TagChooser = lazy(() => import('./TagChooser.tsx'));
const PriorityChooser = lazy(() => import('./PriorityChooser.tsx'));

interface Opened {
  readonly dialog: TriageDialog;
  readonly rows: readonly ConversationSummary[];
}

/** What can be done with the conversation one is at, or with all that are chosen: by key, by button, by palette. */
export function TriageProvider({ children }: { children: ReactNode }) {
  const { at } = useInbox();
  const [opened, setOpened] = useState<Opened>();
  const open = (dialog: TriageDialog, rows: readonly ConversationSummary[]) => setOpened({ dialog, rows });
  useTriageKeys(open);
  const props = opened && { at, rows: opened.rows, onClose: () => setOpened(undefined) };
  return (
    <TriageContext value={open}>
      {children}
      <Suspense>
        {props && opened.dialog === 'assign' && <AssignChooser {...props} />}
        {props && opened.dialog === 'snooze' && <SnoozeChooser {...props} />}
        {props && opened.dialog === 'tag' && <TagChooser {...props} />}
        {props && opened.dialog === 'priority' && <PriorityChooser {...props} />}
      </Suspense>
    </TriageContext>
  );
}
