import { useQuery } from '@tanstack/react-query';
import MessageSquareQuote from 'lucide-react/icons/message-square-quote';
import { type KeyboardEvent, useRef, useState } from 'react';
import { q, usePages } from '../../../../web/kit/api.ts';
import { Chooser } from '../../../../web/kit/Chooser.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form } from '../../../../web/kit/Form.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { getLocation } from '../../../workspaces/contract.ts';
import { fill, listReplyTemplates, type ReplyTemplate, type ReplyTemplateId } from '../../contract.ts';
import { DialogFoot } from '../DialogFoot.tsx';
import { useColleagues } from '../useColleagues.ts';
import type { Answered } from './saved-replies.ts';
import { labelOf, valuesIn } from './values.ts';

interface PickerProps {
  answered: Answered;
  onChoose: (words: string, id: ReplyTemplateId) => void;
  onClose: () => void;
}

const shownMax = 200;
const hintLengthMax = 26;

/** What is written once and used often, by a few letters and Enter: the most used first, its gaps filled in. */
export default function SavedReplyPicker({ answered, onChoose, onClose }: PickerProps) {
  const workspaceId = useHere().workspace.id;
  const { locationId } = answered.channel;
  const { items, state } = usePages(listReplyTemplates, {
    params: { workspaceId },
    query: { usableAt: locationId ?? 'nowhere', limit: shownMax },
  });
  const values = useValues(answered);
  const [asked, setAsked] = useState<ReplyTemplate>();
  // The chooser is gone before it says what was chosen: what asks for gaps then stands in its place.
  const isAsking = useRef(false);
  const use = (reply: ReplyTemplate, more: Record<string, string> = {}) =>
    onChoose(fill(reply.body, { ...values, ...more }).text, reply.id);
  const choose = (id: string) => {
    const reply = items.find((one) => one.id === id);
    if (!reply) return;
    if (fill(reply.body, values).missing.length === 0) return use(reply);
    isAsking.current = true;
    setAsked(reply);
  };
  if (asked)
    return (
      <Gaps
        reply={asked}
        known={values}
        onFilled={(more) => {
          use(asked, more);
          onClose();
        }}
        onClose={onClose}
      />
    );
  return (
    <Chooser
      title="Saved replies"
      placeholder="Find a saved reply by name or shortcut"
      choices={items.map((reply) => choiceOf(reply, values))}
      onChoose={choose}
      onClose={() => queueMicrotask(() => isAsking.current || onClose())}
      foot={
        state === 'loaded' && items.length === 0 ? (
          <>
            There are none yet. <Link to={paths.savedReplies({ workspaceId })}>Write the first one</Link>
          </>
        ) : (
          'Enter puts it where you write.'
        )
      }
    />
  );
}

const choiceOf = ({ id, name, shortcut, body }: ReplyTemplate, values: Record<string, string>) => ({
  value: id as string,
  label: shortcut ? `${name} /${shortcut}` : name,
  hint: shortened(fill(body, values).text),
  icon: MessageSquareQuote,
  keywords: [body],
});

const shortened = (text: string) => {
  const oneLine = text.replace(/\s+/g, ' ');
  return oneLine.length > hintLengthMax ? `${oneLine.slice(0, hintLengthMax)}…` : oneLine;
};

function useValues(answered: Answered): Record<string, string> {
  const workspaceId = useHere().workspace.id;
  const { me } = useColleagues();
  const { locationId } = answered.channel;
  const place = useQuery({
    ...q(getLocation, { params: { workspaceId, locationId: locationId! } }),
    enabled: locationId !== null,
  });
  return valuesIn(answered, { agent: me?.name, location: place.data?.name });
}

interface GapsProps {
  reply: ReplyTemplate;
  /** What is filled in by itself. */
  known: Record<string, string>;
  onFilled: (values: Record<string, string>) => void;
  onClose: () => void;
}

/** What nobody but the writer knows: an order number, a day. */
function Gaps({ reply, known, onFilled, onClose }: GapsProps) {
  const { missing } = fill(reply.body, known);
  const [values, setValues] = useState<Record<string, string>>({});
  const empty = missing.find((name) => !values[name]?.trim());
  // What cannot be sent yet swallows Enter: it leads to what is missing instead.
  const enter = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || empty === undefined) return;
    event.preventDefault();
    const field = event.currentTarget.form?.elements.namedItem(empty);
    if (field instanceof HTMLElement) field.focus();
  };
  return (
    <Dialog open onClose={onClose} title={reply.name} body={fill(reply.body, { ...known, ...values }).text}>
      <Form onSubmit={() => onFilled(values)}>
        {missing.map((name) => (
          <TextField
            key={name}
            name={name}
            label={labelOf(name)}
            autoComplete="off"
            maxLength={500}
            value={values[name] ?? ''}
            onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
            onKeyDown={enter}
          />
        ))}
        <DialogFoot
          onClose={onClose}
          whyNot={empty === undefined ? undefined : `Fill in ${labelOf(empty).toLowerCase()} first.`}
        >
          Put it in
        </DialogFoot>
      </Form>
    </Dialog>
  );
}
