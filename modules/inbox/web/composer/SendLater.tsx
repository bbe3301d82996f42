import { useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { useZone } from '../../../../web/kit/time.tsx';
import { type Conversation, scheduleDaysMax, windowAt } from '../../contract.ts';
import { whenWords } from '../WhenWords.tsx';
import { laterChoices, localOf, momentOf } from './later.ts';

interface SendLaterProps {
  conversation: Conversation;
  /** When it goes out as things stand. */
  at?: Date | undefined;
  onChoose: (at: Date) => void;
  onClose: () => void;
}

const dayMs = 86_400_000;

/** When a message goes out, in the zone of the workspace. What the platform will not take then says so before. */
export default function SendLater({ conversation, at, onChoose, onClose }: SendLaterProps) {
  const zone = useZone();
  const [now] = useState(() => new Date());
  const [written, setWritten] = useState(() => localOf(zone, at ?? laterChoices(zone, now)[1]!.at));
  const own = momentOf(zone, written);
  const whyNot = (moment: Date | undefined) => whyNotAt(conversation, moment, now);
  const choose = (moment: Date) => {
    onClose();
    onChoose(moment);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={at ? 'Send at another time' : 'Send later'}
      body={`It is cancelled if ${conversation.person.name} writes before. Times are those of ${zone}.`}
    >
      <ul className="mb-5 flex flex-col border-b border-line pb-3">
        {laterChoices(zone, now).map((choice) => (
          <li key={choice.label}>
            <button
              type="button"
              aria-disabled={whyNot(choice.at) !== undefined}
              onClick={() => whyNot(choice.at) === undefined && choose(choice.at)}
              className="flex w-full items-baseline justify-between gap-4 rounded-md px-2 py-2 text-left hover:bg-hover aria-disabled:text-faint"
            >
              {choice.label}
              <span className="text-sm text-faint">
                {whyNot(choice.at) ? 'Too late for the platform' : whenWords(zone, choice.at, now)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Form onSubmit={() => own && choose(own)}>
        <TextField
          name="sendAt"
          label="At another time"
          type="datetime-local"
          value={written}
          onChange={setWritten}
          error={whyNot(own)}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Submit disabledReason={whyNot(own)}>Send then</Submit>
        </div>
      </Form>
    </Dialog>
  );
}

/** As the server will refuse it. */
function whyNotAt({ channel, lastInboundAt }: Conversation, moment: Date | undefined, now: Date) {
  if (!moment) return 'Say a day and a time.';
  if (moment.getTime() <= now.getTime()) return 'This moment is over already.';
  if (moment.getTime() > now.getTime() + scheduleDaysMax * dayMs)
    return `Send later within ${scheduleDaysMax} days.`;
  const { state } = windowAt(channel.platform, lastInboundAt, moment);
  return state === 'open' || state === 'human_only'
    ? undefined
    : 'At that time the platform will take no answer any more.';
}
