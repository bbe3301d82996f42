import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import {
  deleteMeterRetirement,
  listMeters,
  type Meter,
  MeterSlug,
  putMeter,
  putMeterRetirement,
} from '../../using/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';

const draftOf = (meter: Meter | undefined) => ({
  slug: meter?.slug ?? '',
  name: meter?.name ?? '',
  unitLabel: meter?.unitLabel ?? '',
  description: meter?.description ?? '',
  family: meter?.family ?? '',
});
type Draft = ReturnType<typeof draftOf>;
const stale = [[listMeters.path]];

export default function MeterDialog({ meter, onClose }: { meter: Meter | undefined; onClose: () => void }) {
  const [before] = useState(() => draftOf(meter));
  const [draft, setDraft] = useState(before);
  const { send, isPending, error } = useSend(putMeter, {
    stale,
    onReply: ({ name }) => {
      toast({ title: meter ? `${name} is changed` : `${name} is counted from now on` });
      onClose();
    },
  });
  const save = () => {
    const { slug, description, ...words } = draft;
    send({ params: { slug }, body: { ...words, description: description.trim() || null } });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={meter ? `Change ${meter.name}` : 'Add a meter'}
      body="What it is called may change. What was used under it keeps its price."
    >
      <Form error={error} unsaved={JSON.stringify(draft) !== JSON.stringify(before)} onSubmit={save}>
        <Fields draft={draft} isKnown={meter !== undefined} onChange={setDraft} />
        {meter && <Retirement meter={meter} onDone={onClose} />}
        <DialogFoot onClose={onClose} busy={isPending} whyNot={whyNotSend(draft)}>
          {meter ? 'Save' : 'Add meter'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

function whyNotSend({ slug, name, unitLabel, family }: Draft): string | undefined {
  if (!MeterSlug.safeParse(slug).success)
    return 'Write a short name of small letters, digits and _, beginning with a letter.';
  if (name.trim() === '' || unitLabel.trim() === '') return 'Say what it and one of it is called.';
  return /^[a-z][a-z0-9_]{0,39}$/.test(family)
    ? undefined
    : 'Say what it is counted under: small letters, digits and _.';
}

interface FieldsProps {
  draft: Draft;
  isKnown: boolean;
  onChange: (draft: Draft) => void;
}

function Fields({ draft, isKnown, onChange }: FieldsProps) {
  const text = (name: keyof Draft) => ({
    ...{ name, autoComplete: 'off', value: draft[name] },
    onChange: (value: string) => onChange({ ...draft, [name]: value }),
  });
  return (
    <>
      <TextField label="Name" maxLength={120} {...text('name')} />
      <TextField
        label="Short name"
        hint={isKnown ? 'This does not change.' : 'By which it is known for ever: try_on'}
        readOnly={isKnown}
        maxLength={60}
        autoCapitalize="none"
        spellCheck={false}
        {...text('slug')}
      />
      <TextField label="One of it is called" placeholder="message" maxLength={40} {...text('unitLabel')} />
      <TextField
        label="Counted under"
        hint="Plans limit all of it together: generation, ai, sync"
        maxLength={40}
        autoCapitalize="none"
        spellCheck={false}
        {...text('family')}
      />
      <TextField label="What it is" optional maxLength={500} {...text('description')} />
    </>
  );
}

/** Taken back as easily, so nobody is asked twice. */
function Retirement({ meter, onDone }: { meter: Meter; onDone: () => void }) {
  const done = (title: string) => ({
    stale,
    onReply: () => {
      toast({ title });
      onDone();
    },
  });
  const retire = useSend(putMeterRetirement, done(`${meter.name} is used no more`));
  const revive = useSend(deleteMeterRetirement, done(`${meter.name} is used again`));
  const params = { slug: meter.slug };
  return meter.retiredAt ? (
    <Button className="self-start" onClick={() => revive.send({ params })}>
      Have it used again
    </Button>
  ) : (
    <Button className="self-start" onClick={() => retire.send({ params })}>
      Have it used no more
    </Button>
  );
}
