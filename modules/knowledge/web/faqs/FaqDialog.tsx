import { useState } from 'react';
import { uuidv7 } from '../../../../kit/ids.ts';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import {
  answerLengthMax,
  type Faq,
  FaqId,
  getUsage,
  listFaqs,
  putFaq,
  questionLengthMax,
} from '../../contract.ts';
import { DialogFoot } from '../parts/DialogFoot.tsx';
import { LanguageField } from '../parts/LanguageField.tsx';
import { PlaceField, placeOf, usePlaces } from '../parts/PlaceField.tsx';
import { useWhyNotManage, whyNotOf } from '../rights.ts';
import { anyLanguage } from '../words.ts';
import { Phrasings } from './Phrasings.tsx';
import { asked, type Lines } from './phrasings.ts';

interface FaqDialogProps {
  /** Undefined: a new one. */
  faq: Faq | undefined;
  /** How a new one is asked, where that is known. */
  asking?: string;
  onClose: () => void;
}

export default function FaqDialog({ faq, asking = '', onClose }: FaqDialogProps) {
  const workspaceId = useHere().workspace.id;
  const places = usePlaces();
  const [faqId] = useState(() => faq?.id ?? FaqId.parse(uuidv7()));
  const [begun] = useState(() => draftOf(faq, asking.slice(0, questionLengthMax)));
  const [draft, setDraft] = useState(begun);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const place = draft.place ?? places[0]?.value ?? '';
  const { send, isPending, error } = useSend(putFaq, {
    stale: [[listFaqs.path], [getUsage.path]],
    onReply: () => {
      onClose();
      toast({ title: faq ? 'The question is changed' : 'The question is answered from now on' });
    },
  });
  const { lines, answer, language } = draft;
  const locationId = placeOf(place);
  const body = { title: faq?.title ?? null, questions: asked(lines), answer, language, locationId };
  return (
    <Dialog open wide onClose={onClose} title={faq ? 'Change the question' : 'Add a question'}>
      <Form
        error={error}
        unsaved={JSON.stringify(draft) !== JSON.stringify(begun)}
        onSubmit={() => send({ params: { workspaceId, faqId }, body })}
      >
        <Phrasings lines={lines} onChange={(next) => change({ lines: next })} />
        <TextArea
          {...{ name: 'answer', label: 'Answer', rows: 5, maxLength: answerLengthMax }}
          value={answer}
          onChange={(next) => change({ answer: next })}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <LanguageField value={language} onChange={(next) => change({ language: next })} />
          {places.length > 1 && (
            <PlaceField places={places} value={place} onChange={(next) => change({ place: next })} />
          )}
        </div>
        <DialogFoot onClose={onClose} busy={isPending} whyNot={useWhyNotSend(faq, draft)}>
          {faq ? 'Save' : 'Add question'}
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

interface Draft {
  readonly lines: Lines;
  readonly answer: string;
  readonly language: string;
  /** Empty: everywhere. Undefined: nobody has chosen yet. */
  readonly place: string | undefined;
}

const draftOf = (faq: Faq | undefined, asking: string): Draft => ({
  lines: faq?.questions ?? [asking],
  answer: faq?.answer ?? '',
  language: faq?.language ?? anyLanguage,
  place: faq ? (faq.locationId ?? '') : undefined,
});

function useWhyNotSend(faq: Faq | undefined, { lines, answer }: Draft): string | undefined {
  const whyNot = useWhyNotManage('change answers');
  if (faq && !faq.mayManage) return whyNotOf(whyNot, faq);
  if (asked(lines).length === 0) return 'Write how it is asked first.';
  return answer.trim() === '' ? 'Write the answer first.' : undefined;
}
