import { useQuery } from '@tanstack/react-query';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import { uuidv7, type WorkspaceId } from '../../../../kit/ids.ts';
import { q } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { dollars } from '../../../../web/kit/dollars.ts';
import { Section } from '../../../../web/kit/Section.tsx';
import { sendNow } from '../../../../web/kit/send.ts';
import { Empty, Failed } from '../../../../web/kit/states.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type Cap, CapId, deleteCap, listCaps, putCap } from '../../using/contract.ts';
import { KeepsFocus } from '../KeepsFocus.tsx';
import { useWhyNotMay } from '../rights.ts';
import { periodWords } from './words.ts';

const CapDialog = lazy(() => import('./CapDialog.tsx'));

const newCap = (): Cap => ({
  ...{ id: CapId.parse(uuidv7()), memberId: null, memberName: null, period: 'month', maxMicro: 0 },
  updatedAt: new Date(),
});

/** How much may be spent at most, as the workspace itself has set it. */
export function CapsSection() {
  const workspaceId = useHere().workspace.id;
  const caps = useQuery(q(listCaps, { params: { workspaceId } }));
  const whyNot = useWhyNotMay('billing.manage', 'set how much may be spent');
  const [edited, setEdited] = useState<{ readonly cap: Cap; readonly isNew: boolean }>();
  const add = () => setEdited({ cap: newCap(), isNew: true });
  return (
    <Section
      title="Limits of spending"
      hint="At such a limit nothing more is done that costs something: the autopilot hands over to people."
      actions={
        <Button icon={Plus} onClick={add} disabledReason={whyNot} reasonShown={false}>
          Set a limit
        </Button>
      }
    >
      <KeepsFocus />
      {caps.isError && !caps.data && <Failed error={caps.error} again={() => void caps.refetch()} />}
      {caps.data?.items.length === 0 && (
        <Empty title="No limit is set">
          What is there to spend may be spent. Set a limit for everybody together, or for single members.
        </Empty>
      )}
      <ul aria-label="Limits of spending">
        {caps.data?.items.map((cap) => (
          <CapRow
            key={cap.id}
            cap={cap}
            whyNot={whyNot}
            onEdit={() => setEdited({ cap, isNew: false })}
            onRemove={() => removeCap(workspaceId, cap)}
          />
        ))}
      </ul>
      <Suspense>{edited && <CapDialog {...edited} onClose={() => setEdited(undefined)} />}</Suspense>
    </Section>
  );
}

const stale = [[listCaps.path]];

/** Gone at once, and back with one step. */
function removeCap(workspaceId: WorkspaceId, { id: capId, memberId, period, maxMicro }: Cap): void {
  const params = { workspaceId, capId };
  const back = () =>
    void sendNow(putCap, { params, body: { memberId, period, maxMicro } }, { stale }).catch(() => undefined);
  void sendNow(
    deleteCap,
    { params },
    {
      stale,
      failureTitle: 'The limit stands as it was',
      onReply: () => toast({ title: 'The limit is taken away', undo: back }),
    },
  ).catch(() => undefined);
}

interface RowProps {
  cap: Cap;
  whyNot: string | undefined;
  onEdit: () => void;
  onRemove: () => void;
}

export const whoseWords = ({ memberId, memberName }: Pick<Cap, 'memberId' | 'memberName'>): string =>
  memberId === null ? 'Everybody together' : (memberName ?? 'Somebody who has left');

function CapRow({ cap, whyNot, onEdit, onRemove }: RowProps) {
  const whose = whoseWords(cap);
  return (
    <li className="flex items-center justify-between gap-4 border-b border-line py-2.5 last:border-0">
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0 break-words">{whose}</span>
        <span className="tabular-nums">
          {dollars(cap.maxMicro)} <span className="text-soft">{periodWords[cap.period]}</span>
        </span>
      </span>
      <span className="flex shrink-0 items-center">
        <span className="flex">
          <IconButton
            icon={Pencil}
            label={`Change the limit of ${whose}`}
            disabledReason={whyNot}
            onClick={onEdit}
          />
          <IconButton
            icon={Trash}
            label={`Take the limit of ${whose} away`}
            disabledReason={whyNot}
            onClick={onRemove}
          />
        </span>
      </span>
    </li>
  );
}
