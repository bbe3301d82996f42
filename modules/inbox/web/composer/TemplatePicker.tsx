import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { q } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Dialog } from '../../../../web/kit/Dialog.tsx';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Empty, Failed, Loading } from '../../../../web/kit/states.tsx';
import { type Conversation, listTemplates } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import type { Wish } from './outbox.ts';
import { filledIn, type Template } from './templates.ts';

interface TemplatePickerProps {
  conversation: Conversation;
  onSend: (wish: Wish) => void;
  onClose: () => void;
}

/** What the platform has approved beforehand: chosen, its gaps filled in, and shown as it will arrive. */
export default function TemplatePicker({ conversation, onSend, onClose }: TemplatePickerProps) {
  const { workspaceId } = useInbox().at;
  const params = { workspaceId, channelId: conversation.channel.id };
  const { data, error, refetch } = useQuery(q(listTemplates, { params }));
  const [chosen, setChosen] = useState<Template>();
  return (
    <Dialog open onClose={onClose} title="Approved templates" body="They can be sent at any time.">
      {chosen ? (
        <Gaps
          template={chosen}
          onBack={() => setChosen(undefined)}
          onSend={(values) => {
            onClose();
            const { name, language } = chosen;
            onSend({ template: { name, language, values }, shown: filledIn(chosen.body, values) });
          }}
        />
      ) : error ? (
        <Failed error={error} again={() => void refetch()} />
      ) : !data ? (
        <Loading label="Asking the platform for its templates" />
      ) : data.items.length === 0 ? (
        <Empty title="No template is approved yet">
          They are written and handed in for approval on the platform itself.
        </Empty>
      ) : (
        <ul className="-mx-2 flex flex-col">
          {data.items.map((template) => (
            <li key={`${template.name} ${template.language}`}>
              <button
                type="button"
                onClick={() => setChosen(template)}
                className="w-full rounded-md px-2 py-2.5 text-left hover:bg-hover"
              >
                <span className="flex items-baseline justify-between gap-4">
                  <span className="font-[550]">{template.name.replaceAll('_', ' ')}</span>
                  <span className="text-xs text-faint">{template.language}</span>
                </span>
                <span className="line-clamp-2 text-sm text-soft">{template.body}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Gaps({
  template,
  onSend,
  onBack,
}: {
  template: Template;
  onSend: (values: string[]) => void;
  onBack: () => void;
}) {
  const [values, setValues] = useState<string[]>(() => Array.from({ length: template.gapsCount }, () => ''));
  const isMissing = values.some((value) => value.trim() === '');
  return (
    <Form onSubmit={() => isMissing || onSend(values)}>
      {values.map((value, i) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: a gap is its place in the text.
          key={i}
          name={`gap${i + 1}`}
          label={`Gap ${i + 1}`}
          value={value}
          onChange={(next) => setValues(values.with(i, next))}
        />
      ))}
      <div>
        <p className="label mb-1">As it arrives</p>
        <p className="rounded-lg bg-wash px-3 py-2 break-words whitespace-pre-wrap">
          {filledIn(template.body, values)}
        </p>
      </div>
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onBack}>
          Another one
        </Button>
        <Submit disabledReason={isMissing ? 'Fill in every gap first.' : undefined}>Send</Submit>
      </div>
    </Form>
  );
}
