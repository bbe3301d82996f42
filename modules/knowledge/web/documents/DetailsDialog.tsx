import { useState } from 'react';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { useZone } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getDocument, listDocuments, patchDocument, type WholeDocument } from '../../contract.ts';
import { DialogFoot } from '../parts/DialogFoot.tsx';
import { PlaceField, placeOf, usePlaces } from '../parts/PlaceField.tsx';
import { endOfDay, lastDay } from '../words.ts';
import { LastDayField } from './LastDayField.tsx';

interface DetailsDialogProps {
  document: WholeDocument;
  onClose: () => void;
}

export default function DetailsDialog({ document, onClose }: DetailsDialogProps) {
  const workspaceId = useHere().workspace.id;
  const zone = useZone();
  const places = usePlaces();
  const [begun] = useState({
    ...{ title: document.title, place: document.locationId ?? '', until: lastDay(zone, document.expiresAt) },
  });
  const [draft, setDraft] = useState(begun);
  const { send, isPending, error } = useSend(patchDocument, {
    stale: [[listDocuments.path], [getDocument.path]],
    onReply: ({ title }) => {
      onClose();
      toast({ title: `${title} is changed` });
    },
  });
  const body = {
    ...{ title: draft.title, locationId: placeOf(draft.place), expiresAt: endOfDay(zone, draft.until) },
  };
  return (
    <Dialog open onClose={onClose} title="Change how it is kept">
      <Form
        error={error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(begun)}
        onSubmit={() => send({ params: { workspaceId, documentId: document.id }, body })}
      >
        <TextField
          {...{ name: 'title', label: 'Title', maxLength: 500, autoComplete: 'off' }}
          value={draft.title}
          onChange={(title) => setDraft({ ...draft, title })}
        />
        <LastDayField value={draft.until} onChange={(until) => setDraft({ ...draft, until })} />
        {places.length > 1 && (
          <PlaceField
            places={places}
            value={draft.place}
            onChange={(place) => setDraft({ ...draft, place })}
          />
        )}
        <DialogFoot
          onClose={onClose}
          busy={isPending}
          whyNot={draft.title.trim() === '' ? 'Give it a title first.' : undefined}
        >
          Save
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
