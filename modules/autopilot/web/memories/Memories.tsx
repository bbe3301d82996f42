import { useQuery } from '@tanstack/react-query';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { q } from '../../../../web/kit/api.ts';
import { Button, IconButton } from '../../../../web/kit/Button.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { useHere } from '../../../../web/workspace.ts';
import type { ContactId } from '../../../inbox/contract.ts';
import { byPerson, listMemories, type Memory, MemoryId } from '../../contract.ts';
import { inWords, percent, valueWords } from '../decisions/words.ts';
import { forget } from './deeds.ts';

const MemoryDialog = lazy(() => import('./MemoryDialog.tsx'));

interface MemoriesProps {
  contactId: ContactId;
  /** Whoever may put right what is known of them. */
  mayWrite: boolean;
}

/** SE-64: what is remembered of somebody, by kind; shown, put right, and forgotten. */
export default function Memories({ contactId, mayWrite }: MemoriesProps) {
  const { workspace } = useHere();
  const params = { workspaceId: workspace.id, contactId };
  const { data, error, refetch } = useQuery(q(listMemories, { params }));
  const [edited, setEdited] = useState<{ memoryId: MemoryId; memory?: Memory }>();
  const isAllowed =
    mayWrite &&
    [workspace, ...workspace.locations].some(({ permissions }) => permissions.includes('autopilot.approve'));
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading label="Loading what is remembered" lines={2} />;
  return (
    <>
      <All
        items={data.items}
        mayWrite={isAllowed}
        onEdit={(memory) => setEdited({ memoryId: memory.id, memory })}
        onForget={(memory) => void forget(params, memory)}
      />
      {isAllowed && (
        <Button
          size="small"
          look="quiet"
          icon={Plus}
          className="mt-2 -ml-2.5"
          onClick={() => setEdited({ memoryId: MemoryId.parse(uuidv7()) })}
        >
          Remember something
        </Button>
      )}
      <Suspense>
        {edited && <MemoryDialog params={params} {...edited} onClose={() => setEdited(undefined)} />}
      </Suspense>
    </>
  );
}

interface AllProps {
  items: readonly Memory[];
  mayWrite: boolean;
  onEdit: (memory: Memory) => void;
  onForget: (memory: Memory) => void;
}

function All({ items, mayWrite, onEdit, onForget }: AllProps) {
  if (items.length === 0)
    return (
      <p className="text-sm text-soft">
        Nothing so far. Sizes, tastes and the like stand here, and answers go by them.
      </p>
    );
  return (
    <ul className="flex flex-col gap-3">
      {byCategory(items).map(([category, memories]) => (
        <li key={category}>
          <h4 className="text-xs text-faint">{inWords(category)}</h4>
          <ul>
            {memories.map((memory) => (
              <li key={memory.id}>
                <One
                  {...{ memory, mayWrite }}
                  onEdit={() => onEdit(memory)}
                  onForget={() => onForget(memory)}
                />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function byCategory(items: readonly Memory[]): [string, Memory[]][] {
  const found = new Map<string, Memory[]>();
  for (const memory of items) found.set(memory.category, [...(found.get(memory.category) ?? []), memory]);
  return [...found];
}

interface OneProps {
  memory: Memory;
  mayWrite: boolean;
  onEdit: () => void;
  onForget: () => void;
}

function One({ memory, mayWrite, onEdit, onForget }: OneProps) {
  const { name, value, source, confidence, lastConfirmedAt, updatedAt } = memory;
  return (
    <div className="group/memory flex items-start gap-2 py-0.5">
      <p className="min-w-0 flex-1 text-sm">
        <span className="text-soft">{`${inWords(name)} `}</span>
        <span className="font-[550] break-words">{valueWords(value)}</span>
        <span className="block text-xs text-faint">
          {source === byPerson
            ? 'Written down by a person'
            : `${source ? `${inWords(source)}, ` : ''}${percent(confidence)} sure`}
          {' · '}
          <Time at={lastConfirmedAt ?? updatedAt} />
        </span>
      </p>
      {mayWrite && (
        <span className="-mr-1 flex shrink-0 opacity-0 transition-opacity duration-(--leave) group-hover/memory:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100">
          <IconButton size="small" icon={Pencil} label={`Put ${inWords(name)} right`} onClick={onEdit} />
          <IconButton size="small" icon={Trash} label={`Forget ${inWords(name)}`} onClick={onForget} />
        </span>
      )}
    </div>
  );
}
