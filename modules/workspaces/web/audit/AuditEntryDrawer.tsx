import { useQuery } from '@tanstack/react-query';
import Lock from 'lucide-react/icons/lock';
import type { ReactNode } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Drawer } from '../../../../web/kit/Dialog.tsx';
import { Facts } from '../../../../web/kit/Section.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import { momentIn } from '../../../../web/kit/time-words.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AuditChange, type AuditEntry, type AuditLine, getAuditEntry } from '../../contract.ts';
import { sentence } from '../words.ts';
import { actionLabel, actorLabel, fieldLabel, hiddenMark, shownValue } from './audit-words.ts';

/** One entry in full, beside the list: who, when, from where, and from what to what. */
export default function AuditEntryDrawer({ line, onClose }: { line: AuditLine; onClose: () => void }) {
  const workspaceId = useHere().workspace.id;
  const { data, error, refetch } = useQuery(q(getAuditEntry, { params: { workspaceId, entryId: line.id } }));
  return (
    <Drawer open onClose={onClose} title={actionLabel(line.action)} side="right" wide>
      {data && <Entry entry={data} />}
      {!data && error && <Failed error={error} again={() => void refetch()} />}
      {!data && !error && <Loading label="Loading the entry" />}
    </Drawer>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const zone = useZone();
  const changes = Object.entries(entry.changes);
  const facts = [
    ['Who', actorLabel(entry.actor)],
    ['When', momentIn(zone, entry.createdAt)],
    ['Category', <Badge key="category">{sentence(entry.category)}</Badge>],
    ['Done to', sentence(entry.subjectType)],
    entry.subjectId && ['Its id', <Code key="id">{entry.subjectId}</Code>],
    !entry.succeeded && ['Refused', <Code key="error">{entry.errorCode}</Code>],
    entry.address && ['From', entry.address],
    entry.agent && [
      'With',
      <span key="agent" className="text-sm break-words">
        {entry.agent}
      </span>,
    ],
    ['Action', <Code key="action">{entry.action}</Code>],
    entry.requestId && ['Request', <Code key="request">{entry.requestId}</Code>],
  ].filter(Boolean) as [string, ReactNode][];
  return (
    <>
      {changes.length > 0 && (
        <section aria-label="What changed" className="mb-6">
          {changes.map(([field, change]) => (
            <FieldChange key={field} field={field} change={change} />
          ))}
        </section>
      )}
      <Facts facts={facts} />
    </>
  );
}

const Code = ({ children }: { children: ReactNode }) => (
  <code className="font-mono text-xs break-all text-soft">{children}</code>
);

function FieldChange({ field, change }: { field: string; change: AuditChange }) {
  const name = fieldLabel(field);
  return (
    <div className="border-b border-line py-3">
      <h3 className="mb-1.5 text-sm font-[550]">{sentence(name)}</h3>
      <dl className="grid grid-cols-[3.5rem_1fr] gap-x-3 gap-y-1">
        {'from' in change && <Side label="Before" value={change.from} />}
        {'to' in change && <Side label="After" value={change.to} />}
      </dl>
    </div>
  );
}

function Side({ label, value }: { label: string; value: unknown }) {
  return (
    <>
      <dt className="pt-1 text-sm text-faint">{label}</dt>
      <dd className="min-w-0 rounded-sm bg-sunk px-2 py-1">
        {value === hiddenMark ? (
          <span className="inline-flex items-center gap-1.5 text-soft">
            <Lock size={13} strokeWidth={1.75} aria-hidden /> Hidden: a secret is never written down
          </span>
        ) : (
          <pre className="font-sans text-base break-words whitespace-pre-wrap">{shownValue(value)}</pre>
        )}
      </dd>
    </>
  );
}
