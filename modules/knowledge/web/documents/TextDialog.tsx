import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { useZone } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  bodyLengthMax,
  DocumentId,
  getDocument,
  getUsage,
  listDocumentPieces,
  listDocuments,
  putTypedDocument,
  type WholeDocument,
} from '../../contract.ts';
import { DialogFoot } from '../parts/DialogFoot.tsx';
import { LanguageField } from '../parts/LanguageField.tsx';
import { PlaceField, placeOf, usePlaces } from '../parts/PlaceField.tsx';
import { anyLanguage, endOfDay, lastDay } from '../words.ts';
import { LastDayField } from './LastDayField.tsx';

interface TextDialogProps {
  /** Undefined: a new one. */
  document?: WholeDocument | undefined;
  onClose: () => void;
}

export default function TextDialog({ document, onClose }: TextDialogProps) {
  const workspaceId = useHere().workspace.id;
  const zone = useZone();
  const places = usePlaces();
  const [documentId] = useState(() => document?.id ?? DocumentId.parse(uuidv7()));
  const [begun] = useState(() => draftOf(document, zone));
  const [draft, setDraft] = useState(begun);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const place = draft.place ?? places[0]?.value ?? '';
  const { send, isPending, error } = useSend(putTypedDocument, {
    stale: [[listDocuments.path], [getDocument.path], [listDocumentPieces.path], [getUsage.path]],
    onReply: ({ title }) => {
      onClose();
      toast({ title: `${title} is kept`, body: 'It can be found in a moment.' });
    },
  });
  const { title, body, language, until } = draft;
  const sent = { title, body, language, locationId: placeOf(place), expiresAt: endOfDay(zone, until) };
  const whyNot =
    title.trim() === '' ? 'Give it a title first.' : body.trim() === '' ? 'Write it first.' : undefined;
  return (
    <Dialog open wide onClose={onClose} title={document ? 'Change the text' : 'Write a text'}>
      <Form
        error={error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(begun)}
        onSubmit={() => send({ params: { workspaceId, documentId }, body: sent })}
      >
        <Words draft={draft} change={change} />
        <div className="grid gap-4 sm:grid-cols-2">
          <LanguageField value={language} onChange={(next) => change({ language: next })} />
          <LastDayField value={until} onChange={(next) => change({ until: next })} />
          {places.length > 1 && (
            <PlaceField places={places} value={place} onChange={(next) => change({ place: next })} />
          )}
        </div>
        <DialogFoot onClose={onClose} busy={isPending} whyNot={whyNot}>
          {document ? 'Save' : 'Keep text'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface WordsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

const Words = ({ draft: { title, body }, change }: WordsProps) => (
  <>
    <TextField
      {...{ name: 'title', label: 'Title', maxLength: 500, autoComplete: 'off', placeholder: 'Shipping' }}
      value={title}
      onChange={(next) => change({ title: next })}
    />
    <TextArea
      name="body"
      label="What it says"
      hint="Write it as you would tell a new colleague. An empty line begins a new paragraph."
      rows={8}
      maxLength={bodyLengthMax}
      value={body}
      onChange={(next) => change({ body: next })}
    />
  </>
);

interface Draft {
  readonly title: string;
  readonly body: string;
  readonly language: string;
  /** Empty: everywhere. Undefined: nobody has chosen yet. */
  readonly place: string | undefined;
  readonly until: string;
}

const draftOf = (document: WholeDocument | undefined, zone: string): Draft => ({
  title: document?.title ?? '',
  body: document?.body ?? '',
  language: document?.language ?? anyLanguage,
  place: document ? (document.locationId ?? '') : undefined,
  until: lastDay(zone, document?.expiresAt ?? null),
});
