import { useState } from 'react';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { listAllPacks, putPack } from '../../administering/contract.ts';
import type { CreditPack } from '../../plans/contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { type PackDraft, packDraftOf, packGivenOf, packRefusalOf } from './drafts.ts';

export default function PackDialog({ pack, onClose }: { pack: CreditPack | undefined; onClose: () => void }) {
  const [before] = useState(() => packDraftOf(pack));
  const [draft, setDraft] = useState(before);
  const [refused, setRefused] = useState<Error | null>(null);
  const sending = useSend(putPack, {
    stale: [[listAllPacks.path]],
    onReply: ({ name }) => {
      toast({ title: pack ? `The offer of ${name} is changed` : `${name} can be bought` });
      onClose();
    },
  });
  const set = (part: Partial<PackDraft>) => setDraft({ ...draft, ...part });
  const save = () => {
    const problem = packRefusalOf(draft);
    setRefused(problem);
    if (!problem) sending.send({ params: { slug: draft.slug }, body: packGivenOf(draft) });
  };
  const text = (part: keyof PackDraft) => ({
    autoComplete: 'off',
    value: draft[part],
    onChange: (value: string) => set({ [part]: value }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={pack ? `Change ${pack.name}` : 'Add credits'}
      body="Bought once, spent last, and without an end."
    >
      <Form
        error={refused ?? sending.error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(before)}
        onSubmit={save}
      >
        <PackFields isKnown={pack !== undefined} text={text} />
        <DialogFoot onClose={onClose} busy={sending.isPending}>
          {pack ? 'Save' : 'Add credits'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface FieldsProps {
  isKnown: boolean;
  text: (part: keyof PackDraft) => {
    readonly autoComplete: string;
    readonly value: string;
    readonly onChange: (value: string) => void;
  };
}

const PackFields = ({ isKnown, text }: FieldsProps) => (
  <>
    <TextField name="name" label="Name" placeholder="100 credits" maxLength={60} {...text('name')} />
    <TextField
      name="slug"
      label="Short name"
      hint={isKnown ? 'This does not change.' : 'By which it is known for ever: small'}
      readOnly={isKnown}
      maxLength={40}
      autoCapitalize="none"
      spellCheck={false}
      {...text('slug')}
    />
    <TextField name="priceMicro" label="Price, in dollars" inputMode="decimal" {...text('price')} />
    <TextField
      name="creditsMicro"
      label="Gives to spend, in dollars"
      hint="A credit is $0.10."
      inputMode="decimal"
      {...text('credits')}
    />
    <TextField name="displayOrder" label="Place in the list" inputMode="numeric" {...text('displayOrder')} />
  </>
);
