import type { ReactNode } from 'react';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { Drawer } from '../../../../web/kit/Dialog.tsx';
import { RequestId } from '../../../../web/kit/states.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import { momentIn } from '../../../../web/kit/time-words.ts';
import type { TrailEntry } from '../../administration/contract.ts';
import { aboutOf, actorOf, type Change, changesOf, deedOf } from './trail.ts';
import { refusalWords, sentence } from './words.ts';

interface AuditEntryProps {
  entry: TrailEntry;
  onClose: () => void;
  onSift: (sifted: { actor?: string; about?: string }) => void;
}

/** One entry with everything that is known of it. */
export default function AuditEntry({ entry, onClose, onSift }: AuditEntryProps) {
  const zone = useZone();
  const about = aboutOf(entry);
  const { actor, createdAt, succeeded, errorCode, address, agent, requestId } = entry;
  const changes = changesOf(entry);
  return (
    <Drawer open wide side="right" onClose={onClose} title={deedOf(entry)}>
      <dl className="flex flex-col gap-3 pt-2">
        {!succeeded && (
          <Fact term="Outcome">
            <Badge tone="danger">Refused</Badge> {errorCode && refusalWords(errorCode)}
          </Fact>
        )}
        <Fact term="When">{momentIn(zone, createdAt)}</Fact>
        <Fact term="Who">{actorOf(entry)}</Fact>
        {about && <Fact term="About">{about.name}</Fact>}
        <Fact term="Kind">{kindOf(entry)}</Fact>
        {changes.length > 0 && (
          <Fact term="What changed">
            <ul className="flex flex-col gap-2 pt-1">
              {changes.map((change) => (
                <ChangeLines key={change.field} change={change} />
              ))}
            </ul>
          </Fact>
        )}
        {address && (
          <Fact term="From">
            {address}
            {agent && <span className="block text-sm text-faint">{agent}</span>}
          </Fact>
        )}
      </dl>
      <div className="mt-5 flex flex-col items-start gap-2 border-t border-line pt-4">
        {actor && (
          <Button size="small" onClick={() => onSift({ actor: actor.id, about: '' })}>
            All by {actor.name}
          </Button>
        )}
        {about && (
          <Button size="small" onClick={() => onSift({ about: about.id, actor: '' })}>
            All about {about.name}
          </Button>
        )}
      </div>
      {requestId && <RequestId id={requestId} />}
    </Drawer>
  );
}

const kindOf = ({ category, subjectType }: TrailEntry): string =>
  category === subjectType
    ? sentence(category)
    : `${sentence(category)}, ${sentence(subjectType).toLowerCase()}`;

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-faint">{term}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** What was struck out, what is now: by the words and a line, not by colour alone. */
function ChangeLines({ change: { field, from, to } }: { change: Change }) {
  return (
    <li className="border-l-2 border-line pl-3">
      <span className="text-sm text-soft">{field}</span>
      {from !== '' && (
        <span className="block">
          <span className="sr-only">was </span>
          <del className="break-words text-faint">{from}</del>
        </span>
      )}
      {to !== '' && (
        <span className="block">
          <span className="sr-only">is </span>
          <ins className="break-words no-underline">{to}</ins>
        </span>
      )}
      {from === '' && to === '' && <span className="block text-faint">changed</span>}
    </li>
  );
}
