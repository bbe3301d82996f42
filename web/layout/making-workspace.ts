import { useState } from 'react';
import { newId, WorkspaceId } from '../../kit/ids.ts';
import { listWorkspaces, putWorkspace, type Workspace } from '../../modules/workspaces/contract.ts';
import { useSend } from '../kit/send.ts';

export const makeableKinds = [
  { value: 'brand', label: 'A brand', hint: 'One business with its locations.' },
  { value: 'agency', label: 'An agency', hint: 'You work for other businesses.' },
  { value: 'holding', label: 'A holding', hint: 'Stands above other workspaces and sees their figures.' },
] as const;
type Kind = (typeof makeableKinds)[number]['value'];

/** A workspace that is to be. Its id is made once: sent again after a lost answer, it is one workspace. */
export function useMakeWorkspace(onMade: (workspace: Workspace) => void) {
  const [newWorkspaceId] = useState(() => newId(WorkspaceId, Date.now()));
  const [draft, setDraft] = useState({ name: '', kind: 'brand' as Kind, timezone: guessedZone() });
  const { send, isPending, error } = useSend(putWorkspace, {
    stale: [[listWorkspaces.path]],
    onReply: onMade,
  });
  return {
    draft,
    change: (part: Partial<typeof draft>) => setDraft({ ...draft, ...part }),
    send: () => send({ params: { newWorkspaceId }, body: draft }),
    isPending,
    error,
    whyNot:
      draft.name.trim() === ''
        ? 'Give it a name first.'
        : draft.timezone === ''
          ? 'Choose its time zone first.'
          : undefined,
  };
}

const guessedZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
