import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { usePages } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import {
  type Consent,
  ConsentId,
  type Contact,
  consentKinds,
  consentStatuses,
  listConsents,
  putConsent,
} from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { type At, readsOf } from './deeds.ts';
import { consentLabels, consentStatusLabels } from './words.ts';

/** What holds now; how it came to that is one click away and cannot be changed. */
export function Consents({ at, contact }: { at: At; contact: Contact }) {
  const [isAdding, setAdding] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const { consents, mayOrganize } = contact;
  return (
    <div className="flex flex-col items-start gap-3">
      {consents.length === 0 && <p className="text-soft">Nothing was written down of what they agreed to.</p>}
      {isWhole ? <History at={at} /> : <Lines consents={consents} />}
      <div className="flex flex-wrap gap-2">
        {mayOrganize && <Button onClick={() => setAdding(true)}>Write down a consent</Button>}
        {consents.length > 0 && (
          <Button look="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show what holds now' : 'Show the whole history'}
          </Button>
        )}
      </div>
      {isAdding && <ConsentDialog at={at} onClose={() => setAdding(false)} />}
    </div>
  );
}

const Lines = ({ consents }: { consents: readonly Consent[] }) => (
  <ul className="flex w-full flex-col">
    {consents.map((consent) => (
      <li
        key={consent.id}
        className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-2 last:border-0"
      >
        <span className="min-w-32 font-[550]">{consentLabels[consent.kind]}</span>
        <Badge tone={consent.status === 'granted' ? 'good' : 'warn'}>
          {consentStatusLabels[consent.status]}
        </Badge>
        <span className="text-sm text-soft">
          <Time at={consent.happenedAt} as="day" />
          {consent.source && ` · ${consent.source}`}
          {consent.by?.name && ` · written down by ${consent.by.name}`}
        </span>
      </li>
    ))}
  </ul>
);

function History({ at }: { at: At }) {
  const pages = usePages(listConsents, { params: at });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading the history" lines={3} />;
  return (
    <>
      <Lines consents={pages.items} />
      {pages.hasMore && (
        <Button look="quiet" busy={pages.loadingMore} onClick={pages.more}>
          Show earlier ones
        </Button>
      )}
    </>
  );
}

const kindOptions = consentKinds.map((value) => ({ value, label: consentLabels[value] }));
const statusOptions = consentStatuses.map((value) => ({ value, label: consentStatusLabels[value] }));

function ConsentDialog({ at, onClose }: { at: At; onClose: () => void }) {
  const [consentId] = useState(() => ConsentId.parse(uuidv7()));
  const [kind, setKind] = useState<Consent['kind']>('marketing');
  const [status, setStatus] = useState<Consent['status']>('granted');
  const [source, setSource] = useState('');
  const { send, isPending, error } = useSend(putConsent, {
    stale: [...readsOf(at), [listConsents.path]],
    onReply: onClose,
  });
  const body = { kind, status, source: source.trim() || null };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Write down a consent"
      body="An entry stays as it is: what was agreed to is taken back by another one."
    >
      <Form
        error={error}
        unsaved={source !== ''}
        onSubmit={() => send({ params: { ...at, consentId }, body })}
      >
        <Select
          {...{ name: 'kind', label: 'To what', options: kindOptions }}
          value={kind}
          onChange={(value) => setKind(value as Consent['kind'])}
        />
        <RadioGroup
          {...{ name: 'status', label: 'They', options: statusOptions }}
          value={status}
          onChange={(value) => setStatus(value as Consent['status'])}
        />
        <TextField
          name="source"
          label="Where they said so"
          optional
          placeholder="In the shop, on a form"
          maxLength={500}
          value={source}
          onChange={setSource}
        />
        <DialogFoot onClose={onClose} busy={isPending}>
          Write it down
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
